/* SPDX-License-Identifier: MIT */
/* Union, difference and intersection of a module's children. None is worked out here: they wait until somebody needs to know. */
#ifndef SCAD_GEOMETRY_BOOLEANS_H
#define SCAD_GEOMETRY_BOOLEANS_H

#include "geometry/operands.h"
#include "geometry/work.h"

struct pieces booleans_unite(struct operands *operands);
struct pieces booleans_subtract(struct work *work, struct operands *operands);
struct pieces booleans_intersect(struct work *work, struct operands *operands);

#endif
