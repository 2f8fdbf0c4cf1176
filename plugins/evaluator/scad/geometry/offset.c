/* SPDX-License-Identifier: MIT */
/* Each edge is moved along its normal, and neighbours are joined: at a corner that opens round, to a point, or cut off; at one
 * that closes by way of the corner itself, which makes a loop the other way round. The vertices are those that OpenSCAD has by
 * its Clipper library. */
#include "geometry/offset.h"

#include "model/fragments.h"
#include "model/tree.h"

#include <math.h>

/* How many times the distance a corner may be away before it is cut off. OpenSCAD lets no miter of offset() be cut off. */
static const double miter_limit_of_areas = 1e6, miter_limit_of_lines = 2;

/* What OpenSCAD's Clipper library lets a circle be too small by, as a part of its radius, if nobody says. */
static const double tolerance_of_lines = 0.002;

/* The cosine of the angle by which an edge may turn and be taken for straight. */
static const double nearly_one = 0.999;

/* Points of a line that are nearer to each other are one. */
static const double nearest = 7.450580596923828e-09;

struct stroke {
    struct work *work;
    double delta;
    enum tree_join join;
    double miter_limit;
    double steps_per_radian, sine, cosine; /* of a round join */
    double nothing;                        /* a distance that OpenSCAD would round away */
    const double (*points)[2];
    double (*normals)[2]; /* of the edge from each point to the next, one unit long, outward */
    size_t count;
    struct {
        double (*items)[2];
        size_t count, capacity;
    } line;
};

static void add_point(struct stroke *stroke, double x, double y)
{
    if (stroke->line.count == stroke->line.capacity) {
        size_t wanted = stroke->line.capacity ? 2 * stroke->line.capacity : 64,
               size = sizeof *stroke->line.items;
        stroke->line.items = arena_grow(stroke->work->arena, stroke->line.items,
                                        stroke->line.capacity * size, wanted * size);
        stroke->line.capacity = wanted;
    }
    double *point = stroke->line.items[stroke->line.count++];
    point[0] = x, point[1] = y;
}

/* The corner moved along a vector. */
static void add_moved(struct stroke *stroke, size_t corner, double x, double y)
{
    const double *at = stroke->points[corner];
    add_point(stroke, at[0] + stroke->delta * x, at[1] + stroke->delta * y);
}

static void join_square(struct stroke *stroke, size_t corner, const double before[2],
                        const double after[2], double angle)
{
    double cut = tan(angle / 4);
    add_moved(stroke, corner, before[0] - before[1] * cut, before[1] + before[0] * cut);
    add_moved(stroke, corner, after[0] + after[1] * cut, after[1] - after[0] * cut);
}

/* The last step is what is left of the angle; none is made for what rounding left of it. */
static void join_round(struct stroke *stroke, size_t corner, const double before[2],
                       const double after[2], double angle)
{
    double steps = fmax(ceil(stroke->steps_per_radian * fabs(angle) - nearest), 1), x = before[0],
           y = before[1];
    for (double step = 0; step < steps; step++) {
        add_moved(stroke, corner, x, y);
        double turned = x * stroke->cosine - stroke->sine * y;
        y = x * stroke->sine + y * stroke->cosine;
        x = turned;
    }
    add_moved(stroke, corner, after[0], after[1]);
}

static void add_corner(struct stroke *stroke, size_t corner)
{
    const double *before = stroke->normals[corner ? corner - 1 : stroke->count - 1];
    const double *after = stroke->normals[corner];
    double sine = before[0] * after[1] - after[0] * before[1],
           cosine = before[0] * after[0] + before[1] * after[1];
    if (fabs(sine * stroke->delta) < stroke->nothing && cosine > 0) {
        add_moved(stroke, corner, before[0], before[1]);
        return;
    }
    sine = fmax(-1, fmin(1, sine));
    if (sine * stroke->delta < 0) {
        add_moved(stroke, corner, before[0], before[1]);
        add_point(stroke, stroke->points[corner][0], stroke->points[corner][1]);
        add_moved(stroke, corner, after[0], after[1]);
        return;
    }
    double angle = atan2(sine, cosine), opening = 1 + cosine;
    bool too_sharp = opening <= 2 / (stroke->miter_limit * stroke->miter_limit);
    if (stroke->join == TREE_JOIN_ROUND)
        join_round(stroke, corner, before, after, angle);
    else if (too_sharp || (stroke->join == TREE_JOIN_SQUARE && cosine <= nearly_one))
        join_square(stroke, corner, before, after, angle);
    else
        add_moved(stroke, corner, (before[0] + after[0]) / opening,
                  (before[1] + after[1]) / opening);
}

