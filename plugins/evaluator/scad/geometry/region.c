/* SPDX-License-Identifier: MIT */
/* Outlines are cleaned as they come in, so that no later step meets an edge without length. */
#include "geometry/region.h"

#include "geometry/orientation.h"
#include "kernel/hash.h"
#include "model/matrix.h"
#include "planar/planar.h"

#include <math.h>
#include <string.h>

/* OpenSCAD rounds the plane to 8 decimal digits, in fact to 2^-27. Coordinates are not rounded here,
 * but what differs by less is one point to OpenSCAD and so it is here. */
static const double grid = 7.450580596923828e-09;

static double distance(const double a[2], const double b[2])
{
    return hypot(a[0] - b[0], a[1] - b[1]);
}

/* Is b needed between a and c, or does it lie so near their line that nobody would miss it? */
static bool is_needed(const double a[2], const double b[2], const double c[2])
{
    if (orientation(a, b, c) == 0)
        return false;
    double base = distance(a, c);
    if (base <= grid)
        return false;
    double height = fabs((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) / base;
    return height > grid;
}

/* Values so small that the exact arithmetic would not see them are zero. */
static double noticeable(double value)
{
    return fabs(value) < ORIENTATION_SMALLEST ? 0.0 : value;
}

static size_t drop_near_points(struct arena *arena, double (*points)[2], size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        arena_poll(arena);
        if (kept == 0 || distance(points[i], points[kept - 1]) > grid)
            memmove(points[kept++], points[i], sizeof *points);
    }
    while (kept > 1 && distance(points[0], points[kept - 1]) <= grid)
        kept--;
    return kept;
}

/* Dropping one point may make those before it needless: a spike folds away from its tip down. */
static size_t drop_needless_points(struct arena *arena, double (*points)[2], size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        arena_poll(arena);
        const double *before = points[kept ? kept - 1 : count - 1];
        const double *after = points[(i + 1) % count];
        if (is_needed(before, points[i], after)) {
            memmove(points[kept++], points[i], sizeof *points);
            continue;
        }
        while (kept > 1 && !is_needed(points[kept - 2], points[kept - 1], after))
            kept--;
    }
    return kept;
}

/* Until nothing changes: what is dropped at one end may make the other end needless. */
static size_t clean(struct arena *arena, double (*points)[2], size_t count)
{
    size_t before = 0;
    while (count != before) {
        before = count;
        count = drop_near_points(arena, points, count);
        if (count > 2)
            count = drop_needless_points(arena, points, count);
    }
    return count;
}

static void make_point_room(struct arena *arena, struct region *region, size_t count)
{
    size_t wanted = region->point_count + count;
    if (wanted <= region->point_capacity)
        return;
    if (wanted < 2 * region->point_capacity)
        wanted = 2 * region->point_capacity;
    size_t size = sizeof *region->points;
    region->points =
        arena_grow(arena, region->points, region->point_capacity * size, wanted * size);
    region->point_capacity = wanted;
}

static void add_outline(struct arena *arena, struct region *region, struct outline outline)
{
    if (region->outline_count == region->outline_capacity) {
        size_t size = sizeof *region->outlines;
        size_t wanted = region->outline_capacity ? 2 * region->outline_capacity : 4;
        region->outlines =
            arena_grow(arena, region->outlines, region->outline_capacity * size, wanted * size);
        region->outline_capacity = wanted;
    }
    region->outlines[region->outline_count++] = outline;
}

void region_add_outline(struct arena *arena, struct region *region, const double (*points)[2],
                        size_t count)
{
    if (count < 3)
        return;
    make_point_room(arena, region, count);
    double(*added)[2] = region->points + region->point_count;
    for (size_t i = 0; i < count; i++) {
        arena_poll(arena);
        added[i][0] = noticeable(points[i][0]);
        added[i][1] = noticeable(points[i][1]);
    }
    size_t kept = clean(arena, added, count);
    if (kept < 3)
        return;
    add_outline(arena, region, (struct outline){ region->point_count, kept, false });
    region->point_count += kept;
}

void region_add_raw(struct arena *arena, struct region *region, const double (*points)[2],
                    size_t count)
{
    if (count < 3)
        return;
    make_point_room(arena, region, count);
    memcpy(region->points + region->point_count, points, count * sizeof *points);
    add_outline(arena, region, (struct outline){ region->point_count, count, false });
    region->point_count += count;
}

double region_signed_area(const double (*points)[2], size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        const double *a = points[i], *b = points[(i + 1) % count];
        sum += (a[0] - points[0][0]) * (b[1] - points[0][1]) -
               (a[1] - points[0][1]) * (b[0] - points[0][0]);
    }
    return sum / 2.0;
}

