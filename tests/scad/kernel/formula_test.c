/* SPDX-License-Identifier: MIT */
/* The value of a tree, set leaf by leaf, beside one that is computed anew each time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model.h"

/* Past the last node below this one. */
static uint32_t end_of(const struct formula *formula, uint32_t node)
{
    uint32_t end = node + 1;
    while (end < formula->count && formula->items[end].parent != FORMULA_NO_NODE &&
           formula->items[end].parent >= node)
        end++;
    return end;
}

static bool value_of(const struct formula *formula, uint32_t node, const bool *leaves)
{
    const struct formula_node *at = &formula->items[node];
    if (at->operation == FORMULA_LEAF)
        return leaves[node];
    uint32_t end = end_of(formula, node), seen = 0;
    bool value = at->operation == FORMULA_INTERSECTION && end > node + 1;
    for (uint32_t i = node + 1; i < end; i++) {
        if (formula->items[i].parent != node)
            continue;
        bool child = value_of(formula, i, leaves);
        if (at->operation == FORMULA_UNION)
            value = value || child;
        else if (at->operation == FORMULA_INTERSECTION)
            value = value && child;
        else
            value = seen == 0 ? child : value && !child;
        seen++;
    }
    return value;
}

static void grow(struct model *model, uint32_t parent, int depth)
{
    if (depth == 0) {
        model_node(model, FORMULA_LEAF, parent);
        return;
    }
    static const enum formula_operation operations[] = { FORMULA_UNION, FORMULA_INTERSECTION,
                                                         FORMULA_DIFFERENCE };
    uint32_t node = model_node(model, operations[model_random(model, 3)], parent),
             count = 1 + model_random(model, 3);
    for (uint32_t i = 0; i < count; i++)
        grow(model, node, depth - 1 - (int)model_random(model, 2) * (depth > 1));
}

static void a_changed_leaf_changes_what_it_should(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 50; seed++) {
        struct model model;
        bool leaves[2][4096] = { { false } };
        model_open(&model, seed);
        for (int i = 0; i < 20; i++)
            model_random(&model, 2);
        grow(&model, FORMULA_NO_NODE, 4);
        for (int step = 0; step < 300; step++) {
            uint32_t node = model_random(&model, (uint32_t)model.formula.count);
            if (model.formula.items[node].operation != FORMULA_LEAF)
                continue;
            enum formula_side side = (enum formula_side)model_random(&model, 2);
            leaves[side][node] = model_random(&model, 2);
            formula_set(&model.formula, node, side, leaves[side][node]);
            for (int s = 0; s < 2; s++)
                assert_int_equal(formula_value(&model.formula, (enum formula_side)s),
                                 value_of(&model.formula, 0, leaves[s]));
        }
        model_close(&model);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_changed_leaf_changes_what_it_should),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
