/* SPDX-License-Identifier: MIT */
/* Each half has a scene of its own, in which only points and planes differ, and what it makes is put behind what the half before
 * it made. */
#include "kernel/overlays.h"

#include "base/list.h"
#include "kernel/halves.h"
#include "kernel/overlay.h"

#include <assert.h>

enum { NO_HALF = 2 };

struct overlays {
    struct halves halves;
    struct contacts *contacts;
    const uint32_t *members, *begin;
    unsigned char *half_of; /* by group */
    struct {
        struct scene scene;
        struct overlay *overlay; /* without a second thread that of the other half */
        size_t first_vertex;     /* of what it makes, in overlay->arrangement */
    } parts[2];
};

/* --- who makes what --- */

static bool any_kept(const struct scene *scene, const uint32_t *members, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!scene->culled[members[i]])
            return true;
    return false;
}

/* About how many segments the group will have. */
static uint64_t weigh(const struct contacts *contacts, const uint32_t *members, uint32_t count)
{
    uint64_t weight = 3 * (uint64_t)count;
    for (uint32_t i = 0; i < count; i++)
        weight += contacts->begin[members[i] + 1] - contacts->begin[members[i]];
    return weight;
}

static uint64_t weigh_all(const struct overlays *overlays, const struct scene *scene)
{
    uint32_t count = overlays->begin[scene->triangle_count];
    return weigh(overlays->contacts, overlays->members, count);
}

/* Run by run, to the half that has less to do so far. */
static void share_out(struct overlays *overlays, const struct scene *scene)
{
    uint64_t loads[2] = { 0, 0 }, run = 0, longest = weigh_all(overlays, scene) / HALVES_RUNS;
    unsigned char half = 0;
    for (uint32_t t = 0; t < scene->triangle_count; t++) {
        arena_poll(scene->arena);
        const uint32_t *members = &overlays->members[overlays->begin[t]];
        uint32_t count = overlays->begin[t + 1] - overlays->begin[t];
        overlays->half_of[t] = NO_HALF;
        if (count == 0 || !any_kept(scene, members, count))
            continue;
        uint64_t weight = weigh(overlays->contacts, members, count);
        overlays->half_of[t] = half;
        loads[half] += weight;
        run += weight;
        if (run >= longest) {
            half = loads[1] < loads[0];
            run = 0;
        }
    }
}

/* How many planes may be added at most. */
static size_t count_standing(const struct scene *scene, const struct contacts *contacts)
{
    size_t count = 0;
    for (uint32_t t = 0; t < scene->triangle_count; t++) {
        arena_poll(scene->arena);
        for (int k = 0; k < 3 && contacts->touched[t]; k++)
            count += traces_ends_within(scene, t, k);
    }
    return count;
}

/* Room for planes behind each other, so that none is moved while another thread looks at it. */
static void open_parts(struct overlays *overlays, struct scene *scene)
{
    size_t count = scene->planes.count, more = count_standing(scene, overlays->contacts);
    while (scene->planes.capacity < count + 2 * more)
        list_make_room(scene->arena, &scene->planes);
    for (int half = 0; half < 2; half++) {
        struct scene *own = &overlays->parts[half].scene;
        *own = *scene;
        own->arena = overlays->halves.arenas[half];
        own->planes.count = count + (size_t)half * more;
        points_open_beside(&own->points, &scene->points, true, own->arena);
    }
    scene->planes.count = count + 2 * more;
}

static void make_half(void *context, int half)
{
    struct overlays *overlays = context;
    struct scene *scene = &overlays->parts[half].scene;
    struct overlay *overlay = overlays->parts[half].overlay;
    struct arrangement *arrangement = overlay->arrangement;
    arrangement->scene = scene;
    overlays->parts[half].first_vertex = arrangement->vertices.count;
    for (uint32_t t = 0; t < scene->triangle_count; t++) {
        arena_poll(scene->arena);
        if (overlays->half_of[t] == half)
            overlay_add(overlay, &overlays->members[overlays->begin[t]],
                        overlays->begin[t + 1] - overlays->begin[t]);
    }
}

/* --- what both have made --- */

/* From a half's own points to those of the scene. */
static void number_points(struct overlays *overlays, struct scene *scene, int half)
{
    struct arrangement *arrangement = overlays->parts[half].overlay->arrangement;
    const struct points *points = &overlays->parts[half].scene.points;
    const uint32_t *numbers = points_add_all(&scene->points, points, overlays->halves.arenas[half]);
    size_t end = half == 0 && overlays->parts[0].overlay == overlays->parts[1].overlay
                     ? overlays->parts[1].first_vertex
                     : arrangement->vertices.count;
    for (size_t i = overlays->parts[half].first_vertex; i < end; i++) {
        arena_poll(overlays->halves.arenas[half]);
        uint32_t *vertex = &arrangement->vertices.items[i];
        if (*vertex >= points->first)
            *vertex = numbers[*vertex - points->first];
    }
}

static void append(struct arrangement *arrangement, const struct arrangement *second)
{
    const struct group before = { .vertices = (uint32_t)arrangement->vertices.count,
                                  .edges = (uint32_t)arrangement->edges.count,
                                  .islands = (uint32_t)arrangement->islands.count };
    const struct division made = {
        .vertices = second->vertices.items,
        .vertex_count = second->vertices.count,
        .edges = second->edges.items,
        .edge_count = second->edges.count,
        .islands = second->islands.items,
        .island_count = second->islands.count,
        .changes = second->changes.items,
        .change_count = second->changes.count,
    };
    uint32_t first_group = (uint32_t)arrangement->groups.count;
    arrangement_append(arrangement, &made);
    for (size_t i = 0; i < second->faces.count; i++) {
        struct face face = second->faces.items[i];
        face.group += first_group;
        list_append(arrangement->arena, &arrangement->faces, face);
    }
    for (size_t i = 0; i < second->groups.count; i++) {
        struct group group = second->groups.items[i];
        group.vertices += before.vertices;
        group.edges += before.edges;
        group.islands += before.islands;
        list_append(arrangement->arena, &arrangement->groups, group);
    }
}

void overlays_make(struct arrangement *arrangement, struct contacts *contacts,
                   const uint32_t *members, const uint32_t *begin)
{
    struct scene *scene = arrangement->scene;
    struct overlays overlays = { .contacts = contacts, .members = members, .begin = begin };
    halves_open(&overlays.halves, arrangement->arena, scene->two_threads);
    struct arrangement second = { .scene = scene, .arena = overlays.halves.arenas[1] };
    struct overlay workshops[2];
    overlays.half_of = arena_take(overlays.halves.arenas[0], scene->triangle_count);
    overlay_open(&workshops[0], arrangement, contacts);
    if (scene->two_threads)
        overlay_open(&workshops[1], &second, contacts);
    overlays.parts[0].overlay = &workshops[0];
    overlays.parts[1].overlay = &workshops[scene->two_threads];
    share_out(&overlays, scene);
    open_parts(&overlays, scene);
    halves_do(&overlays.halves, make_half, &overlays);
    arrangement->scene = scene;
    assert(overlays.parts[0].scene.planes.items == scene->planes.items &&
           overlays.parts[1].scene.planes.items == scene->planes.items);
    for (int half = 0; half < 2; half++)
        number_points(&overlays, scene, half);
    append(arrangement, &second);
    arena_close(workshops[0].arena);
    halves_close(&overlays.halves);
}
