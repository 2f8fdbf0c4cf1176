/* SPDX-License-Identifier: MIT */
/* Places and lengths are those of OpenSCAD's view. Numbers are written in digits of seven segments. */
#include "picture/guides.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

struct drawing {
    struct arena *arena;
    const struct lens *lens;
    int width, height;
    uint32_t color;
    struct dots *dots;
};

static void draw(const struct drawing *drawing, const struct stroke *stroke)
{
    stroke_draw(drawing->arena, stroke, drawing->lens, drawing->width, drawing->height,
                drawing->dots);
}

static struct stroke stroke_of(const struct drawing *drawing)
{
    return (struct stroke){ .color = drawing->color, .width = 1 };
}

/* --- axes --- */

static void draw_axes(const struct drawing *drawing)
{
    double far = 100 * drawing->lens->distance; /* where OpenSCAD's view ends */
    for (int axis = 0; axis < 3; axis++) {
        struct stroke stroke = stroke_of(drawing);
        stroke.to[axis] = far;
        draw(drawing, &stroke);
        stroke.to[axis] = -far;
        stroke.dotted = true;
        draw(drawing, &stroke);
    }
}

static void draw_crosshairs(const struct drawing *drawing)
{
    double reach = drawing->lens->distance / 8;
    for (int i = 0; i < 4; i++) {
        struct stroke stroke = stroke_of(drawing);
        const double way[3] = { i & 2 ? reach : -reach, i & 1 ? reach : -reach, reach };
        for (int axis = 0; axis < 3; axis++) {
            stroke.from[axis] = drawing->lens->target[axis] - way[axis];
            stroke.to[axis] = drawing->lens->target[axis] + way[axis];
        }
        draw(drawing, &stroke);
    }
}

/* --- the small axes in the corner --- */

/* A letter of a few strokes, in units of three pixels around its middle. */
static const struct {
    int count;
    double strokes[3][4]; /* x and y of both ends, y upward */
} letters[3] = {
    { 2, { { -1, -1, 1, 1 }, { -1, 1, 1, -1 } } },
    { 2, { { -1, -1, 1, 1 }, { -1, 1, 0, 0 } } },
    { 3, { { -1, -1, 1, -1 }, { -1, 1, 1, 1 }, { -1, -1, 1, 1 } } },
};

static void draw_letter(const struct drawing *drawing, int axis, const double middle[2])
{
    static const double size = 3;
    const struct lens paper = {
        .axes = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
        .near = -INFINITY,
        .scale = { 1, 1 },
        .middle = { round(middle[0]), round(middle[1]) },
        .orthogonal = true,
    };
    struct drawing label = *drawing;
    label.lens = &paper;
    for (int i = 0; i < letters[axis].count; i++) {
        struct stroke stroke = stroke_of(&label);
        stroke.on_top = true;
        for (int side = 0; side < 2; side++) {
            stroke.from[side] = size * letters[axis].strokes[i][side];
            stroke.to[side] = size * letters[axis].strokes[i][2 + side];
        }
        draw(&label, &stroke);
    }
}

static void draw_small_axes(const struct drawing *drawing)
{
    static const uint32_t colors[3] = { 0xFF0000, 0x00FF00, 0x0000FF };
    static const double length = 10, label = 12, view = 90;
    struct lens corner = *drawing->lens;
    corner.orthogonal = true;
    corner.near = -INFINITY;
    memset(corner.target, 0, sizeof corner.target);
    corner.scale[0] = corner.scale[1] = drawing->height / 2.0 / view;
    corner.middle[0] = 0.1 * drawing->width;
    corner.middle[1] = 0.9 * drawing->height;
    struct drawing small = *drawing;
    small.lens = &corner;
    for (int axis = 0; axis < 3; axis++) {
        struct stroke stroke = { .color = colors[axis], .width = 1, .on_top = true };
        double end[3] = { 0 }, seen[3], place[3];
        stroke.to[axis] = length;
        draw(&small, &stroke);
        end[axis] = label;
        lens_see(&corner, end, seen);
        lens_project(&corner, seen, place);
        draw_letter(drawing, axis, place);
    }
}

/* --- scales --- */

