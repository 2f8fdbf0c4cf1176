/* SPDX-License-Identifier: MIT */
/* Each way to look at a roof is simple, and none is fast. */
#include "judge.h"

#include "../kernel/checker.h"

#include <math.h>

/* As parts of the outlines' extent, of its square, of the volume, and of the extent again. */
static const double as_high = 1e-7, as_wide = 1e-7, as_large = 1e-3, as_short = 1e-6;

/* The same, of how far the grid moves the ends of walls: outlines that touch are put there. */
static const double as_fine = 2e-8;

enum { MOST_STEPS = 100000 };

const char *const roof_fault_size = "not as large as the offsets";

/* --- sketches --- */

void sketch_point(struct sketch *sketch, double x, double y)
{
    sketch->points[sketch->count][0] = x;
    sketch->points[sketch->count++][1] = y;
}

void sketch_close(struct sketch *sketch, size_t first)
{
    for (size_t i = first; i < sketch->count; i++)
        sketch->indices[i] = i;
    sketch->paths[sketch->path_count++] =
        (struct tree_path){ sketch->count - first, sketch->indices + first };
}

void sketch_outline(struct sketch *sketch, const double (*points)[2], size_t count)
{
    size_t first = sketch->count;
    for (size_t i = 0; i < count; i++)
        sketch_point(sketch, points[i][0], points[i][1]);
    sketch_close(sketch, first);
}

bool sketch_take(struct sketch *sketch, const struct region *region)
{
    sketch->count = sketch->path_count = 0;
    if (region->point_count > SKETCH_POINTS)
        return false;
    for (size_t i = 0; i < region->outline_count; i++)
        sketch_outline(sketch, (const double(*)[2])region->points + region->outlines[i].first,
                       region->outlines[i].count);
    return true;
}

struct tree_node *sketch_polygon(struct bench *bench, const struct sketch *sketch)
{
    struct tree_node *polygon = LEAF(bench, TREE_POLYGON, 1);
    polygon->as.polygon = (struct tree_polygon){ sketch->count, (const double(*)[2])sketch->points,
                                                 true,          sketch->path_count,
                                                 sketch->paths, 1 };
    return polygon;
}

/* --- distances --- */

static const double *next_point(const struct sketch *sketch, size_t point)
{
    const struct tree_path *path = sketch->paths;
    while (path->indices[path->count - 1] < point)
        path++;
    bool last = point == path->indices[path->count - 1];
    return sketch->points[last ? path->indices[0] : point + 1];
}

/* How far a place is from one wall. */
static double wall_distance(const struct sketch *sketch, size_t wall, double x, double y)
{
    const double *a = sketch->points[wall], *b = next_point(sketch, wall);
    double u = b[0] - a[0], v = b[1] - a[1];
    double share = fmin(fmax(((x - a[0]) * u + (y - a[1]) * v) / (u * u + v * v), 0), 1);
    return hypot(x - a[0] - share * u, y - a[1] - share * v);
}

/* How far it is from the line through the wall. */
static double line_distance(const struct sketch *sketch, size_t wall, double x, double y)
{
    const double *a = sketch->points[wall], *b = next_point(sketch, wall);
    return fabs((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])) /
           hypot(b[0] - a[0], b[1] - a[1]);
}

typedef double distance_function(const struct sketch *sketch, size_t wall, double x, double y);

static double distance(const struct sketch *sketch, double x, double y)
{
    double nearest = INFINITY;
    for (size_t path = 0, i = 0; path < sketch->path_count; path++)
        for (size_t end = i + sketch->paths[path].count; i < end; i++)
            nearest = fmin(nearest, wall_distance(sketch, i, x, y));
    return nearest;
}

static bool is_inside(const struct sketch *sketch, double x, double y)
{
    bool inside = false;
    for (size_t i = 0; i < sketch->count; i++) {
        const double *a = sketch->points[i], *b = next_point(sketch, i);
        if ((a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0])
            inside = !inside;
    }
    return inside;
}

static struct box sketch_box(const struct sketch *sketch)
{
    struct box box = box_of_nothing();
    for (size_t i = 0; i < sketch->count; i++)
        box_include(&box, sketch->points[i][0], sketch->points[i][1], 0);
    return box;
}

