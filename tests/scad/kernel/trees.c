/* SPDX-License-Identifier: MIT */
/* Three kinds of nodes, two to four children each; a leaf now and then where the tree is not deep any more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "trees.h"

#include <string.h>

enum { CELLS = 20, SHALLOW = 3 };

static const enum formula_operation operations[] = { FORMULA_DIFFERENCE, FORMULA_INTERSECTION,
                                                     FORMULA_UNION };

/* An intersection far up would leave nothing. */
static enum formula_operation random_operation(struct model *model, int depth)
{
    enum formula_operation operation = operations[model_random(model, 3)];
    return depth >= SHALLOW && operation == FORMULA_INTERSECTION ? FORMULA_UNION : operation;
}

static bool is_leaf(struct model *model, uint32_t parent, int depth)
{
    return depth == 0 ||
           (depth < SHALLOW && parent != FORMULA_NO_NODE && model_random(model, 4) == 0);
}

static void start(struct model *model, uint64_t seed)
{
    model_open(model, seed);
    for (int i = 0; i < 20; i++)
        model_random(model, 2);
}

/* --- boxes --- */

static void grow_boxes(struct tree_of_boxes *tree, uint32_t parent, int depth)
{
    struct model *model = &tree->model;
    if (is_leaf(model, parent, depth)) {
        struct tree_box *box = &tree->boxes[tree->box_count++];
        box->node = (uint32_t)model->formula.count;
        double low[3], size[3];
        for (int k = 0; k < 3; k++) {
            size[k] = box->size[k] = 1 + (int)model_random(model, 6);
            low[k] = box->low[k] = (int)model_random(model, 9);
        }
        model_add_box(model, parent, low, size);
        return;
    }
    uint32_t node = model_node(model, random_operation(model, depth), parent);
    uint32_t children = 2 + model_random(model, 3);
    for (uint32_t i = 0; i < children; i++)
        grow_boxes(tree, node, depth - 1);
}

void trees_of_boxes(struct tree_of_boxes *tree, uint64_t seed, int depth)
{
    tree->box_count = 0;
    start(&tree->model, seed);
    grow_boxes(tree, FORMULA_NO_NODE, depth);
}

static bool is_in(const struct tree_box *box, const int at[3])
{
    for (int k = 0; k < 3; k++)
        if (at[k] < box->low[k] || at[k] >= box->low[k] + box->size[k])
            return false;
    return true;
}

long trees_count_cells(struct tree_of_boxes *tree)
{
    long inside = 0;
    struct formula *formula = &tree->model.formula;
    for (int cell = 0; cell < CELLS * CELLS * CELLS; cell++) {
        const int at[3] = { cell % CELLS, cell / CELLS % CELLS, cell / CELLS / CELLS };
        for (size_t i = 0; i < tree->box_count; i++)
            formula_set(formula, tree->boxes[i].node, FORMULA_FRONT, is_in(&tree->boxes[i], at));
        inside += formula_value(formula, FORMULA_FRONT);
    }
    for (size_t i = 0; i < tree->box_count; i++)
        formula_set(formula, tree->boxes[i].node, FORMULA_FRONT, false);
    return inside;
}

/* --- turned solids --- */

typedef double transform[3][4];

static void random_turn(struct model *model, double matrix[3][4])
{
    static const double nowhere[3] = { 0, 0, 0 };
    double degrees[3] = { 0, 0, 0 };
    if (model_random(model, 2))
        for (int k = 0; k < 3; k++)
            degrees[k] = 15.0 * model_random(model, 24);
    model_turn(matrix, degrees, nowhere);
}

static void add_solid(struct model *model, uint32_t parent, const double (*outer)[4])
{
    uint32_t kind = model_random(model, 4);
    double low[3] = { 0, 0, 0 }, size[3];
    struct mesh mesh;
    for (int k = 0; k < 3; k++)
        size[k] = 2 + model_random(model, 6);
    unsigned sides = 6 + 2 * model_random(model, 8);
    if (model_random(model, 2))
        for (int k = 0; k < 3; k++)
            low[k] = -size[k] / 2;
    if (kind < 2)
        mesh = model_box(model, low, size);
    else if (kind == 2)
        mesh = model_prism(model, size[0] / 2, size[2] + 1, sides);
    else
        mesh = model_ball(model, size[0] / 2, sides + 2);
    transform matrix;
    random_turn(model, matrix);
    for (int k = 0; k < 3; k++)
        matrix[k][3] = model_random(model, 8);
    model_chain(matrix, outer, (const double(*)[4])matrix);
    model_add(model, parent, mesh, (const double(*)[4])matrix);
}

static void grow_solids(struct model *model, uint32_t parent, int depth, const double (*outer)[4])
{
    if (is_leaf(model, parent, depth)) {
        add_solid(model, parent, outer);
        return;
    }
    transform matrix;
    memcpy(matrix, outer, sizeof matrix);
    uint32_t node = model_node(model, random_operation(model, depth), parent);
    uint32_t children = 2 + model_random(model, 3);
    if (model_random(model, 4) == 0) {
        transform turned;
        random_turn(model, turned);
        model_chain(matrix, outer, (const double(*)[4])turned);
    }
    for (uint32_t i = 0; i < children; i++)
        grow_solids(model, node, depth - 1, (const double(*)[4])matrix);
}

void trees_of_solids(struct model *model, uint64_t seed, int depth)
{
    static const transform identity = { { 1, 0, 0, 0 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 } };
    start(model, seed);
    grow_solids(model, FORMULA_NO_NODE, depth, identity);
}
