/* SPDX-License-Identifier: MIT */
/* Outlines first, of all groups, since a vertex can go only if no group needs it; then triangles. */
#include "kernel/surface.h"

#include "base/list.h"
#include "kernel/outline.h"

#include <string.h>

void surface_add(struct surface *surface, uint32_t plane, bool turned, uint32_t a, uint32_t b,
                 uint32_t c)
{
    arena_poll(surface->arena);
    if (surface->count == surface->capacity)
        list_make_room(surface->arena, surface);
    surface->items[surface->count++] =
        (struct facet){ { a, turned ? c : b, turned ? b : c }, plane, turned };
}

/* Triangles that nothing touched stay as they are. */
static void take_components(struct surface *surface, const struct arrangement *arrangement,
                            const signed char *labels, bool *essential)
{
    const struct scene *scene = arrangement->scene;
    for (uint32_t t = 0; t < scene->triangle_count; t++) {
        arena_poll(surface->arena);
        uint32_t face = arrangement->component[t];
        if (face == NOTHING || labels[face] == 0)
            continue;
        const uint32_t *corners = scene->triangles[t].corners;
        surface_add(surface, t, labels[face] < 0, corners[0], corners[1], corners[2]);
        for (int i = 0; i < 3; i++)
            essential[corners[i]] = true;
    }
    surface->untouched = surface->count;
}

void surface_build(struct surface *surface, const struct arrangement *arrangement,
                   const signed char *labels, struct arena *arena)
{
    const struct scene *scene = arrangement->scene;
    struct arena *scratch = arena_within(arena), *inner = arena_within(scratch);
    size_t groups = arrangement->groups.count;
    uint32_t most = 0;
    *surface = (struct surface){ .arena = arena };
    struct needs needs = { arena_take(scratch, scene->points.count),
                           arena_take(scratch, scene->points.count * sizeof *needs.along) };
    memset(needs.along, 0xff, scene->points.count * sizeof *needs.along);
    const struct seams seams = seams_find(arrangement, labels, scratch);
    struct outline *outlines = arena_take(scratch, groups * sizeof *outlines);
    take_components(surface, arrangement, labels, needs.essential);
    for (size_t i = 0; i < groups; i++)
        if (arrangement->groups.items[i].vertex_count > most)
            most = arrangement->groups.items[i].vertex_count;
    uint32_t *places = arena_take(scratch, most * sizeof *places);
    for (size_t i = 0; i < groups; i++) {
        arena_poll(arena);
        outlines[i] =
            outline_of(arrangement, &arrangement->groups.items[i], labels, &seams, scratch, places);
        outline_mark_essential(scene, &outlines[i], scratch, &needs);
    }
    for (size_t i = 0; i < groups; i++) {
        arena_poll(arena);
        if (outlines[i].border_count > 0)
            monotone_triangulate(surface, scene, &outlines[i], needs.essential, inner);
    }
    arena_close(inner);
    arena_close(scratch);
}