double sketch_volume_of_distances(const struct sketch *sketch, int steps)
{
    struct box box = sketch_box(sketch);
    double sum = 0;
    double dx = (box.high[0] - box.low[0]) / steps, dy = (box.high[1] - box.low[1]) / steps;
    for (int i = 0; i < steps; i++)
        for (int j = 0; j < steps; j++) {
            double x = box.low[0] + (i + 0.5) * dx, y = box.low[1] + (j + 0.5) * dy;
            sum += is_inside(sketch, x, y) ? distance(sketch, x, y) : 0;
        }
    return sum * dx * dy;
}

/* --- faces --- */

struct judgement {
    const struct sketch *sketch, *counted;
    const struct mesh *mesh;
    double extent;
};

/* Are all corners of the face as high as they are away from the wall? */
static bool is_over(const struct judgement *judgement, size_t wall, distance_function *distance_of,
                    const uint32_t *face)
{
    const double *from = judgement->sketch->points[wall], *to = next_point(judgement->sketch, wall);
    double length = hypot(to[0] - from[0], to[1] - from[1]);
    for (int k = 0; k < 3; k++) {
        const double *at = judgement->mesh->vertices[face[k]];
        double high = distance_of(judgement->sketch, wall, at[0], at[1]);
        double turn = as_fine * hypot(at[0] - from[0], at[1] - from[1]) / length;
        if (fabs(high - at[2]) > (as_high + turn) * judgement->extent)
            return false;
    }
    return true;
}

static double shadow_of(const struct mesh *mesh, const uint32_t *face)
{
    const double *a = mesh->vertices[face[0]], *b = mesh->vertices[face[1]],
                 *c = mesh->vertices[face[2]];
    return ((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) / 2;
}

/* No face goes over from one wall to another, but for one on the same line: where outlines touch, faces in one plane are joined. */
static bool are_over_walls(const struct judgement *judgement, enum tree_roof_method method)
{
    const struct mesh *mesh = judgement->mesh;
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        const uint32_t *face = mesh->triangles[i];
        size_t wall = 0;
        while (wall < judgement->sketch->count && !is_over(judgement, wall, line_distance, face) &&
               !(method == TREE_ROOF_VORONOI && is_over(judgement, wall, wall_distance, face)))
            wall++;
        if (shadow_of(mesh, face) > 0 && wall == judgement->sketch->count)
            return false;
    }
    return true;
}

/* A straight roof is nowhere higher than that: its corners are no slower than the walls. */
static bool are_as_high_as_far(const struct judgement *judgement, enum tree_roof_method method)
{
    const struct mesh *mesh = judgement->mesh;
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        const double *at = mesh->vertices[i];
        double far = distance(judgement->sketch, at[0], at[1]);
        if (at[2] - far > as_high * judgement->extent ||
            (method == TREE_ROOF_VORONOI && far - at[2] > as_high * judgement->extent))
            return false;
    }
    return true;
}

static double sketch_area(const struct sketch *sketch)
{
    double area = 0;
    const double *origin = sketch->points[0];
    for (size_t i = 0; i < sketch->count; i++) {
        const double *a = sketch->points[i], *b = next_point(sketch, i);
        area +=
            ((a[0] - origin[0]) * (b[1] - origin[1]) - (a[1] - origin[1]) * (b[0] - origin[0])) / 2;
    }
    return area;
}

/* What faces down and what faces up are both as large as the outlines. */
static bool covers(const struct judgement *judgement)
{
    const struct mesh *mesh = judgement->mesh;
    double below = 0, above = 0, area = sketch_area(judgement->sketch);
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        double shadow = shadow_of(mesh, mesh->triangles[i]);
        *(shadow < 0 ? &below : &above) += fabs(shadow);
    }
    double slack = as_wide * judgement->extent * judgement->extent;
    return fabs(below - area) <= slack && fabs(above - area) <= slack;
}

/* --- the outlines moved inward, little by little --- */

static bool move_inward(struct sketch *left, double step)
{
    struct bench bench;
    bench_open(&bench);
    struct tree_node *offset = NODE(&bench, TREE_OFFSET, 1, sketch_polygon(&bench, left));
    offset->as.offset = (struct tree_offset){ -step, TREE_JOIN_MITER };
    bool moved = bench_build(&bench, offset) && sketch_take(left, &bench.shape.region);
    bench_close(&bench);
    return moved;
}

