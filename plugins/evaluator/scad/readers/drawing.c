/* SPDX-License-Identifier: MIT */
/* Points behind each other in one list, outlines and shapes as parts of it. */
#include "readers/drawing.h"

#include "base/list.h"

struct drawing drawing_in(struct arena *arena, size_t points)
{
    return (struct drawing){ .arena = arena, .points_left = points };
}

bool drawing_take_points(struct drawing *drawing, size_t count)
{
    if (count > drawing->points_left) {
        drawing->too_large = true;
        drawing->points_left = 0;
        return false;
    }
    drawing->points_left -= count;
    return true;
}

void drawing_add_point(struct drawing *drawing, double x, double y)
{
    if (drawing->points.count == drawing->points.capacity)
        list_make_room(drawing->arena, &drawing->points);
    double *point = drawing->points.items[drawing->points.count++];
    point[0] = x;
    point[1] = y;
    drawing_last(drawing)->count++;
}

struct drawing_outline *drawing_begin(struct drawing *drawing)
{
    struct drawing_outline outline = { .first = drawing->points.count };
    list_append(drawing->arena, &drawing->outlines, outline);
    return drawing_last(drawing);
}

struct drawing_outline *drawing_last(struct drawing *drawing)
{
    return &drawing->outlines.items[drawing->outlines.count - 1];
}

void drawing_note(struct drawing *drawing, enum drawing_tone tone, const char *format, ...)
{
    if (drawing->notes.count == DRAWING_NOTES)
        return;
    struct builder message = builder_in(drawing->arena);
    va_list arguments;
    va_start(arguments, format);
    builder_format_list(&message, format, arguments);
    va_end(arguments);
    struct drawing_note note = { tone, builder_result(&message) };
    list_append(drawing->arena, &drawing->notes, note);
}
