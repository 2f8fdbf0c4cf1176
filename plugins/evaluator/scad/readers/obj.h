/* SPDX-License-Identifier: MIT */
/* Wavefront OBJ: its vertices and polygons, of all objects and groups together. */
#ifndef SCAD_READERS_OBJ_H
#define SCAD_READERS_OBJ_H

#include "readers/reading.h"
#include "readers/soup.h"

/* False with a problem if there is no solid to be had. A true result may come with a problem, too: a face names a vertex that
 * there is not, and is built without it. */
bool obj_read(struct reading *reading, struct soup *soup);

#endif
