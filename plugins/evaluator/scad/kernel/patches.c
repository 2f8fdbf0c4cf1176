/* SPDX-License-Identifier: MIT */
/* Triangles are rings of three half-edges. An edge between two rings goes if they are in one plane and both its ends stay convex.
 * (S. Hertel and K. Mehlhorn, "Fast Triangulation of Simple Polygons", 1983.) */
#include "kernel/patches.h"

#include "kernel/plane.h"
#include "kernel/skin.h"

#include <math.h>

struct rings {
    struct skin skin;
    const int32_t (*places)[3];
    uint32_t *next, *previous; /* by half-edge */
    bool *gone;                /* by half-edge */
    uint32_t *roots,
        *sizes; /* by triangle: whose plane is its ring's, or who knows; how many corners a root's ring has */
};

static void join(struct rings *rings, uint32_t before, uint32_t after)
{
    rings->next[before] = after;
    rings->previous[after] = before;
}

static void open_rings(struct rings *rings, uint32_t count, struct arena *arena)
{
    rings->next = arena_take(arena, count * sizeof *rings->next);
    rings->previous = arena_take(arena, count * sizeof *rings->previous);
    rings->gone = arena_take(arena, count);
    rings->roots = arena_take(arena, count / 3 * sizeof *rings->roots);
    rings->sizes = arena_take(arena, count / 3 * sizeof *rings->sizes);
    for (uint32_t h = 0; h < count; h++) {
        arena_poll(arena);
        join(rings, h, h % 3 == 2 ? h - 2 : h + 1);
        rings->roots[h / 3] = h / 3;
        rings->sizes[h / 3] = 3;
    }
}

static uint32_t root_of(struct rings *rings, uint32_t triangle)
{
    while (rings->roots[triangle] != triangle)
        triangle = rings->roots[triangle] = rings->roots[rings->roots[triangle]];
    return triangle;
}

static struct plane plane_of(const struct rings *rings, uint32_t triangle)
{
    const uint32_t *corners = rings->skin.mesh->triangles[triangle];
    return plane_through(rings->places[corners[0]], rings->places[corners[1]],
                         rings->places[corners[2]]);
}

/* Corners that were in one plane are on the grid now, and so are the three that say where the plane is. */
enum { BLUR_STEPS = 4 };

/* Whether the ring of a half-edge is in the plane, as far as the grid can tell. */
static bool lies_in(const struct rings *rings, uint32_t first, const struct plane *plane)
{
    double blur = BLUR_STEPS * sqrt((double)plane_dot(plane, plane));
    uint32_t h = first;
    do {
        const int32_t *place = rings->places[skin_origin(&rings->skin, h)];
        if (fabs((double)plane_side(plane, place)) > blur)
            return false;
        h = rings->next[h];
    } while (h != first);
    return true;
}

/* Whether two half-edges, one behind the other, do not turn clockwise, and not back either. */
static bool is_convex(const struct rings *rings, uint32_t before, uint32_t after,
                      const struct plane *plane)
{
    const int32_t *a = rings->places[skin_origin(&rings->skin, before)];
    const int32_t *b = rings->places[skin_origin(&rings->skin, after)];
    const int32_t *c = rings->places[skin_target(&rings->skin, after)];
    struct plane turned = plane_through(a, b, c);
    int128 turn = plane_dot(&turned, plane), onward = 0;
    for (int k = 0; k < 3; k++)
        onward += ((int128)b[k] - a[k]) * ((int128)c[k] - b[k]);
    return turn > 0 || (turn == 0 && onward > 0);
}

/* Takes out the edge between two rings, if that may be. The larger one's plane is that of both then. */
static void put_together(struct rings *rings, uint32_t half, uint32_t twin)
{
    uint32_t root = root_of(rings, half / 3), other = root_of(rings, twin / 3), inner = twin;
    if (rings->sizes[root] < rings->sizes[other]) {
        uint32_t larger = other;
        other = root;
        root = larger;
        inner = half;
    }
    struct plane plane = plane_of(rings, root), turned = plane_of(rings, other);
    if (plane_dot(&plane, &turned) <= 0 ||
        !is_convex(rings, rings->previous[half], rings->next[twin], &plane) ||
        !is_convex(rings, rings->previous[twin], rings->next[half], &plane) ||
        !lies_in(rings, inner, &plane))
        return;
    join(rings, rings->previous[half], rings->next[twin]);
    join(rings, rings->previous[twin], rings->next[half]);
    rings->gone[half] = rings->gone[twin] = true;
    rings->roots[other] = root;
    rings->sizes[root] += rings->sizes[other] - 2;
}

static void list_rings(struct rings *rings, uint32_t count, struct arena *arena,
                       struct patches *patches)
{
    uint32_t used = 0;
    for (uint32_t first = 0; first < count; first++) {
        arena_poll(arena);
        if (rings->gone[first])
            continue;
        uint32_t h = first;
        do {
            patches->corners[used++] = skin_origin(&rings->skin, h);
            rings->gone[h] = true;
            h = rings->next[h];
        } while (h != first);
        patches->starts[++patches->count] = used;
    }
}

void patches_make(const struct mesh *mesh, const int32_t (*places)[3], struct arena *arena,
                  struct patches *patches)
{
    struct mesh surface = *mesh;
    struct rings rings = { .places = places };
    uint32_t count = 3 * (uint32_t)mesh->triangle_count;
    *patches = (struct patches){ arena_take(arena, count * sizeof *patches->corners),
                                 arena_take(arena, (count / 3 + 1) * sizeof *patches->starts), 0 };
    struct arena *scratch = arena_within(arena);
    bool paired = skin_open(&rings.skin, &surface, 0, scratch, scratch);
    open_rings(&rings, count, scratch);
    for (uint32_t h = 0; paired && h < count; h++) {
        arena_poll(scratch);
        if (h < rings.skin.twins[h])
            put_together(&rings, h, rings.skin.twins[h]);
    }
    list_rings(&rings, count, scratch, patches);
    arena_close(scratch);
}
