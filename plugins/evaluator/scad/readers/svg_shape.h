/* SPDX-License-Identifier: MIT */
/* Basic shapes: rectangles, circles, ellipses, lines, polylines, polygons and paths. */
#ifndef SCAD_READERS_SVG_SHAPE_H
#define SCAD_READERS_SVG_SHAPE_H

#include "readers/drawing.h"

/* Adds the outlines of an element, none if it is no shape. What is filled or not does not count, as in OpenSCAD: open lines
 * are as wide as their stroke, all others are areas. */
void svg_shape_draw(struct drawing *drawing, const struct tree_fragments *fragments,
                    const char *element, const char *const *attributes);

#endif
