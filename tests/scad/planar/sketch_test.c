/* SPDX-License-Identifier: MIT */
/* Corners once and in order, strokes between them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "planar/sketch.h"

#include "../kernel/model.h"

enum { POINTS = 500 };

static void strokes_join_the_given_points(void **state)
{
    (void)state;
    struct model model;
    struct sketch sketch;
    double points[POINTS][2];
    model_open(&model, 3);
    for (int i = 0; i < POINTS; i++)
        for (int k = 0; k < 2; k++)
            points[i][k] = (double)model_random(&model, 15) - 7;
    const struct planar_line lines[2] = { { (const double(*)[2])points, 300 },
                                          { (const double(*)[2])points + 300, POINTS - 300 } };
    const struct planar_leaf leaves[2] = { { lines, 1, 0, PLANAR_NONZERO },
                                           { lines + 1, 1, 0, PLANAR_NONZERO } };
    const struct planar_model drawing = { .leaves = leaves, .leaf_count = 2 };
    assert_int_equal(sketch_count_points(&drawing), POINTS);
    sketch_make(&sketch, &drawing, &model.arena);
    for (uint32_t i = 1; i < sketch.corner_count; i++) {
        const int32_t *a = sketch.corners[i - 1].at, *b = sketch.corners[i].at;
        assert_true(a[0] < b[0] || (a[0] == b[0] && a[1] < b[1]));
    }
    uint32_t next = 0;
    for (int i = 0; i < POINTS; i++) {
        int begin = i < 300 ? 0 : 300, end = i < 300 ? 300 : POINTS;
        const double *a = points[i], *b = points[i + 1 < end ? i + 1 : begin];
        if (a[0] == b[0] && a[1] == b[1])
            continue;
        const struct stroke *stroke = &sketch.strokes[next++];
        const struct corner *from = &sketch.corners[stroke->turn > 0 ? stroke->from : stroke->to],
                            *to = &sketch.corners[stroke->turn > 0 ? stroke->to : stroke->from];
        for (int k = 0; k < 2; k++) {
            assert_float_equal(from->at[k] / sketch.steps, a[k], 1e-9);
            assert_float_equal(to->at[k] / sketch.steps, b[k], 1e-9);
        }
        assert_int_equal(stroke->leaf, i < 300 ? 0 : 1);
        assert_true(stroke->from < stroke->to);
        assert_true(from->given <= (uint32_t)i && points[from->given][0] == a[0] &&
                    points[from->given][1] == a[1]);
    }
    assert_int_equal(sketch.stroke_count, next);
    model_close(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(strokes_join_the_given_points) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
