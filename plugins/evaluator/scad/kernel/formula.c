/* SPDX-License-Identifier: MIT */
/* Each node counts its children that hold; only a change of a node's own value goes on to its parent. */
#include "kernel/formula.h"

#include "base/list.h"

void formula_open(struct formula *formula, struct arena *arena)
{
    *formula = (struct formula){ .arena = arena };
}

uint32_t formula_add(struct formula *formula, enum formula_operation operation, uint32_t parent)
{
    struct formula_node node = { .operation = operation, .parent = parent };
    uint32_t added = (uint32_t)formula->count;
    if (parent != FORMULA_NO_NODE) {
        struct formula_node *above = &formula->items[parent];
        node.first = above->operation == FORMULA_DIFFERENCE && above->children == 0;
        above->children++;
    }
    list_append(formula->arena, formula, node);
    return added;
}

static bool value_of(const struct formula_node *node, enum formula_side side)
{
    switch (node->operation) {
    case FORMULA_UNION:
        return node->sides[side].inside > 0;
    case FORMULA_INTERSECTION:
        return node->sides[side].inside == node->children;
    case FORMULA_DIFFERENCE:
        return node->sides[side].first && node->sides[side].inside == 0;
    case FORMULA_LEAF:
        break;
    }
    return node->sides[side].value;
}

void formula_set(struct formula *formula, uint32_t leaf, enum formula_side side, bool inside)
{
    struct formula_node *node = &formula->items[leaf];
    bool value = inside;
    while (node->sides[side].value != value) {
        node->sides[side].value = value;
        if (node->parent == FORMULA_NO_NODE)
            return;
        struct formula_node *parent = &formula->items[node->parent];
        if (node->first)
            parent->sides[side].first = value;
        else
            parent->sides[side].inside += value ? 1 : UINT32_MAX;
        value = value_of(parent, side);
        node = parent;
    }
}
