/* SPDX-License-Identifier: MIT */
/* What of the inside is nearest to one edge, or to one corner that points into it. Edge n is site n, the corner that it starts
 * from is site n + the number of edges. */
#ifndef SCAD_GEOMETRY_ROOF_CELLS_H
#define SCAD_GEOMETRY_ROOF_CELLS_H

#include "geometry/roof_envelope.h"
#include "geometry/roof_plan.h"

/* An edge's cell is seen along the edge: over each place, how far the cell goes up from it. A corner's cell is seen around the
 * corner: by the tangent of half the angle to the middle of it, the negative of (1 + x^2) over how far it goes that way. */
struct roof_cell {
    const struct roof_plan *plan;
    uint32_t site;
    bool of_corner;
    const double *origin;
    double axes[2][2]; /* x along the edge or to the middle of the cell, y to its left */
    double low, high;
    struct roof_envelope envelope;
};

void roof_cell_open(struct roof_cell *cell, const struct roof_plan *plan, struct arena *arena);

/* Finds the cell of a site. */
void roof_cell_find(struct roof_cell *cell, uint32_t site);

/* The place on the border of the cell at x, by the curve there, and how far it is from the site. */
double roof_cell_border(const struct roof_cell *cell, const struct roof_curve *curve, double x,
                        double at[2]);

#endif
