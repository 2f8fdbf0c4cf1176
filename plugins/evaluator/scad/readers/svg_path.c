/* SPDX-License-Identifier: MIT */
/* One row for each command: how many numbers it takes, and what it does with them. */
#include "readers/svg_path.h"

#include "readers/svg_value.h"

#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

enum { NUMBERS = 7, FEWEST_STEPS = 20 };

/* Ends that are farther apart leave a path open. */
static const double largest_gap = 0.1;

enum curve_kind { NOT_A_CURVE, QUADRATIC, CUBIC };

struct path {
    const struct svg_brush *brush;
    double x, y;            /* where the pen is */
    double controls[2];     /* the last control point of the curve before */
    enum curve_kind before; /* what the last command drew */
    bool is_drawing;        /* there is an outline with a point or more */
    bool was_closed;        /* some outline was */
    char command;
    double numbers[NUMBERS]; /* absolute */
};

/* --- outlines ------------------------------------------------------------------------------------------ */

static struct drawing *drawing_of(const struct path *path)
{
    return path->brush->drawing;
}

static void ensure_outline(struct path *path)
{
    if (!path->is_drawing)
        drawing_begin(drawing_of(path));
    path->is_drawing = true;
}

static bool add_point(struct path *path, double x, double y)
{
    if (!drawing_take_points(drawing_of(path), 1))
        return false;
    ensure_outline(path);
    drawing_add_point(drawing_of(path), x, y);
    return true;
}

static bool move_pen(struct path *path, double x, double y)
{
    path->x = x;
    path->y = y;
    path->before = NOT_A_CURVE;
    return true;
}

void svg_path_leave_open(const struct svg_brush *brush)
{
    struct pen *pen = arena_take(brush->drawing->arena, sizeof *pen);
    *pen = brush->pen;
    drawing_last(brush->drawing)->pen = pen;
}

static void finish_open_outline(struct path *path)
{
    const struct drawing *drawing = drawing_of(path);
    if (!path->is_drawing)
        return;
    const struct drawing_outline *outline = drawing_last(drawing_of(path));
    const double *first = drawing->points.items[outline->first], *last = first;
    last = drawing->points.items[outline->first + outline->count - 1];
    if (hypot(first[0] - last[0], first[1] - last[1]) > largest_gap)
        svg_path_leave_open(path->brush);
    path->is_drawing = false;
}

/* --- commands ------------------------------------------------------------------------------------------ */

static bool move_to(struct path *path)
{
    finish_open_outline(path);
    path->command = path->command == 'm' ? 'l' : 'L';
    move_pen(path, path->numbers[0], path->numbers[1]);
    return add_point(path, path->x, path->y);
}

static bool line_to(struct path *path)
{
    move_pen(path, path->numbers[0], path->numbers[1]);
    return add_point(path, path->x, path->y);
}

static bool horizontal_to(struct path *path)
{
    move_pen(path, path->numbers[0], path->y);
    return add_point(path, path->x, path->y);
}

static bool vertical_to(struct path *path)
{
    move_pen(path, path->x, path->numbers[0]);
    return add_point(path, path->x, path->y);
}

static bool close_path(struct path *path)
{
    path->was_closed = true;
    path->before = NOT_A_CURVE;
    if (!path->is_drawing)
        return true;
    const double *first = drawing_of(path)->points.items[drawing_last(drawing_of(path))->first];
    move_pen(path, first[0], first[1]);
    path->is_drawing = false;
    return true;
}

static bool arc_to(struct path *path)
{
    const double *n = path->numbers;
    const struct svg_arc arc = {
        .x1 = path->x,
        .y1 = path->y,
        .radius_x = fabs(n[0]),
        .radius_y = fabs(n[1]),
        .turned = n[2],
        .large = n[3] > 0.5,
        .sweep = n[4] > 0.5,
        .x2 = n[5],
        .y2 = n[6],
    };
    ensure_outline(path);
    move_pen(path, arc.x2, arc.y2);
    return svg_path_draw_arc(path->brush, &arc);
}

