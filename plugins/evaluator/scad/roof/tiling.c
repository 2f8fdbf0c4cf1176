/* SPDX-License-Identifier: MIT */
/* Sides know their twins: what is beyond is one step away. */
#include "roof/tiling.h"

#include "geometry/orientation.h"
#include "kernel/hash.h"

#include <math.h>
#include <string.h>

/* Turning sides ends by itself, but for rounding; it is nothing that must be finished. */
enum { MOST_ROUNDS = 20 };

static const double *place(const struct roof_tiling *tiling, uint32_t point)
{
    return tiling->creases->points.items[point].at;
}

int roof_tiling_turn(const struct roof_tiling *tiling, uint32_t a, uint32_t b, uint32_t c)
{
    return orientation(place(tiling, a), place(tiling, b), place(tiling, c));
}

/* --- how it begins --- */

static void find_twins(struct roof_tiling *tiling, struct arena *scratch)
{
    size_t size = 16;
    while (size < 2 * (size_t)tiling->side_count)
        size *= 2;
    uint32_t *slots = arena_take(scratch, size * sizeof *slots);
    memset(slots, 0xff, size * sizeof *slots);
    for (uint32_t side = 0; side < tiling->side_count; side++) {
        uint32_t from = tiling->origins[side], to = roof_tiling_target(tiling, side);
        size_t slot = hash3(from < to ? from : to, from < to ? to : from, 3) & (size - 1);
        while (slots[slot] != ROOF_NONE && (tiling->origins[slots[slot]] != to ||
                                            roof_tiling_target(tiling, slots[slot]) != from))
            slot = (slot + 1) & (size - 1);
        if (slots[slot] != ROOF_NONE) {
            tiling->twins[side] = slots[slot];
            tiling->twins[slots[slot]] = side;
        } else {
            slots[slot] = side;
        }
    }
}

static void make_side_room(struct roof_tiling *tiling, uint32_t count)
{
    uint32_t had = tiling->side_capacity, wanted = 2 * (tiling->side_count + count);
    if (tiling->side_count + count <= had)
        return;
    tiling->origins = arena_grow(tiling->arena, tiling->origins, had * sizeof *tiling->origins,
                                 wanted * sizeof *tiling->origins);
    tiling->twins = arena_grow(tiling->arena, tiling->twins, had * sizeof *tiling->twins,
                               wanted * sizeof *tiling->twins);
    tiling->fixed = arena_grow(tiling->arena, tiling->fixed, had, wanted);
    tiling->side_capacity = wanted;
}

void roof_tiling_open(struct roof_tiling *tiling, const struct roof_creases *creases,
                      const struct triangles *triangles)
{
    *tiling = (struct roof_tiling){ .arena = creases->arena, .creases = creases };
    make_side_room(tiling, 3 * (uint32_t)triangles->count);
    tiling->side_count = 3 * (uint32_t)triangles->count;
    tiling->around = arena_take(tiling->arena, creases->points.count * sizeof *tiling->around);
    memset(tiling->around, 0xff, creases->points.count * sizeof *tiling->around);
    memset(tiling->twins, 0xff, tiling->side_count * sizeof *tiling->twins);
    memset(tiling->fixed, 0, tiling->side_count * sizeof *tiling->fixed);
    for (uint32_t side = 0; side < tiling->side_count; side++) {
        tiling->origins[side] = triangles->items[side / 3][side % 3];
        tiling->around[tiling->origins[side]] = side;
    }
    struct arena *scratch = arena_within(tiling->arena);
    find_twins(tiling, scratch);
    arena_close(scratch);
}

/* --- how it changes --- */

static void set_side(struct roof_tiling *tiling, uint32_t side, uint32_t from, uint32_t twin,
                     bool fixed)
{
    tiling->origins[side] = from;
    tiling->twins[side] = twin;
    tiling->fixed[side] = fixed;
    tiling->around[from] = side;
    if (twin != ROOF_NONE)
        tiling->twins[twin] = side;
}

bool roof_tiling_can_turn(const struct roof_tiling *tiling, uint32_t side)
{
    uint32_t twin = tiling->twins[side];
    if (twin == ROOF_NONE || tiling->fixed[side])
        return false;
    uint32_t left = tiling->origins[roof_tiling_previous(side)],
             right = tiling->origins[roof_tiling_previous(twin)];
    return roof_tiling_turn(tiling, right, left, tiling->origins[side]) > 0 &&
           roof_tiling_turn(tiling, left, right, tiling->origins[twin]) > 0;
}

