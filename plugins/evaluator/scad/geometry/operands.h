/* SPDX-License-Identifier: MIT */
/* The children of a module, built. */
#ifndef SCAD_GEOMETRY_OPERANDS_H
#define SCAD_GEOMETRY_OPERANDS_H

#include "geometry/pieces.h"

struct operand {
    const struct tree_node *node;
    struct pieces pieces;
};

/* All are of one dimension. */
struct operands {
    int dimension;
    struct operand *items;
    size_t count, capacity;
};

#endif
