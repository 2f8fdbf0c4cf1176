/* SPDX-License-Identifier: MIT */
/* One piece: made, and kept if it is anything. */
#ifndef SCAD_GEOMETRY_PIECE_H
#define SCAD_GEOMETRY_PIECE_H

#include "geometry/pieces.h"
#include "geometry/work.h"

/* A leaf of nothing yet, made along the axes of space. */
struct piece *piece_new(struct work *work, const struct tree_node *origin);

/* Measures a new or moved piece and adds it, unless it is empty or has left the range of numbers. */
void piece_keep(struct work *work, struct pieces *pieces, struct piece *piece);

/* False, with a report, if coordinates are too large, or not numbers. */
bool piece_points_fit(struct work *work, const double *coordinates, size_t count);

#endif