/* a b c and b a d become c a d and d b c. */
void roof_tiling_turn_side(struct roof_tiling *tiling, uint32_t side)
{
    uint32_t twin = tiling->twins[side];
    uint32_t side_next = roof_tiling_next(side), twin_next = roof_tiling_next(twin);
    uint32_t a = tiling->origins[side], b = tiling->origins[twin];
    uint32_t c = tiling->origins[roof_tiling_previous(side)],
             d = tiling->origins[roof_tiling_previous(twin)];
    uint32_t beyond_bc = tiling->twins[side_next], beyond_ad = tiling->twins[twin_next];
    bool fixed_bc = tiling->fixed[side_next], fixed_ad = tiling->fixed[twin_next];
    set_side(tiling, side, a, beyond_ad, fixed_ad);
    set_side(tiling, twin, b, beyond_bc, fixed_bc);
    set_side(tiling, side_next, d, ROOF_NONE, false);
    set_side(tiling, twin_next, c, side_next, false);
}

/* Makes a tile of new sides. */
static uint32_t add_tile(struct roof_tiling *tiling)
{
    make_side_room(tiling, 3);
    tiling->side_count += 3;
    return tiling->side_count - 3;
}

void roof_tiling_split_tile(struct roof_tiling *tiling, uint32_t side, uint32_t point)
{
    uint32_t sides[3] = { side, roof_tiling_next(side), roof_tiling_previous(side) };
    uint32_t corners[3], beyond[3], tiles[3] = { side - side % 3 };
    bool fixed[3];
    for (int k = 0; k < 3; k++) {
        corners[k] = tiling->origins[sides[k]];
        beyond[k] = tiling->twins[sides[k]];
        fixed[k] = tiling->fixed[sides[k]];
    }
    tiles[1] = add_tile(tiling);
    tiles[2] = add_tile(tiling);
    for (int k = 0; k < 3; k++) {
        set_side(tiling, tiles[k], corners[k], beyond[k], fixed[k]);
        set_side(tiling, tiles[k] + 1, corners[(k + 1) % 3], ROOF_NONE, false);
        set_side(tiling, tiles[k] + 2, point, ROOF_NONE, false);
    }
    for (int k = 0; k < 3; k++)
        set_side(tiling, tiles[k] + 1, corners[(k + 1) % 3], tiles[(k + 1) % 3] + 2, false);
}

bool roof_tiling_split_side(struct roof_tiling *tiling, uint32_t side, uint32_t point)
{
    uint32_t twin = tiling->twins[side], first = side - side % 3;
    if (twin == ROOF_NONE)
        return false;
    bool fixed = tiling->fixed[side];
    roof_tiling_split_tile(tiling, side, point);
    /* The tile at the side has no area now; turned into the tile beyond it has. */
    roof_tiling_turn_side(tiling, first);
    uint32_t parts[2] = { roof_tiling_previous(first), twin };
    for (int k = 0; k < 2; k++)
        tiling->fixed[parts[k]] = tiling->fixed[tiling->twins[parts[k]]] = fixed;
    return true;
}

/* --- how it becomes rounder --- */

/* Positive if d is within the circle through a, b and c. */
static double within_circle(const double a[2], const double b[2], const double c[2],
                            const double d[2])
{
    double ax = a[0] - d[0], ay = a[1] - d[1], bx = b[0] - d[0], by = b[1] - d[1];
    double cx = c[0] - d[0], cy = c[1] - d[1];
    return (ax * ax + ay * ay) * (bx * cy - cx * by) + (bx * bx + by * by) * (cx * ay - ax * cy) +
           (cx * cx + cy * cy) * (ax * by - bx * ay);
}

static bool is_better_turned(const struct roof_tiling *tiling, uint32_t side)
{
    uint32_t twin = tiling->twins[side];
    if (side > twin || !roof_tiling_can_turn(tiling, side))
        return false;
    return within_circle(place(tiling, tiling->origins[side]), place(tiling, tiling->origins[twin]),
                         place(tiling, tiling->origins[roof_tiling_previous(side)]),
                         place(tiling, tiling->origins[roof_tiling_previous(twin)])) > 0;
}

void roof_tiling_round(struct roof_tiling *tiling)
{
    bool turned = true;
    for (int round = 0; round < MOST_ROUNDS && turned; round++) {
        turned = false;
        for (uint32_t side = 0; side < tiling->side_count; side++)
            if (is_better_turned(tiling, side)) {
                roof_tiling_turn_side(tiling, side);
                turned = true;
            }
    }
}
