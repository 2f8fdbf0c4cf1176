/* SPDX-License-Identifier: MIT */
/* Sets of vertices that triangles connect; then those whose boxes meet the box of what was found so far, until there are none. */
#include "kernel/parts.h"

#include "kernel/sets.h"

#include <math.h>
#include <string.h>

struct region {
    double low[3], high[3];
};

static void include(struct region *region, const double low[3], const double high[3])
{
    for (int k = 0; k < 3; k++) {
        region->low[k] = fmin(region->low[k], low[k]);
        region->high[k] = fmax(region->high[k], high[k]);
    }
}

static bool meets(const struct region *a, const struct region *b)
{
    for (int k = 0; k < 3; k++)
        if (a->low[k] > b->high[k] || b->low[k] > a->high[k])
            return false;
    return true;
}

static const struct region nowhere = { { INFINITY, INFINITY, INFINITY },
                                       { -INFINITY, -INFINITY, -INFINITY } };

struct search {
    const struct mesh *mesh;
    uint32_t *sets;         /* by vertex */
    struct region *regions; /* of sets, by their first vertex */
    bool *found;            /* sets, by their first vertex */
};

static struct search open_search(const struct mesh *mesh, struct arena *scratch)
{
    uint32_t count = (uint32_t)mesh->vertex_count;
    struct search search = { mesh, arena_take(scratch, count * sizeof *search.sets),
                             arena_take(scratch, count * sizeof *search.regions),
                             arena_take(scratch, count * sizeof *search.found) };
    sets_open(search.sets, count);
    for (uint32_t i = 0; i < count; i++)
        search.regions[i] = nowhere;
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        sets_unite(search.sets, mesh->triangles[i][0], mesh->triangles[i][1]);
        sets_unite(search.sets, mesh->triangles[i][1], mesh->triangles[i][2]);
    }
    for (uint32_t i = 0; i < count; i++)
        include(&search.regions[sets_find(search.sets, i)], mesh->vertices[i], mesh->vertices[i]);
    return search;
}

static void find(struct search *search, const double place[3])
{
    struct region region = nowhere;
    include(&region, place, place);
    for (bool more = true; more;) {
        more = false;
        for (uint32_t i = 0; i < search->mesh->vertex_count; i++)
            if (search->sets[i] == i && !search->found[i] && meets(&region, &search->regions[i])) {
                search->found[i] = more = true;
                include(&region, search->regions[i].low, search->regions[i].high);
            }
    }
}

static struct mesh gather(struct search *search, bool found, struct arena *arena, uint32_t *numbers)
{
    const struct mesh *mesh = search->mesh;
    struct mesh part = mesh_new(arena, mesh->vertex_count, mesh->triangle_count);
    part.vertex_count = part.triangle_count = 0;
    for (uint32_t i = 0; i < mesh->vertex_count; i++)
        if (search->found[sets_find(search->sets, i)] == found) {
            memcpy(part.vertices[part.vertex_count], mesh->vertices[i], sizeof *part.vertices);
            numbers[i] = (uint32_t)part.vertex_count++;
        }
    for (size_t i = 0; i < mesh->triangle_count; i++)
        if (search->found[sets_find(search->sets, mesh->triangles[i][0])] == found) {
            for (int k = 0; k < 3; k++)
                part.triangles[part.triangle_count][k] = numbers[mesh->triangles[i][k]];
            part.triangle_count++;
        }
    return part;
}

struct parts parts_around(const struct mesh *mesh, const double place[3], struct arena *arena)
{
    struct arena *scratch = arena_within(arena);
    struct search search = open_search(mesh, scratch);
    uint32_t *numbers = arena_take(scratch, mesh->vertex_count * sizeof *numbers);
    find(&search, place);
    struct parts parts = { gather(&search, true, arena, numbers),
                           gather(&search, false, arena, numbers) };
    arena_close(scratch);
    return parts;
}

struct mesh parts_join(const struct mesh *near, const struct mesh *rest, struct arena *arena)
{
    struct mesh both = mesh_new(arena, near->vertex_count + rest->vertex_count,
                                near->triangle_count + rest->triangle_count);
    uint32_t(*behind)[3] = both.triangles + near->triangle_count;
    memcpy(both.vertices, near->vertices, near->vertex_count * sizeof *both.vertices);
    memcpy(both.vertices + near->vertex_count, rest->vertices,
           rest->vertex_count * sizeof *both.vertices);
    memcpy(both.triangles, near->triangles, near->triangle_count * sizeof *both.triangles);
    for (size_t i = 0; i < 3 * rest->triangle_count; i++)
        behind[i / 3][i % 3] = rest->triangles[i / 3][i % 3] + (uint32_t)near->vertex_count;
    return both;
}
