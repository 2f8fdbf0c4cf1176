/* SPDX-License-Identifier: MIT */
/* Which diagonals a face has that is not flat: they decide where its surface is. OpenSCAD takes those of Delaunay's
 * triangulation of the face as it is seen, and so its volumes can be had. */
#ifndef SCAD_GEOMETRY_DELAUNAY_H
#define SCAD_GEOMETRY_DELAUNAY_H

#include "base/arena.h"

#include <stddef.h>
#include <stdint.h>

/* The first corner of the diagonal of a convex quadrilateral from which OpenSCAD's sweep begins, 0 or 1; it stays if all
 * four corners are nearly on one circle. */
size_t delaunay_first_diagonal(const double (*points)[2]);

/* Turns inner edges of counter-clockwise triangles of one polygon until no circle through a triangle has a corner of
 * a neighbour well inside. */
void delaunay_refine(struct arena *arena, const double (*points)[2], uint32_t (*triangles)[3],
                     size_t count);

#endif
