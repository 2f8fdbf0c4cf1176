/* SPDX-License-Identifier: MIT */
/* A hash of planes, by two numbers that do not depend on which triangle of the plane they are computed from but for rounding. */
#include "kernel/coplanar.h"

#include "kernel/cells.h"
#include "kernel/hash.h"
#include "kernel/sets.h"

#include <math.h>
#include <string.h>

/* The first triangle of a plane stands for it; the others follow one another. */
struct planes {
    struct scene *scene;
    uint32_t *slots, *next; /* next: by triangle; the same plane, or NOTHING_NEXT */
    bool *mixed; /* by triangle that stands for a plane: more than one leaf has triangles in it */
    size_t size;
};

#define NOTHING_NEXT UINT32_MAX

/* Where the plane is, and which way it lies, both the same for either front. */
static void measure(const struct plane *plane, struct cells *offset, struct cells *direction)
{
    static const double weights[3] = { 0.6180339887, 0.3247179572, 0.7548776662 };
    double square = 0, sum = 0, sign = 0;
    for (int k = 0; k < 3; k++) {
        double along = (double)plane->normal[k];
        square += along * along;
        sum += weights[k] * along;
        if (sign == 0 && plane->normal[k] != 0)
            sign = plane->normal[k] > 0 ? 1 : -1;
    }
    double length = sign * sqrt(square);
    *offset = cells_of(plane->offset_near / length * 16);
    *direction = cells_of(sum / length * (1 << 24));
}

static bool is_in_plane(const struct scene *scene, uint32_t triangle, uint32_t of_plane)
{
    for (int i = 0; i < 3; i++)
        if (plane_side(scene_plane(scene, of_plane), scene_corner(scene, triangle, i)) != 0)
            return false;
    return true;
}

static uint32_t *find(const struct planes *planes, uint32_t triangle, int64_t offset,
                      int64_t direction)
{
    size_t slot = hash3(offset, direction, 13) & (planes->size - 1);
    while (planes->slots[slot] != NOTHING_NEXT &&
           !is_in_plane(planes->scene, triangle, planes->slots[slot]))
        slot = (slot + 1) & (planes->size - 1);
    return &planes->slots[slot];
}

static void add(struct planes *planes, uint32_t triangle)
{
    struct cells offset, direction;
    measure(scene_plane(planes->scene, triangle), &offset, &direction);
    uint32_t *slot = NULL;
    for (int i = 0; i < offset.count && (!slot || *slot == NOTHING_NEXT); i++)
        for (int j = 0; j < direction.count && (!slot || *slot == NOTHING_NEXT); j++)
            slot = find(planes, triangle, offset.items[i], direction.items[j]);
    if (*slot == NOTHING_NEXT)
        slot = find(planes, triangle, offset.items[0], direction.items[0]);
    uint32_t first = *slot;
    if (first == NOTHING_NEXT) {
        *slot = triangle;
        return;
    }
    const struct triangle *triangles = planes->scene->triangles;
    uint32_t leaf = triangles[triangle].leaf;
    if (leaf != triangles[first].leaf || planes->scene->leaves[leaf].rough)
        planes->mixed[first] = true;
    planes->next[triangle] = planes->next[first];
    planes->next[first] = triangle;
}

static void unite(struct contacts *contacts, uint32_t a, uint32_t b)
{
    sets_unite(contacts->coplanar, a, b);
    contacts->touched[a] = contacts->touched[b] = true;
}

static bool is_wanted(const struct scene *scene, uint32_t triangle)
{
    return scene->blurred[triangle] && !scene->culled[triangle];
}

void coplanar_unite(struct contacts *contacts, struct scene *scene)
{
    size_t wanted = 0;
    for (uint32_t t = 0; t < scene->triangle_count; t++) {
        arena_poll(scene->arena);
        wanted += is_wanted(scene, t);
    }
    if (wanted == 0)
        return;
    struct arena *scratch = arena_within(scene->arena);
    struct planes planes = { .scene = scene, .size = 16 };
    while (planes.size < 2 * wanted)
        planes.size *= 2;
    planes.slots = arena_take(scratch, planes.size * sizeof *planes.slots);
    planes.next = arena_take(scratch, scene->triangle_count * sizeof *planes.next);
    planes.mixed = arena_take(scratch, scene->triangle_count * sizeof *planes.mixed);
    memset(planes.slots, 0xff, planes.size * sizeof *planes.slots);
    memset(planes.next, 0xff, scene->triangle_count * sizeof *planes.next);
    for (uint32_t t = 0; t < scene->triangle_count; t++) {
        arena_poll(scene->arena);
        if (is_wanted(scene, t))
            add(&planes, t);
    }
    for (uint32_t t = 0; t < scene->triangle_count; t++) {
        arena_poll(scene->arena);
        if (planes.mixed[t])
            for (uint32_t other = planes.next[t]; other != NOTHING_NEXT;
                 other = planes.next[other]) {
                arena_poll(scene->arena);
                unite(contacts, t, other);
            }
    }
    arena_close(scratch);
}
