/* SPDX-License-Identifier: MIT */
/* offset(): outlines moved outward or inward; and the outlines of lines drawn with a pen. */
#ifndef SCAD_GEOMETRY_OFFSET_H
#define SCAD_GEOMETRY_OFFSET_H

#include "geometry/region.h"
#include "model/pen.h"

/* Adds the outlines of a region, moved as the node being built says. They may cross: what they wind around counter-clockwise,
 * all in all, is inside. False, with a report, if the vertices ran out or the build must stop. */
bool offset_add(struct work *work, const struct region *region, struct region *moved);

/* Adds the outline of a line drawn with a pen. Like the others it may cross itself; a line that is only a point has none. */
bool offset_add_line(struct work *work, const double (*points)[2], size_t count,
                     const struct pen *pen, struct region *region);

#endif
