/* SPDX-License-Identifier: MIT */
/* fill(): shapes without their holes. */
#ifndef SCAD_GEOMETRY_FILL_H
#define SCAD_GEOMETRY_FILL_H

#include "geometry/region.h"

/* Adds the outlines around all that a region covers, not those of its holes. */
void fill_add(struct arena *arena, const struct region *region, struct region *filled);

#endif
