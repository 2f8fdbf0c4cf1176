/* SPDX-License-Identifier: MIT */
/* Nef polyhedra as the library CGAL writes them: of all that they can say, the surfaces of their solids. */
#ifndef SCAD_READERS_NEF3_H
#define SCAD_READERS_NEF3_H

#include "readers/reading.h"
#include "readers/soup.h"

/* Reads as much as is right. False, with the problem, if that is nothing. */
bool nef3_read(struct reading *reading, struct soup *soup);

#endif
