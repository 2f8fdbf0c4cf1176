/* SPDX-License-Identifier: MIT */
/* How many pieces OpenSCAD makes of a curve, from $fn, $fa and $fs. */
#ifndef SCAD_MODEL_FRAGMENTS_H
#define SCAD_MODEL_FRAGMENTS_H

#include "model/tree.h"

/* Counts are cut off here; no build can use as many. */
enum { FRAGMENTS_MOST = 1000000000 };

/* Sides of a full circle, at least 3. */
size_t fragments_of_circle(const struct tree_fragments *fragments, double radius);

/* Sides of an arc of so many degrees, at least 1. */
size_t fragments_of_arc(const struct tree_fragments *fragments, double radius, double angle);

/* Slices of an extrusion that twists by so many degrees; `radius` is that of the outermost point. */
size_t fragments_of_helix(const struct tree_fragments *fragments, double radius, double height,
                          double twist);

/* The same if it also scales by `scale` (not 1) in both directions. */
size_t fragments_of_conical_helix(const struct tree_fragments *fragments, double radius,
                                  double height, double twist, double scale);

/* Slices of an extrusion without twist that scales x and y differently; `shift` is how far the
 * outermost point moves. */
size_t fragments_of_slope(const struct tree_fragments *fragments, double shift, double height);

#endif
