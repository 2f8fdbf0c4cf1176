/* SPDX-License-Identifier: MIT */
/* STL, the binary and the textual form, told apart as OpenSCAD does: binary is what is as long as its count of triangles
 * says, textual what begins with "solid". */
#ifndef SCAD_READERS_STL_READER_H
#define SCAD_READERS_STL_READER_H

#include "readers/reading.h"
#include "readers/soup.h"

/* False with a problem if there is no solid to be had. A true result may come with a problem, too: a text that ends early, a
 * triangle with too few corners. */
bool stl_read(struct reading *reading, struct soup *soup);

#endif
