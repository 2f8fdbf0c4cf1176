/* SPDX-License-Identifier: MIT */
/* Where a leaf is not relevant the tree's value is the same with it and without it; and where that is plain to see it is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kernel/relevance.h"
#include "model.h"

#define AT(x, y, z) ((const double[3]){ x, y, z })

enum { ROOT = 0 };

static struct relevance *open_relevance(struct model *model, struct scene *scene)
{
    const struct kernel_model input = { .formula = &model->formula,
                                        .leaves = model->leaves.items,
                                        .leaf_count = (uint32_t)model->leaves.count };
    assert_int_equal(scene_build(scene, &input, &model->arena, NULL), KERNEL_DONE);
    return relevance_open(scene, &model->arena);
}

/* A cube around a place, in units. */
static struct probe probe_around(const struct scene *scene, const double at[3], double reach)
{
    struct probe probe = { .corner_count = 0 };
    const double low[3] = { at[0] - reach, at[1] - reach, at[2] - reach },
                 high[3] = { at[0] + reach, at[1] + reach, at[2] + reach };
    grid_snap(&scene->grid, low, probe.box.low);
    grid_snap(&scene->grid, high, probe.box.high);
    return probe;
}

static bool is_none(struct relevance *relevance, const struct scene *scene, uint32_t leaf,
                    const double at[3])
{
    struct probe probe = probe_around(scene, at, 0.1);
    return relevance_is_none(relevance, leaf, &probe);
}

static void what_is_taken_away_matters_only_where_something_is(void **state)
{
    (void)state;
    struct model model;
    struct scene scene;
    model_open(&model, 0);
    model_node(&model, FORMULA_DIFFERENCE, FORMULA_NO_NODE);
    model_add_box(&model, ROOT, AT(0, 0, 0), AT(10, 10, 10));
    model_add_box(&model, ROOT, AT(5, 5, 5), AT(10, 10, 10));
    struct relevance *relevance = open_relevance(&model, &scene);
    assert_true(is_none(relevance, &scene, 1, AT(12, 12, 12)));
    assert_false(is_none(relevance, &scene, 1, AT(7, 7, 5)));
    assert_true(is_none(relevance, &scene, 0, AT(10, 10, 10)));
    assert_false(is_none(relevance, &scene, 0, AT(10, 2, 2)));
    model_close(&model);
}

static void inside_a_part_of_a_union_nothing_else_matters(void **state)
{
    (void)state;
    struct model model;
    struct scene scene;
    model_open(&model, 0);
    model_node(&model, FORMULA_UNION, FORMULA_NO_NODE);
    model_add(&model, ROOT, model_ball(&model, 5, 16), NULL);
    for (int i = 0; i < 20; i++)
        model_add_box(&model, ROOT, AT(i * 0.1, 0, 0), AT(2, 2, 2));
    struct relevance *relevance = open_relevance(&model, &scene);
    for (uint32_t leaf = 1; leaf <= 20; leaf++)
        assert_true(is_none(relevance, &scene, leaf, AT(1, 1, 1)));
    assert_false(is_none(relevance, &scene, 0, AT(0, 0, 0)));
    assert_false(is_none(relevance, &scene, 20, AT(3.9, 2, 2)));
    model_close(&model);
}

/* A probe may be smaller than its box: what is between some points. */
static void a_probe_of_points_is_smaller_than_its_box(void **state)
{
    (void)state;
    struct model model;
    struct scene scene;
    double matrix[3][4];
    model_turn(matrix, AT(0, 0, 45), AT(0, 0, 0));
    model_open(&model, 0);
    model_node(&model, FORMULA_UNION, FORMULA_NO_NODE);
    model_add(&model, ROOT, model_box(&model, AT(0, 0, 0), AT(20, 1, 1)),
              (const double(*)[4])matrix);
    model_add_box(&model, ROOT, AT(0, 0, 0), AT(1, 1, 1));
    struct relevance *relevance = open_relevance(&model, &scene);
    struct probe probe = { .corner_count = 2 };
    static const double ends[2][3] = { { 2, 2.7, 0.5 }, { 10, 10.7, 0.5 } };
    int32_t corners[2][3];
    for (int i = 0; i < 2; i++) {
        grid_snap(&scene.grid, ends[i], corners[i]);
        for (int k = 0; k < 3; k++)
            probe.corners[i][k] = corners[i][k];
    }
    for (int k = 0; k < 3; k++) {
        probe.box.low[k] = corners[0][k] - 1;
        probe.box.high[k] = corners[1][k] + 1;
    }
    assert_true(relevance_is_none(relevance, 1, &probe));
    probe.corner_count = 0;
    assert_false(relevance_is_none(relevance, 1, &probe));
    model_close(&model);
}

static const enum formula_operation operations[] = { FORMULA_DIFFERENCE, FORMULA_INTERSECTION,
                                                     FORMULA_UNION };

static void grow(struct model *model, uint32_t parent, int depth)
{
    if (depth == 0) {
        double low[3], size[3];
        for (int k = 0; k < 3; k++) {
            low[k] = model_random(model, 6);
            size[k] = 1 + model_random(model, 6);
        }
        model_add_box(model, parent, low, size);
        return;
    }
    uint32_t node = model_node(model, operations[model_random(model, 3)], parent);
    uint32_t children = 2 + model_random(model, 10);
    for (uint32_t i = 0; i < children; i++)
        grow(model, node, depth - 1);
}

static bool is_in(const struct mesh *box, const double at[3])
{
    bool in = true;
    for (int k = 0; k < 3; k++)
        in = in && at[k] > box->vertices[0][k] && at[k] < box->vertices[7][k];
    return in;
}

/* The tree's value in the middle of a cell, as it is or with one leaf left out. */
static bool value_at(struct model *model, const double at[3], uint32_t left_out)
{
    for (uint32_t i = 0; i < model->leaves.count; i++)
        formula_set(&model->formula, model->leaves.items[i].node, FORMULA_FRONT,
                    i != left_out && is_in(model->leaves.items[i].mesh, at));
    return formula_value(&model->formula, FORMULA_FRONT);
}

static void none_is_said_of_no_leaf_that_decides_something(void **state)
{
    (void)state;
    size_t nones = 0;
    for (uint64_t seed = 0; seed < 40; seed++) {
        struct model model;
        struct scene scene;
        model_open(&model, seed);
        grow(&model, FORMULA_NO_NODE, 3);
        struct relevance *relevance = open_relevance(&model, &scene);
        for (int i = 0; i < 400; i++) {
            uint32_t leaf = model_random(&model, (uint32_t)model.leaves.count);
            double at[3];
            for (int k = 0; k < 3; k++)
                at[k] = model_random(&model, 12) + 0.5;
            if (!is_in(model.leaves.items[leaf].mesh, at) || !is_none(relevance, &scene, leaf, at))
                continue;
            nones++;
            assert_int_equal(value_at(&model, at, leaf), value_at(&model, at, UINT32_MAX));
        }
        model_close(&model);
    }
    assert_true(nones > 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_taken_away_matters_only_where_something_is),
        cmocka_unit_test(inside_a_part_of_a_union_nothing_else_matters),
        cmocka_unit_test(a_probe_of_points_is_smaller_than_its_box),
        cmocka_unit_test(none_is_said_of_no_leaf_that_decides_something),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