/* A Bézier curve from the pen's place, by its other points: two or three. */
static bool draw_curve(struct path *path, const double (*points)[2], enum curve_kind kind)
{
    double fn = path->brush->fragments->fn, start[2] = { path->x, path->y };
    size_t steps = fn > FEWEST_STEPS ? (size_t)fmin(fn, (double)SIZE_MAX / 4) : FEWEST_STEPS;
    if (!drawing_take_points(drawing_of(path), steps))
        return false;
    ensure_outline(path);
    for (size_t i = 1; i <= steps; i++) {
        double a = (double)i / (double)steps, b = 1 - a, point[2];
        for (int k = 0; k < 2; k++)
            point[k] = kind == QUADRATIC
                           ? start[k] * b * b + points[0][k] * 2 * b * a + points[1][k] * a * a
                           : start[k] * b * b * b + points[0][k] * 3 * b * b * a +
                                 points[1][k] * 3 * b * a * a + points[2][k] * a * a * a;
        drawing_add_point(drawing_of(path), point[0], point[1]);
    }
    const double *control = points[kind == QUADRATIC ? 0 : 1],
                 *end = points[kind == QUADRATIC ? 1 : 2];
    move_pen(path, end[0], end[1]);
    memcpy(path->controls, control, sizeof path->controls);
    path->before = kind;
    return true;
}

/* The last control point, mirrored, if the curve before was of the same kind. */
static void mirrored_control(const struct path *path, enum curve_kind kind, double control[2])
{
    bool smooth = path->before == kind;
    control[0] = smooth ? 2 * path->x - path->controls[0] : path->x;
    control[1] = smooth ? 2 * path->y - path->controls[1] : path->y;
}

static bool cubic_to(struct path *path)
{
    double points[3][2];
    memcpy(points, path->numbers, sizeof points);
    return draw_curve(path, (const double(*)[2])points, CUBIC);
}

static bool smooth_cubic_to(struct path *path)
{
    double points[3][2];
    mirrored_control(path, CUBIC, points[0]);
    memcpy(points + 1, path->numbers, 2 * sizeof *points);
    return draw_curve(path, (const double(*)[2])points, CUBIC);
}

static bool quadratic_to(struct path *path)
{
    double points[2][2];
    memcpy(points, path->numbers, sizeof points);
    return draw_curve(path, (const double(*)[2])points, QUADRATIC);
}

static bool smooth_quadratic_to(struct path *path)
{
    double points[2][2];
    mirrored_control(path, QUADRATIC, points[0]);
    memcpy(points + 1, path->numbers, sizeof *points);
    return draw_curve(path, (const double(*)[2])points, QUADRATIC);
}

/* What each number is: an x or a y, a flag of one digit, or a plain number. */
static const struct command {
    char letter;
    const char *numbers;
    bool (*draw)(struct path *path);
} commands[] = {
    { 'm', "xy", move_to },        { 'l', "xy", line_to },
    { 'h', "x", horizontal_to },   { 'v', "y", vertical_to },
    { 'c', "xyxyxy", cubic_to },   { 's', "xyxy", smooth_cubic_to },
    { 'q', "xyxy", quadratic_to }, { 't', "xy", smooth_quadratic_to },
    { 'a', "nnnffxy", arc_to },    { 'z', "", close_path },
};

static const struct command *find_command(char letter)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (tolower((unsigned char)letter) == commands[i].letter)
            return &commands[i];
    return NULL;
}

/* --- data ---------------------------------------------------------------------------------------------- */

/* Flags may stand together without anything between them. */
static bool take_flag(const char **data, double *flag)
{
    *data += strspn(*data, " ,\t\r\n");
    if (**data != '0' && **data != '1')
        return false;
    *flag = **data - '0';
    (*data)++;
    return true;
}

static bool take_numbers(struct path *path, const struct command *command, const char **data)
{
    bool is_relative = islower((unsigned char)path->command);
    for (size_t i = 0; command->numbers[i]; i++) {
        char kind = command->numbers[i];
        double *number = &path->numbers[i];
        if (kind == 'f' ? !take_flag(data, number) : !svg_take_number(data, number))
            return false;
        if (is_relative && kind == 'x')
            *number += path->x;
        else if (is_relative && kind == 'y')
            *number += path->y;
    }
    return true;
}

/* Repeats a command as long as there are numbers for it. */
static bool run_command(struct path *path, const char **data)
{
    const struct command *command = find_command(path->command);
    if (*command->numbers == '\0')
        return command->draw(path);
    while (take_numbers(path, command, data)) {
        if (!command->draw(path))
            return false;
        command = find_command(path->command);
    }
    return true;
}

void svg_path_draw(const struct svg_brush *brush, const char *data)
{
    struct path path = { .brush = brush };
    while (*data) {
        if (find_command(*data)) {
            path.command = *data++;
            if (!run_command(&path, &data))
                return;
        } else {
            data++;
        }
    }
    if (!path.was_closed)
        finish_open_outline(&path);
}
