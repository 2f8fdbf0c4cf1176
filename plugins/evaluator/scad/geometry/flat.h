/* SPDX-License-Identifier: MIT */
/* From a drawing as a file has it to areas. */
#ifndef SCAD_GEOMETRY_FLAT_H
#define SCAD_GEOMETRY_FLAT_H

#include "geometry/pieces.h"
#include "geometry/work.h"
#include "readers/drawing.h"

/* Adds a piece for each shape of the drawing, which is from the file of the import() that is being built, and reports what its
 * reader noted. False, with a report, if the vertices ran out or the build must stop. */
bool flat_build(struct work *work, const struct drawing *drawing, struct pieces *pieces);

#endif
