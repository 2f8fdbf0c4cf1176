/* SPDX-License-Identifier: MIT */
/* Pairs of triangles, beside the checker; and that a result which rounding has pushed through itself is put right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker.h"
#include "kernel/crossings.h"
#include "model.h"

#include <math.h>
#include <string.h>

static const uint32_t one[3] = { 0, 1, 2 }, other[3] = { 3, 4, 5 };

/* Coordinates below `range`; some pairs share a corner. */
static struct mesh random_pair(struct model *model, uint32_t range)
{
    struct mesh pair = mesh_new(&model->arena, 6, 2);
    for (int i = 0; i < 18; i++)
        pair.vertices[i / 3][i % 3] = model_random(model, range);
    if (model_random(model, 3) == 0)
        memcpy(pair.vertices[3], pair.vertices[0], sizeof pair.vertices[0]);
    memcpy(pair.triangles[0], one, sizeof one);
    memcpy(pair.triangles[1], other, sizeof other);
    return pair;
}

/* Far from each other's edges and planes whoever meets crosses. */
static void crossed_is_who_meets(void **state)
{
    (void)state;
    struct model model;
    size_t crossed = 0;
    model_open(&model, 1);
    for (int i = 0; i < 20000; i++) {
        struct mesh pair = random_pair(&model, 100000);
        bool are = crossings_are_crossed(pair.vertices, one, other);
        assert_int_equal(are, check_mesh(&pair, false).meeting);
        crossed += are;
    }
    assert_true(crossed > 1000 && crossed < 10000);
    model_close(&model);
}

static void who_only_touches_is_not_crossed(void **state)
{
    (void)state;
    struct model model;
    size_t touching = 0;
    model_open(&model, 2);
    for (int i = 0; i < 20000; i++) {
        struct mesh pair = random_pair(&model, 5);
        struct check check = check_mesh(&pair, false);
        if (check.degenerate > 0)
            continue;
        bool are = crossings_are_crossed(pair.vertices, one, other);
        assert_true(!are || check.meeting);
        assert_true(are || !check.crossing);
        touching += check.meeting && !are;
    }
    assert_true(touching > 100);
    model_close(&model);
}

/* Two that cross, with all corners on the grid. */
static void what_was_changed_is_looked_at_on_the_grid_too(void **state)
{
    (void)state;
    struct model model;
    model_open(&model, 3);
    struct mesh pair = random_pair(&model, 100);
    while (!crossings_are_crossed(pair.vertices, one, other))
        pair = random_pair(&model, 100);
    const struct grid grid = { .steps = 1 };
    bool changed[6] = { false };
    struct halves halves;
    halves_open(&halves, &model.arena, true);
    assert_int_equal(crossings_count(&pair, &grid, CROSSINGS_ANYWHERE, NULL, NULL, &halves), 1);
    assert_int_equal(crossings_count(&pair, &grid, CROSSINGS_WHERE_CHANGED, NULL, NULL, &halves),
                     0);
    assert_int_equal(crossings_count(&pair, &grid, CROSSINGS_WHERE_CHANGED, changed, NULL, &halves),
                     0);
    assert_int_equal(crossings_count(&pair, &grid, CROSSINGS_AT_CHANGES, changed, NULL, &halves),
                     0);
    changed[4] = true;
    bool crossed[6] = { false };
    assert_int_equal(crossings_count(&pair, &grid, CROSSINGS_AT_CHANGES, changed, crossed, &halves),
                     1);
    for (int i = 0; i < 6; i++)
        assert_true(crossed[i]);
    assert_int_equal(crossings_count(&pair, &grid, CROSSINGS_WHERE_CHANGED, changed, NULL, &halves),
                     1);
    halves_close(&halves);
    model_close(&model);
}

/* What doubles cannot tell: a corner next to nothing above a plane, and below it. */
static void the_last_digit_decides(void **state)
{
    (void)state;
    double vertices[6][3] = { { 0.1, 0.1, 0.1 }, { 10.1, 0.1, 0.1 }, { 0.1, 10.1, 0.1 },
                              { 3, 3, 0.1 },     { 3, 4, 5 },        { 4, 3, 5 } };
    assert_false(crossings_are_crossed(vertices, one, other));
    vertices[3][2] = nextafter(0.1, 1);
    assert_false(crossings_are_crossed(vertices, one, other));
    vertices[3][2] = nextafter(0.1, 0);
    assert_true(crossings_are_crossed(vertices, one, other));
}

static void neighbours_that_fold_back_are_crossed(void **state)
{
    (void)state;
    double vertices[4][3] = { { 0, 0, 0 }, { 4, 0, 0 }, { 0, 4, 0 }, { 4, 4, 0 } };
    static const uint32_t a[3] = { 0, 1, 2 }, b[3] = { 1, 0, 3 }, c[3] = { 2, 1, 3 };
    assert_true(crossings_are_crossed(vertices, a, b));
    assert_false(crossings_are_crossed(vertices, a, c));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crossed_is_who_meets),
        cmocka_unit_test(who_only_touches_is_not_crossed),
        cmocka_unit_test(what_was_changed_is_looked_at_on_the_grid_too),
        cmocka_unit_test(the_last_digit_decides),
        cmocka_unit_test(neighbours_that_fold_back_are_crossed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
