/* SPDX-License-Identifier: MIT */
/* Maps whose vertices, edges and faces can be counted by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "planar/map.h"

#include "../kernel/model.h"

#include <math.h>
#include <string.h>

/* Lines one after the other, all of one leaf. */
static struct map make(struct model *model, struct sketch *sketch, const double (*points)[2],
                       size_t line_count, size_t line_length)
{
    struct planar_line *lines = arena_take(&model->arena, line_count * sizeof *lines);
    for (size_t i = 0; i < line_count; i++)
        lines[i] = (struct planar_line){ points + i * line_length, line_length };
    const struct planar_leaf leaf = { lines, line_count, 0, PLANAR_NONZERO };
    const struct planar_model drawing = { .leaves = &leaf, .leaf_count = 1 };
    struct map map;
    sketch_make(sketch, &drawing, &model->arena);
    map_make(&map, sketch, &model->arena);
    return map;
}

static void check_order(const struct map *map)
{
    for (size_t i = 1; i < map->vertices.count; i++) {
        struct place before = map_place(map, i - 1), place = map_place(map, i);
        assert_true(place_compare(&before, &place) < 0);
    }
    for (size_t i = 0; i < map->edges.count; i++) {
        const struct map_edge *edge = &map->edges.items[i];
        assert_true(edge->from < edge->to && edge->to < map->vertices.count);
        assert_true(i == 0 || map->edges.items[i - 1].from <= edge->from);
        const struct course *course = &map->sketch->strokes[edge->stroke].course;
        struct place from = map_place(map, edge->from), to = map_place(map, edge->to);
        assert_int_equal(course_side(course, &from), 0);
        assert_int_equal(course_side(course, &to), 0);
    }
}

/* The star {n/k} has n corners, and k - 1 rings of n crossings. */
static void stars(void **state)
{
    (void)state;
    static const size_t sizes[][2] = { { 5, 2 }, { 7, 3 }, { 31, 15 }, { 101, 50 }, { 301, 150 } };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t n = sizes[i][0], k = sizes[i][1];
        double points[301][2];
        struct model model;
        struct sketch sketch;
        model_open(&model, 0);
        for (size_t j = 0; j < n; j++) {
            double angle = 2 * 3.14159265358979323846 * (double)(j * k) / (double)n;
            points[j][0] = cos(angle), points[j][1] = sin(angle);
        }
        struct map map = make(&model, &sketch, (const double(*)[2])points, 1, n);
        check_order(&map);
        assert_int_equal(map.vertices.count, n * k);
        assert_int_equal(map.edges.count, n * (2 * k - 1));
        model_close(&model);
    }
}

/* Eleven bars go through a place in which two triangles begin, and five bars end. */
static void many_meet_in_one_place(void **state)
{
    (void)state;
    double points[18][3][2];
    struct model model;
    struct sketch sketch;
    model_open(&model, 0);
    for (int i = 0; i < 18; i++) {
        const double bar[3][2] = { { -12, 5 - i }, { 12, i - 5 }, { -12, 5 - i } };
        const double triangle[3][2] = { { 0, 0 }, { 5, 2 * i - 21 }, { 5, 2 * i - 20 } };
        const double end[3][2] = { { -7, i - 14 }, { 0, 0 }, { 0, 0 } };
        memcpy(points[i], i < 11 ? bar : i < 13 ? triangle : end, sizeof points[i]);
    }
    struct map map = make(&model, &sketch, (const double(*)[2])points, 18, 3);
    check_order(&map);
    const struct place origin = place_of_corner((const int32_t[2]){ 0, 0 });
    size_t begin = 0, end = 0;
    for (size_t i = 0; i < map.edges.count; i++) {
        const struct map_edge *edge = &map.edges.items[i];
        struct place from = map_place(&map, edge->from), to = map_place(&map, edge->to);
        begin += place_compare(&from, &origin) == 0;
        end += place_compare(&to, &origin) == 0;
    }
    assert_int_equal(begin, 11 + 4);
    assert_int_equal(end, 11 + 4); /* one of the five lies on a bar */
    model_close(&model);
}

static void lines_on_each_other_are_one(void **state)
{
    (void)state;
    /* Three bars on one line that overlap, each there and back. */
    static const double points[6][2] = {
        { 0, 0 }, { 4, 2 }, { 2, 1 }, { 8, 4 }, { 6, 3 }, { 8, 4 }
    };
    struct model model;
    struct sketch sketch;
    model_open(&model, 0);
    struct map map = make(&model, &sketch, points, 3, 2);
    check_order(&map);
    assert_int_equal(map.vertices.count, 5);
    assert_int_equal(map.edges.count, 4);
    model_close(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stars),
        cmocka_unit_test(many_meet_in_one_place),
        cmocka_unit_test(lines_on_each_other_are_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
