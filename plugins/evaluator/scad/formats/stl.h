/* SPDX-License-Identifier: MIT */
/* STL, the binary and the textual form. The normal of a triangle is that of its first vertex, which is what those who
 * hand in vertices with normals expect; of a model without normals it is the triangle's own. */
#ifndef SCAD_FORMATS_STL_H
#define SCAD_FORMATS_STL_H

#include "formats/facets.h"
#include "formats/sink.h"

/* 84 bytes, and 50 for each triangle. */
void stl_write_binary(struct sink *sink, const struct facets *facets);

void stl_write_text(struct sink *sink, const struct facets *facets);

#endif
