/* SPDX-License-Identifier: MIT */
/* Sums of random shapes beside the union of the sums of their triangles, which are convex; and what holds for all sums. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "planar/convolution.h"

#include "../kernel/model.h"

#include <math.h>
#include <string.h>

enum { MOST_POINTS = 24, SHAPES = 150, ENOUGH = 100000 };

struct shape {
    double points[MOST_POINTS][2];
    size_t count;
};

static double turn(const double a[2], const double b[2], const double c[2])
{
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

static const double origin[2] = { 0, 0 };

/* All of it is seen from the origin; corners are whole numbers. */
static struct shape random_shape(struct model *model, size_t corners)
{
    struct shape shape;
    do {
        shape.count = 0;
        for (size_t i = 0; i < corners; i++) {
            double angle = 2 * 3.14159265358979323846 * (double)i / (double)corners;
            double radius = 3 + model_random(model, i % 2 ? 60 : 12);
            double *point = shape.points[shape.count];
            point[0] = nearbyint(radius * cos(angle)), point[1] = nearbyint(radius * sin(angle));
            if (shape.count == 0 || turn(origin, shape.points[shape.count - 1], point) > 0)
                shape.count++;
        }
    } while (!(turn(origin, shape.points[shape.count - 1], shape.points[0]) > 0));
    return shape;
}

static struct planar_leaf sum_of(struct model *model, const struct shape *a, const struct shape *b)
{
    const struct planar_line one = { (const double(*)[2])a->points, a->count },
                             other = { (const double(*)[2])b->points, b->count };
    struct convolution convolution;
    convolution_open(&convolution, &model->arena);
    assert_true(convolution_add(&convolution, &one, &other, ENOUGH));
    return (struct planar_leaf){ convolution.lines.items, convolution.lines.count, 0,
                                 PLANAR_POSITIVE };
}

/* The area of what an operation makes of the leaves. */
static double area_of(struct model *model, enum formula_operation operation,
                      const struct planar_leaf *leaves, uint32_t count)
{
    struct formula formula;
    struct planar_leaf placed[4];
    struct planar_result result;
    formula_open(&formula, &model->arena);
    uint32_t root = formula_add(&formula, operation, FORMULA_NO_NODE);
    for (uint32_t i = 0; i < count; i++) {
        placed[i] = leaves[i];
        placed[i].node = formula_add(&formula, FORMULA_LEAF, root);
    }
    const struct planar_model drawing = {
        .formula = &formula, .leaves = placed, .leaf_count = count, .outlines_only = true
    };
    assert_int_equal(planar_solve(&drawing, &model->arena, &result), KERNEL_DONE);
    double sum = 0;
    for (size_t i = 0; i < result.loop_count; i++)
        for (size_t k = 0; k < result.loops[i].count; k++) {
            const uint32_t *order = result.order + result.loops[i].first;
            sum += turn(origin, result.points[order[k]],
                        result.points[order[(k + 1) % result.loops[i].count]]);
        }
    return sum / 2;
}

/* Nothing at all is in one and not in the other. */
static void check_same(struct model *model, struct planar_leaf a, struct planar_leaf b)
{
    const struct planar_leaf there[2] = { a, b }, back[2] = { b, a };
    assert_true(area_of(model, FORMULA_DIFFERENCE, there, 2) == 0);
    assert_true(area_of(model, FORMULA_DIFFERENCE, back, 2) == 0);
}

/* Two triangles' edges in the order of their directions, from the lowest corners on. */
static void add_triangles(struct shape *sum, const double a[3][2], const double b[3][2])
{
    size_t i = 0, j = 0, first = 0, second = 0;
    for (size_t k = 1; k < 3; k++) {
        if (a[k][1] < a[first][1] || (a[k][1] == a[first][1] && a[k][0] < a[first][0]))
            first = k;
        if (b[k][1] < b[second][1] || (b[k][1] == b[second][1] && b[k][0] < b[second][0]))
            second = k;
    }
    for (sum->count = 0; i < 3 || j < 3;) {
        const double *at = a[(first + i) % 3], *to = a[(first + i + 1) % 3];
        const double *by = b[(second + j) % 3], *next = b[(second + j + 1) % 3];
        double *point = sum->points[sum->count++];
        point[0] = at[0] + by[0], point[1] = at[1] + by[1];
        double left = (to[0] - at[0]) * (next[1] - by[1]) - (to[1] - at[1]) * (next[0] - by[0]);
        if (j == 3 || (i < 3 && left > 0))
            i++;
        else
            j++;
    }
}

