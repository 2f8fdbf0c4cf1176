/* SPDX-License-Identifier: MIT */
/* What of the inside is nearest to one edge, or to one corner that points into it. */
#ifndef SCAD_ROOF_CELLS_H
#define SCAD_ROOF_CELLS_H

#include "roof/border.h"
#include "roof/creases.h"

/* A part of what bounds a cell. */
struct roof_stretch {
    double low, high;
    struct roof_border border;
};

/* A place where what bounds a cell changes, or may. */
struct roof_stop {
    double x;
    struct roof_border before, after;
};

struct roof_cell {
    struct arena *arena;
    const struct roof_creases *creases;
    struct roof_view view;
    double narrow; /* stretches that are narrower are left out */
    struct {
        struct roof_stretch *items;
        size_t count, capacity;
    } stretches;
    struct {
        struct roof_stop *items; /* the nearest last */
        size_t count, capacity;
    } stops;
};

/* Finds the cell of a site. The creases are points that other cells have. */
void roof_cell_find(struct roof_cell *cell, const struct roof_plan *plan, uint32_t site);

#endif
