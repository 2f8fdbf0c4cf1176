/* SPDX-License-Identifier: MIT */
/* What modules with children make of them. */
#ifndef SCAD_GEOMETRY_OPERATIONS_H
#define SCAD_GEOMETRY_OPERATIONS_H

#include "geometry/operands.h"
#include "geometry/work.h"

/* What the module work->node makes; no pieces if that cannot be built, which is then reported. */
struct pieces operations_build(struct work *work, struct operands *operands);

#endif