static struct planar_leaf sum_of_triangles(struct model *model, const struct shape *a,
                                           const struct shape *b)
{
    size_t count = a->count * b->count, used = 0;
    struct planar_line *lines = arena_take(&model->arena, count * sizeof *lines);
    struct shape *sums = arena_take(&model->arena, count * sizeof *sums);
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++, used++) {
            double one[3][2] = { { 0, 0 } }, other[3][2] = { { 0, 0 } };
            memcpy(one[1], a->points[i], sizeof *one);
            memcpy(one[2], a->points[(i + 1) % a->count], sizeof *one);
            memcpy(other[1], b->points[j], sizeof *other);
            memcpy(other[2], b->points[(j + 1) % b->count], sizeof *other);
            add_triangles(&sums[used], (const double(*)[2])one, (const double(*)[2])other);
            lines[used] =
                (struct planar_line){ (const double(*)[2])sums[used].points, sums[used].count };
        }
    return (struct planar_leaf){ lines, count, 0, PLANAR_NONZERO };
}

static void sums_are_those_of_their_triangles(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < SHAPES; i++) {
        struct model model;
        model_open(&model, i);
        struct shape a = random_shape(&model, 5 + model_random(&model, MOST_POINTS - 4)),
                     b = random_shape(&model, 5 + model_random(&model, MOST_POINTS - 4));
        check_same(&model, sum_of(&model, &a, &b), sum_of_triangles(&model, &a, &b));
        model_close(&model);
    }
}

static void operands_can_be_exchanged(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < SHAPES; i++) {
        struct model model;
        model_open(&model, 1000 + i);
        struct shape a = random_shape(&model, MOST_POINTS), b = random_shape(&model, 9);
        check_same(&model, sum_of(&model, &a, &b), sum_of(&model, &b, &a));
        model_close(&model);
    }
}

static void a_point_moves(void **state)
{
    (void)state;
    struct model model;
    model_open(&model, 5);
    struct shape a = random_shape(&model, MOST_POINTS), moved = a,
                 point = { { { 7, -4 }, { 7, -4 }, { 7, -4 } }, 3 };
    for (size_t i = 0; i < a.count; i++)
        moved.points[i][0] += 7, moved.points[i][1] -= 4;
    const struct planar_line line = { (const double(*)[2])moved.points, moved.count };
    const struct planar_leaf expected = { &line, 1, 0, PLANAR_NONZERO };
    check_same(&model, sum_of(&model, &a, &point), expected);
    check_same(&model, sum_of(&model, &point, &a), expected);
    model_close(&model);
}

/* How far the shape reaches to the right of a direction, as a part of whose length it is given. */
static double reach(const struct shape *shape, const double a[2], const double b[2])
{
    double most = -INFINITY;
    for (size_t i = 0; i < shape->count; i++)
        most =
            fmax(most, (b[1] - a[1]) * shape->points[i][0] - (b[0] - a[0]) * shape->points[i][1]);
    return most;
}

/* The area of a sum of convex shapes is that of both, and what the one makes along the edges of the other. */
static void convex_sums_have_their_area(void **state)
{
    (void)state;
    static const struct shape a = { { { 0, 0 }, { 9, 1 }, { 12, 6 }, { 4, 11 }, { -1, 7 } }, 5 },
                              b = { { { -3, -2 }, { 5, -4 }, { 6, 0 }, { 2, 8 } }, 4 };
    struct model model;
    model_open(&model, 0);
    double expected = 0;
    for (size_t i = 0; i < a.count; i++) {
        const double *from = a.points[i], *to = a.points[(i + 1) % a.count];
        expected += turn(origin, from, to) / 2 + reach(&b, from, to);
    }
    for (size_t i = 0; i < b.count; i++)
        expected += turn(origin, b.points[i], b.points[(i + 1) % b.count]) / 2;
    const struct planar_leaf sum = sum_of(&model, &a, &b);
    assert_int_equal(sum.line_count, 1);
    assert_int_equal(sum.lines[0].count, a.count + b.count);
    assert_true(area_of(&model, FORMULA_UNION, &sum, 1) == expected);
    model_close(&model);
}

static void sums_have_a_limit(void **state)
{
    (void)state;
    static const double points[3][2] = { { 0, 0 }, { 1, 0 }, { 0, 1 } };
    const struct planar_line line = { points, 3 };
    struct model model;
    struct convolution convolution;
    model_open(&model, 0);
    convolution_open(&convolution, &model.arena);
    assert_false(convolution_add(&convolution, &line, &line, 5));
    assert_true(convolution_add(&convolution, &line, &line, 6));
    assert_int_equal(convolution.point_count, 6);
    model_close(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_those_of_their_triangles),
        cmocka_unit_test(operands_can_be_exchanged),
        cmocka_unit_test(a_point_moves),
        cmocka_unit_test(convex_sums_have_their_area),
        cmocka_unit_test(sums_have_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