static void find_normals(struct stroke *stroke)
{
    stroke->normals = arena_take(stroke->work->arena, stroke->count * sizeof *stroke->normals);
    for (size_t i = 0; i < stroke->count; i++) {
        arena_poll(stroke->work->arena);
        const double *a = stroke->points[i], *b = stroke->points[(i + 1) % stroke->count];
        double length = hypot(b[0] - a[0], b[1] - a[1]);
        stroke->normals[i][0] = (b[1] - a[1]) / length;
        stroke->normals[i][1] = (a[0] - b[0]) / length;
    }
}

static const double pi = 3.14159265358979323846;

/* A circle gets as many sides as $fn, $fa and $fs say. */
static double tolerance_of_areas(const struct work *work, double delta)
{
    double sides = (double)fragments_of_circle(&work->node->fragments, fabs(delta));
    return 1 - cos(pi / sides);
}

static void measure_round(struct stroke *stroke, double tolerance)
{
    double steps = pi / acos(1 - tolerance);
    stroke->steps_per_radian = steps / (2 * pi);
    stroke->sine = (stroke->delta < 0 ? -1 : 1) * sin(2 * pi / steps);
    stroke->cosine = cos(2 * pi / steps);
}

bool offset_add(struct work *work, const struct region *region, struct region *moved)
{
    const struct tree_offset *offset = &work->node->as.offset;
    struct stroke stroke = { .work = work,
                             .delta = offset->delta,
                             .join = offset->join,
                             .miter_limit = miter_limit_of_areas,
                             .nothing = 1e-8 };
    if (!isfinite(offset->delta))
        return true;
    measure_round(&stroke, tolerance_of_areas(work, offset->delta));
    for (size_t i = 0; i < region->outline_count; i++) {
        const struct outline *outline = &region->outlines[i];
        stroke.points = (const double(*)[2])region->points + outline->first;
        stroke.count = outline->count;
        stroke.line.count = 0;
        find_normals(&stroke);
        for (size_t corner = 0; corner < stroke.count; corner++) {
            arena_poll(work->arena);
            add_corner(&stroke, corner);
        }
        if (!work_take_vertices(work, stroke.line.count))
            return false;
        region_add_raw(work->arena, moved, (const double(*)[2])stroke.line.items,
                       stroke.line.count);
    }
    return true;
}

/* --- lines ------------------------------------------------------------------------------------------- */

static void add_cap(struct stroke *stroke, size_t corner, enum pen_cap cap)
{
    const double *before = stroke->normals[corner ? corner - 1 : stroke->count - 1];
    const double *after = stroke->normals[corner];
    if (cap == PEN_ROUND) {
        join_round(stroke, corner, before, after, pi);
    } else if (cap == PEN_SQUARE) {
        join_square(stroke, corner, before, after, pi);
    } else {
        add_moved(stroke, corner, before[0], before[1]);
        add_moved(stroke, corner, after[0], after[1]);
    }
}

/* There and back, without the points that are where the one before is. Returns how many points there are on the way there. */
static size_t walk_line(struct stroke *stroke, const double (*points)[2], size_t count)
{
    double(*walk)[2] = arena_take(stroke->work->arena, 2 * count * sizeof *walk);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 &&
            hypot(points[i][0] - walk[kept - 1][0], points[i][1] - walk[kept - 1][1]) <= nearest)
            continue;
        walk[kept][0] = points[i][0];
        walk[kept++][1] = points[i][1];
    }
    stroke->count = kept;
    for (size_t i = kept; i-- > 2; stroke->count++) {
        walk[stroke->count][0] = walk[i - 1][0];
        walk[stroke->count][1] = walk[i - 1][1];
    }
    stroke->points = (const double(*)[2])walk;
    return kept;
}

bool offset_add_line(struct work *work, const double (*points)[2], size_t count,
                     const struct pen *pen, struct region *region)
{
    struct stroke stroke = { .work = work,
                             .delta = pen->width / 2,
                             .join = pen->join,
                             .miter_limit = miter_limit_of_lines,
                             .nothing = 1e-8 };
    size_t last = walk_line(&stroke, points, count);
    if (last < 2)
        return true;
    last--;
    measure_round(&stroke, tolerance_of_lines);
    find_normals(&stroke);
    for (size_t corner = 0; corner < stroke.count; corner++) {
        arena_poll(work->arena);
        if (corner == 0 || corner == last)
            add_cap(&stroke, corner, pen->cap);
        else
            add_corner(&stroke, corner);
    }
    region_add_raw(work->arena, region, (const double(*)[2])stroke.line.items, stroke.line.count);
    return work_take_vertices(work, stroke.line.count);
}
