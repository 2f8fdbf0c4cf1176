/* SPDX-License-Identifier: MIT */
/* DXF as OpenSCAD reads it: LINE, LWPOLYLINE, CIRCLE, ARC, ELLIPSE and INSERT, cut into straight lines that are joined to
 * outlines where their ends meet. */
#ifndef SCAD_READERS_DXF_H
#define SCAD_READERS_DXF_H

#include "readers/drawing.h"

/* Reads the file that an import() names, with its origin, scale, layer and number of fragments, as one shape. What is left
 * out is noted. */
void dxf_read(struct drawing *drawing, const struct tree_node *import, struct text contents);

#endif