/* The first point stays the first. */
static void turn_outline(double (*points)[2], size_t count)
{
    for (size_t low = 1, high = count - 1; low < high; low++, high--) {
        double kept[2] = { points[low][0], points[low][1] };
        memcpy(points[low], points[high], sizeof kept);
        memcpy(points[high], kept, sizeof kept);
    }
}

enum triangulation_result region_orient(struct work *work, struct region *region)
{
    struct triangles triangles = { 0 };
    const double(*points)[2] = (const double(*)[2])region->points;
    enum triangulation_result result =
        triangulation_append(work, points, region->outlines, region->outline_count, &triangles);
    if (result != TRIANGULATION_DONE)
        return result;
    for (size_t i = 0; i < region->outline_count; i++) {
        struct outline *outline = &region->outlines[i];
        double(*first)[2] = region->points + outline->first;
        bool clockwise = region_signed_area((const double(*)[2])first, outline->count) < 0;
        if (clockwise != outline->hole)
            turn_outline(first, outline->count);
    }
    return result;
}

void region_add_region(struct arena *arena, struct region *region, const struct region *other)
{
    make_point_room(arena, region, other->point_count);
    if (other->point_count)
        memcpy(region->points + region->point_count, other->points,
               other->point_count * sizeof *other->points);
    for (size_t i = 0; i < other->outline_count; i++) {
        struct outline outline = other->outlines[i];
        outline.first += region->point_count;
        add_outline(arena, region, outline);
    }
    region->point_count += other->point_count;
}

/* True if two of the points are one: there outlines touch. */
static bool shares_points(struct arena *arena, const struct region *region)
{
    size_t size = 16;
    while (size < 2 * region->point_count)
        size *= 2;
    struct arena *scratch = arena_within(arena);
    const double **slots = arena_take(scratch, size * sizeof *slots);
    bool shared = false;
    for (size_t i = 0; i < region->point_count && !shared; i++) {
        arena_poll(arena);
        const double *point = region->points[i];
        int64_t bits[2];
        memcpy(bits, point, sizeof bits);
        size_t slot = hash3(bits[0], bits[1], 0) & (size - 1);
        while (slots[slot] && memcmp(slots[slot], point, sizeof bits) != 0)
            slot = (slot + 1) & (size - 1);
        shared = slots[slot] != NULL;
        slots[slot] = point;
    }
    arena_close(scratch);
    return shared;
}

void region_add_moved(struct arena *arena, struct region *region, const struct region *other)
{
    /* What one outline loses where it touches another, that one must lose too. */
    if (shares_points(arena, other)) {
        region_add_region(arena, region, other);
        return;
    }
    for (size_t i = 0; i < other->outline_count; i++) {
        const struct outline *outline = &other->outlines[i];
        size_t before = region->outline_count;
        region_add_outline(arena, region, (const double(*)[2])other->points + outline->first,
                           outline->count);
        if (region->outline_count > before)
            region->outlines[before].hole = outline->hole;
    }
}

void region_add_loop(struct arena *arena, struct region *region, const struct planar_result *answer,
                     size_t number)
{
    const struct planar_loop *loop = &answer->loops[number];
    make_point_room(arena, region, loop->count);
    double(*points)[2] = region->points + region->point_count;
    for (size_t i = 0; i < loop->count; i++) {
        arena_poll(arena);
        memcpy(points[i], answer->points[answer->order[loop->first + i]], sizeof *points);
    }
    bool hole = region_signed_area((const double(*)[2])points, loop->count) < 0;
    add_outline(arena, region, (struct outline){ region->point_count, loop->count, hole });
    region->point_count += loop->count;
}

double region_blur(const struct box *box)
{
    double extent = 1;
    for (int axis = 0; axis < 2; axis++)
        extent = fmax(extent, fmax(fabs(box->low[axis]), fabs(box->high[axis])));
    return ldexp(extent, -27);
}

struct box region_box(const struct region *region)
{
    struct box box = box_of_nothing();
    for (size_t i = 0; i < region->point_count; i++)
        box_include(&box, region->points[i][0], region->points[i][1], 0);
    return box;
}

void region_transform(struct region *region, const double matrix[4][4])
{
    for (size_t i = 0; i < region->point_count; i++) {
        matrix_apply_in_plane(matrix, region->points[i]);
        region->points[i][0] = noticeable(region->points[i][0]);
        region->points[i][1] = noticeable(region->points[i][1]);
    }
    if (matrix_plane_determinant(matrix) >= 0)
        return;
    for (size_t i = 0; i < region->outline_count; i++)
        turn_outline(region->points + region->outlines[i].first, region->outlines[i].count);
}
