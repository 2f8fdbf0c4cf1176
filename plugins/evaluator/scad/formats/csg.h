/* SPDX-License-Identifier: MIT */
/* A geometry tree as OpenSCAD's CSG text: a program without variables, as `-o x.csg` writes it. */
#ifndef SCAD_FORMATS_CSG_H
#define SCAD_FORMATS_CSG_H

#include "base/text.h"
#include "model/tree.h"

/* Writes the tree. `is_program` says that the root stands for the whole program and only what is in
 * it is to be written. Names of files are written as seen from the folder, if that is absolute. */
void csg_print(struct builder *builder, const struct tree_node *root, bool is_program,
               struct text folder);

#endif
