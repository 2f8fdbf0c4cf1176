/* SPDX-License-Identifier: MIT */
/* Wavefront OBJ with normals. */
#ifndef SCAD_FORMATS_OBJ_H
#define SCAD_FORMATS_OBJ_H

#include "formats/facets.h"
#include "formats/sink.h"

/* `producer` is named in the first line: "# moicad exported model". */
void obj_write(struct sink *sink, const struct facets *facets, const char *producer);

#endif
