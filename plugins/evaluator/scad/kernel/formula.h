/* SPDX-License-Identifier: MIT */
/* A tree of booleans over leaves, and its value at two places at once: just in front of a face and just behind it.
 * Setting one leaf costs no more than the depth of the tree. */
#ifndef SCAD_KERNEL_FORMULA_H
#define SCAD_KERNEL_FORMULA_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum formula_operation {
    FORMULA_LEAF,
    FORMULA_UNION,        /* of any number, of none: nothing */
    FORMULA_INTERSECTION, /* of any number, of none: nothing */
    FORMULA_DIFFERENCE,   /* the first without all others */
};

enum formula_side { FORMULA_FRONT, FORMULA_BACK };

#define FORMULA_NO_NODE UINT32_MAX

struct formula_node {
    enum formula_operation operation;
    uint32_t parent;
    uint32_t children;
    bool first; /* what its parent, a difference, is taken from */
    struct {
        uint32_t inside; /* children that hold; of a difference only those after the first */
        bool first;      /* the first child of a difference holds */
        bool value;
    } sides[2];
};

/* Nodes come before their children, so that a subtree is a range of nodes. */
struct formula {
    struct arena *arena;
    struct formula_node *items;
    size_t count, capacity;
};

void formula_open(struct formula *formula, struct arena *arena);

/* Adds a node below `parent` (FORMULA_NO_NODE: the root, which is added first) and returns it. A parent's children
 * are added in their order, each with all that is below it. */
uint32_t formula_add(struct formula *formula, enum formula_operation operation, uint32_t parent);

/* Says whether a place on one side is inside the leaf. All leaves hold nothing at first. */
void formula_set(struct formula *formula, uint32_t leaf, enum formula_side side, bool inside);

/* The whole tree's value on one side. */
static inline bool formula_value(const struct formula *formula, enum formula_side side)
{
    return formula->items[0].sides[side].value;
}

#endif
