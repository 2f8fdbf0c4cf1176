/* SPDX-License-Identifier: MIT */
/* The stages one after the other, and what is kept of them. */
#include "kernel/overlay.h"

#include "base/list.h"

void overlay_open(struct overlay *overlay, struct arrangement *arrangement,
                  struct contacts *contacts)
{
    *overlay = (struct overlay){ .arrangement = arrangement,
                                 .contacts = contacts,
                                 .arena = arena_within(arrangement->arena) };
    rows_open(&overlay->active, 0, overlay->arena);
    for (uint32_t t = 0; t < arrangement->scene->triangle_count; t++)
        list_append(overlay->arena, &overlay->seen, 0);
}

int overlay_above(const struct overlay *overlay, const struct edge *edge, uint32_t point)
{
    const struct scene *scene = overlay->arrangement->scene;
    return -edge->slope * points_side(&scene->points, &scene->planes.items[edge->carrier], point);
}

int overlay_compare(const struct overlay *overlay, uint32_t a, uint32_t b)
{
    const struct points *points = &overlay->arrangement->scene->points;
    int order = points_compare(points, a, b, overlay->group.x);
    return order != 0 ? order : points_compare(points, a, b, overlay->group.y);
}

signed char overlay_slope(const struct scene *scene, const struct group *group, uint32_t carrier)
{
    const struct plane *plane = scene_plane(scene, group->plane),
                       *other = &scene->planes.items[carrier];
    int128 direction = plane_cross(plane, other, group->x);
    if (direction == 0)
        direction = plane_cross(plane, other, group->y);
    return direction > 0 ? 1 : -1;
}

/* The axes that the plane is seen along, counter-clockwise from its front. */
static void choose_axes(struct overlay *overlay)
{
    const struct plane *plane = scene_plane(overlay->arrangement->scene, overlay->group.plane);
    int axis = plane_axis(plane);
    bool front = plane->normal[axis] > 0;
    overlay->group.x = (axis + (front ? 1 : 2)) % 3;
    overlay->group.y = (axis + (front ? 2 : 1)) % 3;
}

/* --- keeping the result --- */

static void keep(struct overlay *overlay)
{
    struct arrangement *arrangement = overlay->arrangement;
    const struct division made = {
        .vertices = overlay->vertices.items,
        .vertex_count = overlay->vertices.count,
        .edges = overlay->edges.items,
        .edge_count = overlay->edges.count,
        .islands = overlay->islands.items,
        .island_count = overlay->islands.count,
        .changes = overlay->changes.items,
        .change_count = overlay->changes.count,
    };
    uint32_t group = (uint32_t)arrangement->groups.count;
    overlay->group.vertices = (uint32_t)arrangement->vertices.count;
    overlay->group.vertex_count = (uint32_t)made.vertex_count;
    overlay->group.edges = (uint32_t)arrangement->edges.count;
    overlay->group.edge_count = (uint32_t)made.edge_count;
    overlay->group.islands = (uint32_t)arrangement->islands.count;
    overlay->group.island_count = (uint32_t)made.island_count;
    arrangement_append(arrangement, &made);
    for (size_t i = 0; i < overlay->same.count; i++) {
        struct face face = { group, overlay->covers.items[i] };
        list_append(arrangement->arena, &arrangement->faces, face);
    }
    list_append(arrangement->arena, &arrangement->groups, overlay->group);
    for (size_t i = 0; i < overlay->vertices.count; i++)
        overlay->ranks.items[overlay->vertices.items[i]] = NOTHING;
}

void overlay_add(struct overlay *overlay, const uint32_t *members, uint32_t member_count)
{
    overlay->members = members;
    overlay->member_count = member_count;
    overlay->group = (struct group){ .plane = members[0] };
    for (uint32_t i = 0; i < member_count; i++)
        if (overlay->arrangement->scene->blurred[members[i]])
            overlay->group.blurred = true;
    choose_axes(overlay);
    traces_collect(overlay);
    traces_cut(overlay);
    edges_make(overlay);
    sweep_faces(overlay);
    keep(overlay);
}