static bool points_inward(const struct sketch *sketch, size_t wall, size_t next)
{
    const double *a = sketch->points[wall], *b = sketch->points[next],
                 *c = next_point(sketch, next);
    return (b[0] - a[0]) * (c[1] - b[1]) < (b[1] - a[1]) * (c[0] - b[0]);
}

/* The length of the shortest wall that grows: an offset by more than that does not see it. */
static double shortest_growing(const struct sketch *sketch)
{
    double shortest = INFINITY;
    for (size_t path = 0, first = 0; path < sketch->path_count;
         first += sketch->paths[path++].count)
        for (size_t i = 0, count = sketch->paths[path].count; i < count; i++) {
            size_t before = first + (i + count - 1) % count, wall = first + i,
                   next = first + (i + 1) % count;
            const double *a = sketch->points[wall], *b = sketch->points[next];
            if (points_inward(sketch, before, wall) && points_inward(sketch, wall, next))
                shortest = fmin(shortest, hypot(b[0] - a[0], b[1] - a[1]));
        }
    return shortest;
}

/* The area of what is left, from the whole to nothing, added up. */
static double volume_by_offsets(const struct sketch *sketch, double height, int steps)
{
    static struct sketch left;
    left.count = left.path_count = 0;
    for (size_t i = 0; i < sketch->path_count; i++)
        sketch_outline(&left, sketch->points + sketch->paths[i].indices[0], sketch->paths[i].count);
    double volume = 0, before = sketch_area(&left);
    while (left.count > 0) {
        double step = fmin(shortest_growing(&left) / 3, height / steps);
        if (!move_inward(&left, fmax(step, height / MOST_STEPS)))
            return NAN;
        double after = left.count > 0 ? sketch_area(&left) : 0;
        volume += fmax(step, height / MOST_STEPS) * (before + after) / 2;
        before = after;
    }
    return volume;
}

/* How near to each other points are that are not one. */
static double nearest_points(const struct sketch *sketch)
{
    double nearest = INFINITY;
    for (size_t i = 0; i < sketch->count; i++)
        for (size_t k = 0; k < i; k++) {
            const double *a = sketch->points[i], *b = sketch->points[k];
            if (a[0] != b[0] || a[1] != b[1])
                nearest = fmin(nearest, hypot(b[0] - a[0], b[1] - a[1]));
        }
    return nearest;
}

/* Sharp corners that point inward are fast, and need small steps. What happens at once where points are all but one, an offset does
 * not see: there the other questions must do. */
static bool is_as_large_as_offsets(const struct judgement *judgement)
{
    if (nearest_points(judgement->counted) < as_short * judgement->extent)
        return true;
    double height = 0, volume = mesh_volume(judgement->mesh);
    for (size_t i = 0; i < judgement->mesh->vertex_count; i++)
        height = fmax(height, judgement->mesh->vertices[i][2]);
    for (int steps = 100; steps <= MOST_STEPS; steps *= 10)
        if (fabs(volume - volume_by_offsets(judgement->counted, height, steps)) <=
            as_large * volume)
            return true;
    return false;
}

const char *roof_judge(const struct bench *bench, const struct sketch *sketch,
                       const struct sketch *counted, enum tree_roof_method method)
{
    struct box box = sketch_box(sketch);
    struct judgement judgement = { sketch, counted, &bench->shape.mesh,
                                   fmax(box.high[0] - box.low[0], box.high[1] - box.low[1]) };
    struct check check = check_mesh(judgement.mesh, false);
    if (!bench->built || bench->reports)
        return bench->reports ? bench->message : "not built";
    if (check.open + check.crowded)
        return "open";
    if (check.degenerate + check.meeting)
        return "faces that meet, or have no area";
    if (!covers(&judgement))
        return "its shadow is not the outlines";
    if (!are_over_walls(&judgement, method))
        return "a face is not over one wall";
    if (!are_as_high_as_far(&judgement, method))
        return "a corner is not as high as it is far";
    if (method == TREE_ROOF_VORONOI)
        return NULL;
    return is_as_large_as_offsets(&judgement) ? NULL : roof_fault_size;
}
