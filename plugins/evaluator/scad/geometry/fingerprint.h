/* SPDX-License-Identifier: MIT */
/* Names for what is to be worked out: equal names, equal results. OpenSCAD's rule is that equal text makes equal solids; here it is
 * equal parameters and equal points, to the last bit, which text does not show. */
#ifndef SCAD_GEOMETRY_FINGERPRINT_H
#define SCAD_GEOMETRY_FINGERPRINT_H

#include "base/digest.h"
#include "geometry/operands.h"
#include "geometry/work.h"

/* What the module work->node makes of its children. False if that cannot be named: a file is not there, or it would be made
 * faster than it is found. */
bool fingerprint_module(struct work *work, const struct operands *operands, struct digest *digest);

/* The union of the pieces, worked out; colours play no part in it. */
struct digest fingerprint_union(struct arena *arena, const struct pieces *pieces);

#endif