/* The ends of the seven segments: from the top clockwise, the last is the one in the middle. */
static const double segments[7][4] = {
    { 0, 2, 1, 2 }, { 1, 2, 1, 1 }, { 1, 1, 1, 0 }, { 0, 0, 1, 0 },
    { 0, 0, 0, 1 }, { 0, 1, 0, 2 }, { 0, 1, 1, 1 },
};

/* Which of them a character has, bit by bit. */
static unsigned segments_of(char character)
{
    static const char characters[] = "0123456789-e";
    static const unsigned sets[] = { 0x3F, 0x06, 0x5B, 0x4F, 0x66, 0x6D,
                                     0x7D, 0x07, 0x7F, 0x6F, 0x40, 0x79 };
    const char *found = strchr(characters, character);
    return character && found ? sets[found - characters] : 0;
}

/* Where a point of the writing is: along the axis, and up from the line it stands on. That line is a fifth of its size above x;
 * numbers on y and z are read from the right, and their heads are next to the axis. */
static void place_on_axis(int axis, double along, double up, double size, double point[3])
{
    double lift = size / 5;
    memset(point, 0, 3 * sizeof *point);
    point[axis] = along;
    point[axis == 0 ? 1 : 0] = axis == 0 ? lift + up : lift + size - up;
}

static void draw_character(const struct drawing *drawing, int axis, char character, double along,
                           double size)
{
    for (int i = 0; i < 7; i++) {
        struct stroke stroke = stroke_of(drawing);
        if (!(segments_of(character) >> i & 1))
            continue;
        place_on_axis(axis, along + segments[i][0] * size / 2, segments[i][1] * size / 2, size,
                      stroke.from);
        place_on_axis(axis, along + segments[i][2] * size / 2, segments[i][3] * size / 2, size,
                      stroke.to);
        draw(drawing, &stroke);
    }
    if (character != '.')
        return;
    struct stroke stroke = stroke_of(drawing);
    place_on_axis(axis, along + size / 4, 0, size, stroke.from);
    place_on_axis(axis, along + size / 4, size / 8, size, stroke.to);
    draw(drawing, &stroke);
}

/* In the middle above its mark; a minus stands out to the left. */
static void draw_number(const struct drawing *drawing, int axis, double number, double size)
{
    char digits[32];
    double advance = 0.75 * size;
    snprintf(digits, sizeof digits, "%g", number);
    size_t length = strlen(digits), sign = number < 0;
    double along = number - advance * (double)(length - sign) / 2 - advance * (double)sign;
    for (size_t i = 0; i < length; i++)
        draw_character(drawing, axis, digits[i], along + advance * (double)i, size);
}

static void draw_mark(const struct drawing *drawing, int axis, double at, double length)
{
    struct stroke stroke = stroke_of(drawing);
    stroke.from[axis] = stroke.to[axis] = at;
    stroke.to[axis == 0 ? 1 : 0] = -length;
    stroke.dotted = at < 0;
    draw(drawing, &stroke);
}

/* Marks at every tenth of the distance's power of ten, one at the origin too; longer ones with a number at every tenth of them, at
 * every second if these would be few. */
static void draw_scales(const struct drawing *drawing)
{
    double distance = drawing->lens->distance, power = pow(10, floor(log10(distance)));
    double size = distance / 60;
    int count = (int)(distance / (power / 10));
    for (int i = 0; i < count; i++) {
        double at = i * (power / 10);
        bool large = i > 0 && i % 10 == 0;
        bool numbered = large || (i > 0 && i % 2 == 0 && distance / power < 3);
        for (int axis = 0; axis < 3; axis++)
            for (int sign = -1; sign <= 1; sign += 2) {
                draw_mark(drawing, axis, sign * at, large ? 2 * size : size);
                if (numbered)
                    draw_number(drawing, axis, sign * at, size);
            }
    }
}

void guides_draw(struct arena *arena, const struct guides *guides, const struct lens *lens,
                 const struct scheme *scheme, int width, int height, struct dots *dots)
{
    struct drawing drawing = { arena, lens, width, height, scheme->colors[SCHEME_CROSSHAIR], dots };
    if (guides->crosshairs)
        draw_crosshairs(&drawing);
    drawing.color = scheme->colors[SCHEME_AXES];
    if (guides->axes)
        draw_axes(&drawing);
    if (guides->axes && guides->scales && lens->distance > 0 && isfinite(lens->distance))
        draw_scales(&drawing);
    if (guides->axes)
        draw_small_axes(&drawing);
}
