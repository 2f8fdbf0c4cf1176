/* SPDX-License-Identifier: MIT */
/* Shapes in the plane: areas that are known, random squares beside counting cells, random lines beside rays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "planar/planar.h"

#include "../kernel/model.h"
#include "base/list.h"

#include <math.h>
#include <string.h>

struct drawing {
    struct model model;
    struct {
        struct planar_leaf *items;
        size_t count, capacity;
    } leaves;
    struct planar_result result;
};

static void open_drawing(struct drawing *drawing, enum formula_operation operation, uint64_t seed)
{
    *drawing = (struct drawing){ .leaves = { NULL, 0, 0 } };
    model_open(&drawing->model, seed);
    model_node(&drawing->model, operation, FORMULA_NO_NODE);
}

static void add_line(struct drawing *drawing, enum planar_rule rule, size_t count,
                     const double (*points)[2])
{
    struct arena *arena = &drawing->model.arena;
    double(*copy)[2] = arena_take(arena, count * sizeof *copy);
    struct planar_line *line = arena_take(arena, sizeof *line);
    memcpy(copy, points, count * sizeof *copy);
    *line = (struct planar_line){ (const double(*)[2])copy, count };
    struct planar_leaf leaf = { line, 1, model_node(&drawing->model, FORMULA_LEAF, 0), rule };
    list_append(arena, &drawing->leaves, leaf);
}

static void add_square(struct drawing *drawing, double x, double y, double width, double height)
{
    const double points[4][2] = {
        { x, y }, { x + width, y }, { x + width, y + height }, { x, y + height }
    };
    add_line(drawing, PLANAR_NONZERO, 4, points);
}

static double loop_area(const struct planar_result *result, const struct planar_loop *loop)
{
    double sum = 0;
    for (size_t i = 0; i < loop->count; i++) {
        const double *a = result->points[result->order[loop->first + i]];
        const double *b = result->points[result->order[loop->first + (i + 1) % loop->count]];
        sum += a[0] * b[1] - a[1] * b[0];
    }
    return sum / 2;
}

/* The area of the loops and that of the triangles, which must be the same; triangles face up. */
static double solve(struct drawing *drawing)
{
    const struct planar_model model = { .formula = &drawing->model.formula,
                                        .leaves = drawing->leaves.items,
                                        .leaf_count = (uint32_t)drawing->leaves.count };
    assert_int_equal(planar_solve(&model, &drawing->model.arena, &drawing->result), KERNEL_DONE);
    const struct planar_result *result = &drawing->result;
    double loops = 0, triangles = 0;
    for (size_t i = 0; i < result->loop_count; i++)
        loops += loop_area(result, &result->loops[i]);
    for (size_t i = 0; i < result->triangle_count; i++) {
        const uint32_t *t = result->triangles[i];
        const double *a = result->points[t[0]], *b = result->points[t[1]],
                     *c = result->points[t[2]];
        double area = ((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) / 2;
        assert_true(area > 0);
        triangles += area;
    }
    assert_float_equal(loops, triangles, 1e-6 * (1 + loops));
    return loops;
}

static void two_squares(void **state)
{
    (void)state;
    static const struct {
        enum formula_operation operation;
        double shift, area;
        size_t points, loops;
    } cases[] = {
        { FORMULA_UNION, 1, 7, 8, 1 },        { FORMULA_DIFFERENCE, 1, 3, 6, 1 },
        { FORMULA_INTERSECTION, 1, 1, 4, 1 }, { FORMULA_UNION, 0, 4, 4, 1 },
        { FORMULA_DIFFERENCE, 0, 0, 0, 0 },   { FORMULA_UNION, 2, 8, 7, 2 },
        { FORMULA_INTERSECTION, 2, 0, 0, 0 }, { FORMULA_UNION, 5, 8, 8, 2 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct drawing drawing;
        open_drawing(&drawing, cases[i].operation, 0);
        add_square(&drawing, 0, 0, 2, 2);
        add_square(&drawing, cases[i].shift, cases[i].shift, 2, 2);
        assert_float_equal(solve(&drawing), cases[i].area, 1e-9);
        assert_int_equal(drawing.result.point_count, cases[i].points);
        assert_int_equal(drawing.result.loop_count, cases[i].loops);
        model_close(&drawing.model);
    }
}

static void rules(void **state)
{
    (void)state;
    /* Twice around the same square, and once the other way. */
    static const double twice[8][2] = { { 0, 0 }, { 2, 0 }, { 2, 2 }, { 0, 2 },
                                        { 0, 0 }, { 2, 0 }, { 2, 2 }, { 0, 2 } };
    static const double back[4][2] = { { 0, 0 }, { 0, 2 }, { 2, 2 }, { 2, 0 } };
    static const struct {
        enum planar_rule rule;
        double of_twice, of_back;
    } cases[] = { { PLANAR_NONZERO, 4, 4 }, { PLANAR_ODD, 0, 4 }, { PLANAR_POSITIVE, 4, 0 } };
    for (size_t i = 0; i < 3; i++) {
        struct drawing drawing;
        open_drawing(&drawing, FORMULA_UNION, 0);
        add_line(&drawing, cases[i].rule, 8, twice);
        assert_float_equal(solve(&drawing), cases[i].of_twice, 1e-9);
        model_close(&drawing.model);
        open_drawing(&drawing, FORMULA_UNION, 0);
        add_line(&drawing, cases[i].rule, 4, back);
        assert_float_equal(solve(&drawing), cases[i].of_back, 1e-9);
        model_close(&drawing.model);
    }
}

static void a_thousand_squares_in_a_row_are_one(void **state)
{
    (void)state;
    struct drawing drawing;
    open_drawing(&drawing, FORMULA_UNION, 0);
    for (int i = 0; i < 900; i++)
        add_square(&drawing, i % 30 * 0.1, i / 30 * 0.1, 0.1, 0.1);
    assert_float_equal(solve(&drawing), 9, 1e-9);
    assert_int_equal(drawing.result.point_count, 4);
    assert_int_equal(drawing.result.triangle_count, 2);
    model_close(&drawing.model);
}

static void random_squares_cover_the_cells_they_should(void **state)
{
    (void)state;
    static const enum formula_operation operations[] = { FORMULA_UNION, FORMULA_DIFFERENCE,
                                                         FORMULA_INTERSECTION };
    for (uint64_t seed = 0; seed < 300; seed++) {
        struct drawing drawing;
        uint32_t count[24][24] = { { 0 } }, first[24][24] = { { 0 } }, squares = 2 + seed % 9;
        open_drawing(&drawing, operations[seed % 3], seed);
        for (uint32_t i = 0; i < squares; i++) {
            uint32_t box[4];
            for (int k = 0; k < 4; k++)
                box[k] = (k > 1) + model_random(&drawing.model, 12);
            add_square(&drawing, box[0], box[1], box[2], box[3]);
            for (uint32_t x = box[0]; x < box[0] + box[2]; x++)
                for (uint32_t y = box[1]; y < box[1] + box[3]; y++) {
                    count[x][y]++;
                    first[x][y] |= i == 0;
                }
        }
        int cells = 0;
        for (int i = 0; i < 24 * 24; i++) {
            uint32_t c = count[i / 24][i % 24], f = first[i / 24][i % 24];
            cells += seed % 3 == 0 ? c > 0 : seed % 3 == 1 ? f && c == 1 : c == squares;
        }
        assert_float_equal(solve(&drawing), cells, 1e-9);
        model_close(&drawing.model);
    }
}

/* --- random lines beside rays --- */

/* How often the lines of a leaf wind around a place that is on none of them: what crosses the ray to the right of it. */
static int winding_of(const struct planar_leaf *leaf, double x, double y)
{
    int winding = 0;
    for (size_t i = 0; i < leaf->line_count; i++)
        for (size_t k = 0; k < leaf->lines[i].count; k++) {
            const double *a = leaf->lines[i].points[k],
                         *b = leaf->lines[i].points[(k + 1) % leaf->lines[i].count];
            if ((a[1] > y) == (b[1] > y))
                continue;
            bool left = (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]) > 0;
            winding += b[1] > a[1] ? left : -!left;
        }
    return winding;
}

static bool is_in_leaf(const struct planar_leaf *leaf, double x, double y)
{
    int winding = winding_of(leaf, x, y);
    return leaf->rule == PLANAR_ODD        ? winding % 2 != 0
           : leaf->rule == PLANAR_POSITIVE ? winding > 0
                                           : winding != 0;
}

/* The outlines wind once around what is inside and not at all around the rest, however it was cut. */
static int winding_of_result(const struct planar_result *result, double x, double y)
{
    int winding = 0;
    for (size_t i = 0; i < result->loop_count; i++) {
        double points[2000][2];
        const struct planar_loop *loop = &result->loops[i];
        assert_in_range(loop->count, 3, 2000);
        for (size_t k = 0; k < loop->count; k++)
            memcpy(points[k], result->points[result->order[loop->first + k]], sizeof points[k]);
        const struct planar_line line = { (const double(*)[2])points, loop->count };
        const struct planar_leaf outline = { &line, 1, 0, PLANAR_NONZERO };
        winding += winding_of(&outline, x, y);
    }
    return winding;
}

/* On a small grid corners are in one place, edges lie on each other and end on each other. */
static void add_random_line(struct drawing *drawing, uint32_t reach)
{
    double points[12][2];
    size_t count = 1 + model_random(&drawing->model, 12);
    for (size_t i = 0; i < count; i++)
        for (int axis = 0; axis < 2; axis++) {
            bool same = i > 0 && model_random(&drawing->model, 4) == 0;
            points[i][axis] = same ? points[i - 1][axis] : model_random(&drawing->model, reach);
        }
    add_line(drawing, (enum planar_rule)model_random(&drawing->model, 3), count,
             (const double(*)[2])points);
}

static void random_lines_are_inside_where_their_windings_say(void **state)
{
    (void)state;
    static const enum formula_operation operations[] = { FORMULA_UNION, FORMULA_DIFFERENCE,
                                                         FORMULA_INTERSECTION };
    static const uint32_t reaches[] = { 4, 7, 12, 40 };
    enum { SAMPLES = 20 };
    for (uint64_t seed = 0; seed < 600; seed++) {
        struct drawing drawing;
        uint32_t reach = reaches[seed % 4], leaves = 1 + (uint32_t)(seed / 4) % 5;
        open_drawing(&drawing, operations[seed % 3], seed);
        for (uint32_t i = 0; i < leaves; i++)
            add_random_line(&drawing, reach);
        solve(&drawing);
        for (int i = 0; i < SAMPLES * SAMPLES; i++) {
            /* On no line between corners of so small a grid. */
            double x = (i % SAMPLES + 0.5137) * reach / SAMPLES,
                   y = (i / SAMPLES + 0.4719) * reach / SAMPLES;
            uint32_t inside = 0;
            for (uint32_t k = 0; k < leaves; k++)
                inside += is_in_leaf(&drawing.leaves.items[k], x, y);
            bool first = is_in_leaf(&drawing.leaves.items[0], x, y);
            bool expected = seed % 3 == 0   ? inside > 0
                            : seed % 3 == 1 ? first && inside == 1
                                            : inside == leaves;
            assert_int_equal(winding_of_result(&drawing.result, x, y), expected);
        }
        model_close(&drawing.model);
    }
}

static void operands_may_come_in_any_order(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct drawing drawing, turned;
        open_drawing(&drawing, FORMULA_UNION, seed);
        open_drawing(&turned, FORMULA_UNION, seed);
        for (int i = 0; i < 6; i++)
            add_random_line(&drawing, 9);
        for (int i = 6; i-- > 0;)
            add_line(&turned, drawing.leaves.items[i].rule, drawing.leaves.items[i].lines->count,
                     drawing.leaves.items[i].lines->points);
        solve(&drawing);
        solve(&turned);
        assert_int_equal(drawing.result.point_count, turned.result.point_count);
        for (size_t i = 0; i < drawing.result.point_count; i++)
            assert_memory_equal(drawing.result.points[i], turned.result.points[i],
                                sizeof drawing.result.points[i]);
        model_close(&drawing.model);
        model_close(&turned.model);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_squares),
        cmocka_unit_test(rules),
        cmocka_unit_test(a_thousand_squares_in_a_row_are_one),
        cmocka_unit_test(random_squares_cover_the_cells_they_should),
        cmocka_unit_test(random_lines_are_inside_where_their_windings_say),
        cmocka_unit_test(operands_may_come_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
