/* SPDX-License-Identifier: MIT */
/* One row for each element. */
#include "readers/svg_shape.h"

#include "base/degrees.h"
#include "model/fragments.h"
#include "readers/svg_path.h"
#include "readers/svg_value.h"

#include <math.h>
#include <string.h>

enum { FEWEST_SIDES = 40 };

static const double thinnest_stroke = 0.01;

/* --- strokes ------------------------------------------------------------------------------------------- */

/* An attribute, or else a property of the style. */
static const char *property(struct arena *arena, const char *const *attributes, const char *name)
{
    const char *value = svg_attribute(attributes, name);
    if (*value)
        return value;
    return text_copy(arena, svg_style(svg_attribute(attributes, "style"), name)).bytes;
}

static struct pen read_pen(struct arena *arena, const char *const *attributes)
{
    const char *join = property(arena, attributes, "stroke-linejoin");
    const char *cap = property(arena, attributes, "stroke-linecap");
    struct pen pen = { .width = svg_number(property(arena, attributes, "stroke-width")),
                       .join = TREE_JOIN_MITER };
    if (pen.width < thinnest_stroke)
        pen.width = 1;
    if (strcmp(join, "round") == 0)
        pen.join = TREE_JOIN_ROUND;
    else if (strcmp(join, "bevel") == 0)
        pen.join = TREE_JOIN_SQUARE;
    if (strcmp(cap, "round") == 0)
        pen.cap = PEN_ROUND;
    else if (strcmp(cap, "square") == 0)
        pen.cap = PEN_SQUARE;
    return pen;
}

/* --- shapes -------------------------------------------------------------------------------------------- */

static double number_of(const char *const *attributes, const char *name)
{
    return svg_number(svg_attribute(attributes, name));
}

static void draw_path(const struct svg_brush *brush, const char *const *attributes)
{
    svg_path_draw(brush, svg_attribute(attributes, "d"));
}

static void draw_round(const struct svg_brush *brush, const char *const *attributes,
                       double radius_x, double radius_y)
{
    double x = number_of(attributes, "cx"), y = number_of(attributes, "cy");
    size_t sides = fragments_of_circle(brush->fragments, fmax(radius_x, radius_y));
    if (sides < FEWEST_SIDES)
        sides = FEWEST_SIDES;
    if (!drawing_take_points(brush->drawing, sides))
        return;
    drawing_begin(brush->drawing);
    for (size_t i = 0; i < sides; i++) {
        double angle = 360.0 * (double)i / (double)sides;
        drawing_add_point(brush->drawing, x + radius_x * degrees_sine(angle),
                          y + radius_y * degrees_cosine(angle));
    }
}

static void draw_circle(const struct svg_brush *brush, const char *const *attributes)
{
    double radius = number_of(attributes, "r");
    draw_round(brush, attributes, radius, radius);
}

static void draw_ellipse(const struct svg_brush *brush, const char *const *attributes)
{
    draw_round(brush, attributes, number_of(attributes, "rx"), number_of(attributes, "ry"));
}

static void draw_points(const struct svg_brush *brush, const double (*points)[2], size_t count)
{
    if (!drawing_take_points(brush->drawing, count))
        return;
    drawing_begin(brush->drawing);
    for (size_t i = 0; i < count; i++)
        drawing_add_point(brush->drawing, points[i][0], points[i][1]);
}

static void draw_line(const struct svg_brush *brush, const char *const *attributes)
{
    const double ends[2][2] = {
        { number_of(attributes, "x1"), number_of(attributes, "y1") },
        { number_of(attributes, "x2"), number_of(attributes, "y2") },
    };
    draw_points(brush, ends, 2);
    if (!brush->drawing->too_large)
        svg_path_leave_open(brush);
}

static void draw_polygon(const struct svg_brush *brush, const char *const *attributes)
{
    const char *list = svg_attribute(attributes, "points");
    double x, y;
    drawing_begin(brush->drawing);
    while (svg_take_number(&list, &x) && svg_take_number(&list, &y) &&
           drawing_take_points(brush->drawing, 1))
        drawing_add_point(brush->drawing, x, y);
}

static void draw_polyline(const struct svg_brush *brush, const char *const *attributes)
{
    draw_polygon(brush, attributes);
    svg_path_leave_open(brush);
}

struct rectangle {
    double x, y, width, height, radius_x, radius_y;
};

/* One radius that is not given is like the other; none is more than half of its side. */
static struct rectangle read_rectangle(const char *const *attributes)
{
    struct rectangle r = {
        number_of(attributes, "x"),     number_of(attributes, "y"),
        number_of(attributes, "width"), number_of(attributes, "height"),
        number_of(attributes, "rx"),    number_of(attributes, "ry"),
    };
    if (fabs(r.radius_x) < 1e-8)
        r.radius_x = r.radius_y;
    if (fabs(r.radius_y) < 1e-8)
        r.radius_y = r.radius_x;
    r.radius_x = fmin(fabs(r.radius_x), r.width / 2);
    r.radius_y = fmin(fabs(r.radius_y), r.height / 2);
    return r;
}

/* A quarter of an ellipse at the corner that is in the direction (x, y) from the middle. */
static bool draw_corner(const struct svg_brush *brush, const struct rectangle *r, int x, int y)
{
    double corner_x = x > 0 ? r->x + r->width : r->x, corner_y = y > 0 ? r->y + r->height : r->y;
    double across[2] = { corner_x - x * r->radius_x, corner_y };
    double along[2] = { corner_x, corner_y - y * r->radius_y };
    const double *from = x == y ? along : across, *to = x == y ? across : along;
    const struct svg_arc arc = { .x1 = from[0],
                                 .y1 = from[1],
                                 .radius_x = fabs(r->radius_x),
                                 .radius_y = fabs(r->radius_y),
                                 .x2 = to[0],
                                 .y2 = to[1],
                                 .sweep = true };
    return svg_path_draw_arc(brush, &arc);
}

static void draw_rectangle(const struct svg_brush *brush, const char *const *attributes)
{
    const struct rectangle r = read_rectangle(attributes);
    const double corners[4][2] = { { r.x, r.y },
                                   { r.x + r.width, r.y },
                                   { r.x + r.width, r.y + r.height },
                                   { r.x, r.y + r.height } };
    if (r.radius_x == 0) {
        draw_points(brush, corners, 4);
        return;
    }
    drawing_begin(brush->drawing);
    if (draw_corner(brush, &r, 1, -1) && draw_corner(brush, &r, 1, 1) &&
        draw_corner(brush, &r, -1, 1))
        draw_corner(brush, &r, -1, -1);
}

/* --- all ----------------------------------------------------------------------------------------------- */

static const struct shape {
    const char *element;
    void (*draw)(const struct svg_brush *brush, const char *const *attributes);
} shapes[] = {
    { "path", draw_path },       { "rect", draw_rectangle }, { "circle", draw_circle },
    { "ellipse", draw_ellipse }, { "line", draw_line },      { "polyline", draw_polyline },
    { "polygon", draw_polygon },
};

void svg_shape_draw(struct drawing *drawing, const struct tree_fragments *fragments,
                    const char *element, const char *const *attributes)
{
    size_t i = 0, count = sizeof shapes / sizeof *shapes;
    while (i < count && strcmp(element, shapes[i].element) != 0)
        i++;
    if (i == count)
        return;
    const struct svg_brush brush = { drawing, fragments, read_pen(drawing->arena, attributes) };
    shapes[i].draw(&brush, attributes);
}
