/* SPDX-License-Identifier: MIT */
/* Triangles that fill the outlines under a roof, to which points are added one by one. It stays a tiling whatever comes: all
 * questions are answered exactly. */
#ifndef SCAD_ROOF_TILING_H
#define SCAD_ROOF_TILING_H

#include "roof/creases.h"

/* Side s goes from origins[s] to the origin of the next side of its tile; sides 3t, 3t + 1 and 3t + 2 are those of tile t,
 * counter-clockwise. */
struct roof_tiling {
    struct arena *arena;
    const struct roof_creases *creases;
    uint32_t *origins;
    uint32_t *twins; /* the same side of the tile beyond it, or ROOF_NONE */
    bool *fixed;     /* lines that must stay */
    uint32_t side_count, side_capacity;
    uint32_t *around; /* by point: a side that begins there, or ROOF_NONE */
};

static inline uint32_t roof_tiling_next(uint32_t side)
{
    return side % 3 == 2 ? side - 2 : side + 1;
}

static inline uint32_t roof_tiling_previous(uint32_t side)
{
    return side % 3 == 0 ? side + 2 : side - 1;
}

static inline uint32_t roof_tiling_target(const struct roof_tiling *tiling, uint32_t side)
{
    return tiling->origins[roof_tiling_next(side)];
}

/* Begins with triangles of points of the creases. */
void roof_tiling_open(struct roof_tiling *tiling, const struct roof_creases *creases,
                      const struct triangles *triangles);

/* 1 if point c is to the left of the line from a to b, -1 if to the right, 0 if on it. */
int roof_tiling_turn(const struct roof_tiling *tiling, uint32_t a, uint32_t b, uint32_t c);

/* Puts a point into a tile that has that side, or on a side. False if nothing is beyond that side. */
void roof_tiling_split_tile(struct roof_tiling *tiling, uint32_t side, uint32_t point);
bool roof_tiling_split_side(struct roof_tiling *tiling, uint32_t side, uint32_t point);

/* True if a side may be turned: it is not fixed, and its two tiles are a quadrangle whose other diagonal is within it. */
bool roof_tiling_can_turn(const struct roof_tiling *tiling, uint32_t side);

/* Puts the other diagonal of the two tiles at a side in its place. */
void roof_tiling_turn_side(struct roof_tiling *tiling, uint32_t side);

/* Turns sides where that makes tiles less narrow. */
void roof_tiling_round(struct roof_tiling *tiling);

#endif
