/* SPDX-License-Identifier: MIT */
/* DXF: the outlines of a flat shape. */
#ifndef SCAD_FORMATS_DXF_H
#define SCAD_FORMATS_DXF_H

#include "formats/sink.h"
#include "geometry/region.h"

/* Lines on layer 0, one behind the other, which is what every program reads, the oldest too. */
void dxf_write(struct sink *sink, const struct region *region);

#endif
