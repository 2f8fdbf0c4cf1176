/* SPDX-License-Identifier: MIT */
/* SVG as OpenSCAD reads it: the shapes of the page, of one layer or of one element; text and everything that is paint are left
 * out. */
#ifndef SCAD_READERS_SVG_H
#define SCAD_READERS_SVG_H

#include "readers/drawing.h"

/* Elements in each other, and those that others are drawn for. */
enum { SVG_DEPTH = 500 };

/* Reads the file that an import() names, with its id, layer, resolution and number of fragments. A file that is no SVG is an
 * error, and the drawing stays empty. */
void svg_read(struct drawing *drawing, const struct tree_node *import, struct text contents);

#endif
