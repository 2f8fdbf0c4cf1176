/* SPDX-License-Identifier: MIT */
/* roof(): a solid over outlines whose faces all rise at 45 degrees. */
#ifndef SCAD_ROOF_ROOF_H
#define SCAD_ROOF_ROOF_H

#include "geometry/region.h"
#include "model/mesh.h"

/* Builds the roof that work->node asks for: closed, and nowhere through itself; where outlines touch, so do corners of it. False,
 * with a report, if the build must stop. */
bool roof_build(struct work *work, const struct region *plan, struct mesh *mesh);

#endif
