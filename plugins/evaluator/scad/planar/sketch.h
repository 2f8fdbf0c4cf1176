/* SPDX-License-Identifier: MIT */
/* The lines of a shape in the plane on the grid: their corners, each once and in the order of a sweep, and the strokes
 * between them. */
#ifndef SCAD_PLANAR_SKETCH_H
#define SCAD_PLANAR_SKETCH_H

#include "planar/place.h"
#include "planar/planar.h"

#define NOTHING UINT32_MAX

struct corner {
    int32_t at[2];
    uint32_t given;  /* the first given point that is here */
    uint32_t begins; /* the first stroke that begins here, or NOTHING */
    uint32_t ends;   /* one that ends here, or NOTHING */
};

/* An edge of a line, from the corner that comes first in the sweep. */
struct stroke {
    struct course course;
    uint32_t from, to; /* corners */
    uint32_t next;     /* another one that begins in the same corner, or NOTHING */
    uint32_t leaf;
    int turn; /* how much more often the leaf winds around what is above than around what is below */
};

struct sketch {
    double steps; /* of the grid, to a unit of length */
    struct corner *corners;
    uint32_t corner_count;
    struct stroke *strokes;
    uint32_t stroke_count;
};

void sketch_make(struct sketch *sketch, const struct planar_model *model, struct arena *arena);

/* How many points a model's lines have. */
size_t sketch_count_points(const struct planar_model *model);

#endif
