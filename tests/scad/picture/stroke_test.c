/* SPDX-License-Identifier: MIT */
/* The pixels of lines. */
#include "picture/stroke.h"

#include "studio.h"

static struct dots draw(struct bench *bench, const struct stroke *stroke)
{
    struct picture picture = studio_picture();
    struct lens lens = lens_of(&picture.camera, STUDIO_SIDE, STUDIO_SIDE);
    struct dots dots = { 0 };
    stroke_draw(&bench->arena, stroke, &lens, STUDIO_SIDE, STUDIO_SIDE, &dots);
    return dots;
}

static void a_level_line_has_a_pixel_a_column(void **state)
{
    const struct stroke stroke = { .from = { -2, 0.05 }, .to = { 3, 0.55 }, .width = 1 };
    struct dots dots = draw(*state, &stroke);
    assert_int_equal(dots.count, 50);
    for (size_t i = 0; i < dots.count; i++)
        assert_int_equal(dots.items[i].hit.column, 80 + i);
    assert_int_equal(dots.items[0].row, 99);
    assert_int_equal(dots.items[49].row, 94);
}

static void backward_it_has_the_same(void **state)
{
    const struct stroke stroke = { .from = { 3, 0.55 }, .to = { -2, 0.05 }, .width = 1 };
    struct dots dots = draw(*state, &stroke);
    assert_int_equal(dots.count, 50);
    assert_int_equal(dots.items[0].hit.column, 129);
    assert_int_equal(dots.items[49].hit.column, 80);
}

static void a_steep_line_has_a_pixel_a_row(void **state)
{
    const struct stroke stroke = { .from = { 0, 5 }, .to = { 1, -5 }, .width = 2 };
    struct dots dots = draw(*state, &stroke);
    assert_int_equal(dots.count, 200);
    assert_int_equal(dots.items[0].row, dots.items[1].row);
    assert_int_equal(dots.items[0].hit.column + 1, dots.items[1].hit.column);
}

static void dots_are_three_pixels_long(void **state)
{
    const struct stroke stroke = { .to = { 1.2, 0 }, .width = 1, .dotted = true };
    struct dots dots = draw(*state, &stroke);
    assert_int_equal(dots.count, 6);
    assert_int_equal(dots.items[0].hit.column, 103);
    assert_int_equal(dots.items[3].hit.column, 109);
}

static void what_is_outside_is_not_drawn(void **state)
{
    const struct stroke far = { .from = { 50, 0 }, .to = { 60, 3 }, .width = 1 };
    assert_int_equal(draw(*state, &far).count, 0);
    const struct stroke through = { .from = { -1e9, 0.05 }, .to = { 1e9, 0.05 }, .width = 1 };
    assert_int_equal(draw(*state, &through).count, STUDIO_SIDE);
    const struct stroke upright = { .from = { 1, 1, -1 }, .to = { 1, 1, 1 }, .width = 1 };
    assert_int_equal(draw(*state, &upright).count, 0);
}

static void nearness_changes_along_it(void **state)
{
    const struct stroke stroke = { .from = { -5, 0.05, 0 }, .to = { 5, 0.05, 10 }, .width = 1 };
    struct dots dots = draw(*state, &stroke);
    double first = dots.items[0].hit.nearness, last = dots.items[99].hit.nearness;
    assert_true(bench_near(last - first, 9.9));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(a_level_line_has_a_pixel_a_column), BENCH_TEST(backward_it_has_the_same),
        BENCH_TEST(a_steep_line_has_a_pixel_a_row),    BENCH_TEST(dots_are_three_pixels_long),
        BENCH_TEST(what_is_outside_is_not_drawn),      BENCH_TEST(nearness_changes_along_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
