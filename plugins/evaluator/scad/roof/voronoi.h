/* SPDX-License-Identifier: MIT */
/* Roofs that are everywhere as high as the nearest wall is far away. */
#ifndef SCAD_ROOF_VORONOI_H
#define SCAD_ROOF_VORONOI_H

#include "roof/creases.h"

/* Adds the creases of the roof over the plan, bent ones in as many pieces as $fn, $fa and $fs say. False, with a report, if
 * the build must stop. */
bool roof_voronoi(struct work *work, const struct region *plan, struct roof_creases *creases);

#endif
