/* SPDX-License-Identifier: MIT */
/* What a line makes that is drawn with another one as the pen. */
#ifndef SCAD_PLANAR_CONVOLUTION_H
#define SCAD_PLANAR_CONVOLUTION_H

#include "planar/planar.h"

struct convolution {
    struct arena *arena;
    struct {
        struct planar_line *items;
        size_t count, capacity;
    } lines;
    size_t point_count;
};

void convolution_open(struct convolution *convolution, struct arena *arena);

/* Adds the lines of a pair. Both run counter-clockwise around an area without holes; they may touch themselves. The lines wind around
 * each place as often as there are parts of the one area in which points lie that add up to the place with points of the other:
 * never less than 0. False if `most` points are not enough. */
bool convolution_add(struct convolution *convolution, const struct planar_line *a,
                     const struct planar_line *b, size_t most);

#endif
