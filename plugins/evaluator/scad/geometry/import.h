/* SPDX-License-Identifier: MIT */
/* Solids and areas from files: import() and surface(). */
#ifndef SCAD_GEOMETRY_IMPORT_H
#define SCAD_GEOMETRY_IMPORT_H

#include "geometry/pieces.h"
#include "geometry/work.h"
#include "readers/soup.h"

/* What a file of that name would hold, by its suffix: 2 or 3. */
int import_dimension(const struct tree_import *import);

/* Reads the solid in the file of an import() into the piece. False, with a report, if there is nothing to be had. */
bool import_build(struct work *work, const struct tree_node *node, struct piece *piece);

/* The contents of a file; false with a warning if there are none to be had. */
bool import_file(struct work *work, const char *file, struct text *contents);

/* Closes what can be closed of a soup, and makes it the mesh of the piece, as polyhedron_build() does. */
bool import_soup(struct work *work, const struct soup *soup, struct piece *piece);

/* The areas in the file of an import() that holds a drawing; none, with a report, if there is nothing to be had. */
struct pieces import_drawing(struct work *work, const struct tree_node *node);

#endif
