/* SPDX-License-Identifier: MIT */
/* The rims become an outline in a plane of space, as the faces of solids have them, and are triangulated as those are. */
#include "planar/fill.h"

#include "base/list.h"
#include "kernel/outline.h"
#include "kernel/surface.h"

enum { THE_PLANE = 0 };

struct fill {
    const struct rims *rims;
    struct arena *scratch;
    struct scene scene;
    struct group group;
    struct outline outline;
    uint32_t *places; /* by vertex of the map: its place among those of the outline, or NOTHING */
    bool *essential;  /* by point */
};

static uint32_t point_of(struct points *points, const struct map *map, size_t vertex)
{
    const struct place place = map_place(map, vertex);
    if (map_corner(map, vertex))
        return points_corner(points, (const int32_t[3]){ place.whole[0], place.whole[1], 0 });
    struct crossing crossing = { .weight = (int128)place.weight };
    for (int axis = 0; axis < 2; axis++) {
        crossing.coordinates[axis] = place.whole[axis] * crossing.weight + (int128)place.rest[axis];
        crossing.at[axis] = place_near(&place, axis);
    }
    return points_of_crossing(points, &crossing);
}

/* Points have numbers of their own; those of corners must come first. */
static void take_vertices(struct fill *fill)
{
    const struct map *map = fill->rims->map;
    struct points *points = &fill->scene.points;
    size_t count = map->vertices.count;
    uint32_t *places = arena_take(fill->scratch, count * sizeof *places);
    for (size_t i = 0; i < count; i++) {
        arena_poll(fill->scratch);
        places[i] = NOTHING;
    }
    for (uint32_t i = 0; i < fill->rims->count; i++) {
        arena_poll(fill->scratch);
        places[rims_edge(fill->rims, i)->from] = places[rims_edge(fill->rims, i)->to] = 0;
    }
    for (size_t i = 0; i < count; i++) {
        arena_poll(fill->scratch);
        if (places[i] != NOTHING)
            places[i] = fill->outline.vertex_count++;
    }
    points_open(points, fill->scratch, fill->outline.vertex_count);
    fill->outline.vertices =
        arena_take(fill->scratch, fill->outline.vertex_count * sizeof *fill->outline.vertices);
    for (int crossings = 0; crossings < 2; crossings++)
        for (size_t i = 0; i < count; i++) {
            arena_poll(fill->scratch);
            if (places[i] != NOTHING && (map_corner(map, i) ? 0 : 1) == crossings)
                fill->outline.vertices[places[i]] = point_of(points, map, i);
        }
    fill->places = places;
}

static void add_plane(struct scene *scene, const int64_t normal[3], const int32_t at[3])
{
    struct plane plane = plane_at(normal, at);
    list_append(scene->arena, &scene->planes, plane);
}

/* Each rim is carried by a wall that stands on the plane. */
static void take_borders(struct fill *fill)
{
    static const int64_t up[3] = { 0, 0, 1 };
    static const int32_t origin[3] = { 0, 0, 0 };
    const struct rims *rims = fill->rims;
    add_plane(&fill->scene, up, origin);
    fill->outline.borders = arena_take(fill->scratch, rims->count * sizeof *fill->outline.borders);
    for (uint32_t i = 0; i < rims->count; i++) {
        arena_poll(fill->scratch);
        const struct map_edge *rim = rims_edge(rims, i);
        bool above = rims_inside_is_above(rims, rim);
        const struct course *course = &rims->map->sketch->strokes[rim->stroke].course;
        const int64_t normal[3] = { course->by[1], -(int64_t)course->by[0], 0 };
        const int32_t at[3] = { course->at[0], course->at[1], 0 };
        fill->outline.borders[i] =
            (struct border){ fill->places[rim->from], fill->places[rim->to],
                             (uint32_t)fill->scene.planes.count, !above, above };
        add_plane(&fill->scene, normal, at);
    }
    fill->outline.border_count = rims->count;
}

void fill_triangulate(const struct rims *rims, const uint32_t *numbers, struct arena *scratch,
                      struct arena *arena, struct planar_result *result)
{
    struct fill fill = { .rims = rims,
                         .scratch = scratch,
                         .scene = { .arena = scratch },
                         .group = { .plane = THE_PLANE, .x = 0, .y = 1 } };
    fill.outline.group = &fill.group;
    take_vertices(&fill);
    take_borders(&fill);
    size_t count = fill.scene.points.count, vertices = rims->map->vertices.count;
    uint32_t *by_point = arena_take(scratch, count * sizeof *by_point);
    fill.essential = arena_take(scratch, count);
    for (size_t i = 0; i < vertices; i++) {
        arena_poll(scratch);
        if (!rims->needed[i])
            continue;
        uint32_t point = fill.outline.vertices[fill.places[i]];
        fill.essential[point] = true;
        by_point[point] = numbers[i];
    }
    struct surface surface = { .arena = scratch };
    monotone_triangulate(&surface, &fill.scene, &fill.outline, fill.essential, scratch);
    result->triangles = arena_take(arena, surface.count * sizeof *result->triangles);
    result->triangle_count = surface.count;
    for (size_t i = 0; i < surface.count; i++) {
        arena_poll(scratch);
        for (int k = 0; k < 3; k++)
            result->triangles[i][k] = by_point[surface.items[i].corners[k]];
    }
}
