/* SPDX-License-Identifier: MIT */
/* SVG: the outlines of a flat shape, one unit a millimetre. */
#ifndef SCAD_FORMATS_SVG_H
#define SCAD_FORMATS_SVG_H

#include "formats/sink.h"
#include "geometry/region.h"

/* Colours are whatever SVG knows as a paint. */
struct svg_look {
    bool fills, strokes;
    const char *fill_color, *stroke_color;
    double stroke_mm;
};

/* Black outlines of 0.35 mm. */
struct svg_look svg_look_default(void);

/* As in OpenSCAD's drawings, y points down in the file, so that up is up on the screen. */
void svg_write(struct sink *sink, const struct region *region, const struct svg_look *look);

#endif
