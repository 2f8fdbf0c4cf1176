/* SPDX-License-Identifier: MIT */
/* SVG: the outlines of a flat shape, one unit a millimetre. */
#ifndef SCAD_FORMATS_SVG_H
#define SCAD_FORMATS_SVG_H

#include "formats/sink.h"
#include "geometry/region.h"

/* As in OpenSCAD's drawings, y points down in the file, so that up is up on the screen. */
void svg_write(struct sink *sink, const struct region *region);

#endif
