/* SPDX-License-Identifier: MIT */
/* Lines become the areas that their pens cover; then all outlines of a shape are moved, and the sweep looks whether they cross. */
#include "geometry/flat.h"

#include "geometry/offset.h"
#include "geometry/piece.h"

#include <math.h>
#include <string.h>

/* As for all else that is built. */
static const double largest_coordinate = 1e30;

struct flat {
    struct work *work;
    const struct drawing *drawing;
    struct box box; /* around all points */
};

static bool fit(const double (*points)[2], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!(fabs(points[i][0]) <= largest_coordinate && fabs(points[i][1]) <= largest_coordinate))
            return false;
    return true;
}

/* --- outlines ------------------------------------------------------------------------------------------ */

static bool add_moved(struct flat *flat, const struct drawing_shape *shape,
                      const double (*points)[2], size_t count, struct region *region)
{
    double(*moved)[2] = arena_take(flat->work->arena, count * sizeof *moved);
    for (size_t i = 0; i < count; i++)
        for (int axis = 0; axis < 2; axis++) {
            const double *row = shape->matrix[axis];
            moved[i][axis] = row[0] * points[i][0] + row[1] * points[i][1] + row[2];
        }
    if (!fit((const double(*)[2])moved, count))
        return false;
    for (size_t i = 0; i < count; i++)
        box_include(&flat->box, moved[i][0], moved[i][1], 0);
    region_add_outline(flat->work->arena, region, (const double(*)[2])moved, count);
    return true;
}

/* What the pen covers is worked out before it is moved. */
static bool add_line(struct flat *flat, const struct drawing_shape *shape,
                     const struct drawing_outline *outline, struct region *region)
{
    struct work *work = flat->work;
    const double(*points)[2] = (const double(*)[2])flat->drawing->points.items + outline->first;
    struct pieces pieces = { .dimension = 2 };
    struct piece *piece = piece_new(work, work->node);
    piece->tangled = true;
    piece->rule = PLANAR_POSITIVE;
    if (!fit(points, outline->count) || !(outline->pen->width <= largest_coordinate))
        return false;
    if (!offset_add_line(work, points, outline->count, outline->pen, &piece->region))
        return true;
    if (piece->region.outline_count == 0)
        return true;
    pieces_measure(piece, 2);
    pieces_add(&pieces, piece);
    if (!pieces_solve(work, &pieces) || !pieces.first)
        return true;
    const struct region *covered = &pieces.first->region;
    for (size_t i = 0; i < covered->outline_count; i++)
        if (!add_moved(flat, shape,
                       (const double(*)[2])covered->points + covered->outlines[i].first,
                       covered->outlines[i].count, region))
            return false;
    return true;
}

/* False if the coordinates get too large. */
static bool add_outline(struct flat *flat, const struct drawing_shape *shape,
                        const struct drawing_outline *outline, struct region *region)
{
    if (outline->pen)
        return add_line(flat, shape, outline, region);
    if (!work_take_vertices(flat->work, outline->count))
        return true;
    return add_moved(flat, shape, (const double(*)[2])flat->drawing->points.items + outline->first,
                     outline->count, region);
}

/* --- shapes -------------------------------------------------------------------------------------------- */

static bool build_shape(struct flat *flat, const struct drawing_shape *shape, struct pieces *pieces)
{
    struct work *work = flat->work;
    struct piece *piece = piece_new(work, work->node);
    for (size_t i = 0; i < shape->count && !work->failed; i++)
        if (!add_outline(flat, shape, &flat->drawing->outlines.items[shape->first + i],
                         &piece->region)) {
            work_complain(work, REPORT_REMOVED, "Coordinates are too large - removing object");
            return true;
        }
    if (work->failed)
        return false;
    if (piece->region.outline_count > 0)
        pieces_add(pieces, piece);
    return true;
}

/* Only now are all points known. */
static void center(const struct flat *flat, struct pieces *pieces)
{
    double matrix[4][4] = { { 1, 0, 0, 0 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 } };
    for (int axis = 0; axis < 2; axis++)
        matrix[axis][3] =
            flat->drawing->middle[axis] - (flat->box.low[axis] + flat->box.high[axis]) / 2;
    for (struct piece *piece = pieces->first; piece; piece = piece->next)
        region_transform(&piece->region, (const double(*)[4])matrix);
}

static void orient(struct work *work, struct pieces *pieces)
{
    for (struct piece *piece = pieces->first; piece; piece = piece->next) {
        enum triangulation_result result = region_orient(work, &piece->region);
        piece->tangled = result == TRIANGULATION_CROSSING;
        piece->rule = PLANAR_ODD;
        pieces_measure(piece, 2);
    }
}

static void report_notes(struct work *work, const struct drawing *drawing)
{
    for (size_t i = 0; i < drawing->notes.count; i++) {
        const struct drawing_note *note = &drawing->notes.items[i];
        if (note->tone == DRAWING_ERROR)
            work_complain(work, REPORT_BAD_FILE, "%s", note->message.bytes);
        else if (note->tone == DRAWING_REMARK)
            work_tell(work, REPORT_WARNING, REPORT_BAD_FILE, "%s", note->message.bytes);
        else
            work_warn(work, REPORT_BAD_FILE, "%s", note->message.bytes);
    }
}

bool flat_build(struct work *work, const struct drawing *drawing, struct pieces *pieces)
{
    struct flat flat = { work, drawing, box_of_nothing() };
    report_notes(work, drawing);
    if (drawing->too_large)
        return work_fail(work, REPORT_TOO_LARGE, "'%s' needs more vertices than a model may have",
                         work->node->as.import.file);
    for (size_t i = 0; i < drawing->shapes.count; i++)
        if (!build_shape(&flat, &drawing->shapes.items[i], pieces))
            return false;
    if (work->node->as.import.center && pieces->first)
        center(&flat, pieces);
    orient(work, pieces);
    return true;
}
