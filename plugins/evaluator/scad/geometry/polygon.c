/* SPDX-License-Identifier: MIT */
/* Gathers the points of each path and lets the sweep find out which are holes. */
#include "geometry/polygon.h"

static void add_path(struct work *work, const struct tree_polygon *polygon,
                     const struct tree_path *path, struct region *region)
{
    double(*points)[2] = arena_take(work->arena, path->count * sizeof *points);
    size_t count = 0;
    for (size_t i = 0; i < path->count; i++) {
        if (path->indices[i] >= polygon->point_count)
            continue; /* the evaluator has warned */
        points[count][0] = polygon->points[path->indices[i]][0];
        points[count++][1] = polygon->points[path->indices[i]][1];
    }
    region_add_outline(work->arena, region, (const double(*)[2])points, count);
}

static size_t point_count(const struct tree_polygon *polygon)
{
    if (polygon->path_count == 0)
        return polygon->point_count;
    size_t count = 0;
    for (size_t i = 0; i < polygon->path_count; i++)
        count += polygon->paths[i].count;
    return count;
}

bool polygon_build(struct work *work, const struct tree_node *node, struct piece *piece)
{
    const struct tree_polygon *polygon = &node->as.polygon;
    struct region *region = &piece->region;
    if (!work_take_vertices(work, point_count(polygon)))
        return false;
    if (polygon->path_count == 0)
        region_add_outline(work->arena, region, polygon->points, polygon->point_count);
    for (size_t i = 0; i < polygon->path_count; i++)
        add_path(work, polygon, &polygon->paths[i], region);
    piece->tangled = region_orient(work, region) == TRIANGULATION_CROSSING;
    piece->rule = PLANAR_ODD;
    return true;
}
