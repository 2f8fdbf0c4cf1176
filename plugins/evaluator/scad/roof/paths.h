/* SPDX-License-Identifier: MIT */
/* Ways through a tiling from point to point. */
#ifndef SCAD_ROOF_PATHS_H
#define SCAD_ROOF_PATHS_H

#include "roof/tiling.h"

/* Makes every line of the creases a side of tiles, or several, as far as it can be reached from the outlines and crosses no
 * other: rounding may keep lines out that are next to nothing. */
void roof_paths_add(struct work *work, struct roof_tiling *tiling);

#endif
