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

/* Gives a leaf points and faces of its own, which may then be changed. */
void piece_own(struct work *work, struct piece *piece);

/* Whether its faces are a user's, who may have left it open. */
bool piece_is_given(const struct piece *piece);

/* False, with a report, if coordinates are too large, or not numbers. */
bool piece_points_fit(struct work *work, const double *coordinates, size_t count);

#endif
