/* SPDX-License-Identifier: MIT */
/* Whole small pictures, of which it is known how they must look. */
#include "picture/raster.h"

#include "studio.h"

static const uint32_t background = 0xFFFFE5, face = 0xF9D72C, cut = 0x9DCB51;

static struct image shoot(struct bench *bench, const struct tree_node *tree)
{
    struct picture picture = studio_picture();
    return studio_shoot(bench, &picture, tree);
}

static void a_cube_is_a_square(void **state)
{
    struct bench *bench = *state;
    struct image image = shoot(bench, bench_cube(bench, 4, 5, 6));
    assert_int_equal(studio_count_others(&image, background), 40 * 50);
    assert_int_equal(studio_color(&image, 2, 2), studio_lit(face));
    assert_int_equal(studio_color(&image, -0.1, 2), background);
}

static void a_ball_is_round(void **state)
{
    struct bench *bench = *state;
    struct tree_node *ball = LEAF(bench, TREE_SPHERE, 1);
    ball->as.sphere.radius = 9;
    ball->fragments.fn = 400;
    struct image image = shoot(bench, ball);
    double area = acos(-1) * 81 * 100;
    assert_true(fabs(studio_count_others(&image, background) - area) < 0.002 * area);
}

static void a_hole_shows_what_is_behind(void **state)
{
    struct bench *bench = *state;
    struct tree_node *tree = NODE(bench, TREE_DIFFERENCE, 1, bench_cube(bench, 8, 8, 2),
                                  bench_move(bench, 2, 2, -1, bench_cube(bench, 2, 2, 5)),
                                  bench_move(bench, 5, 5, 1, bench_cube(bench, 2, 2, 5)));
    struct image image = shoot(bench, tree);
    assert_int_equal(studio_color(&image, 3, 3), background);
    assert_int_equal(studio_color(&image, 6, 6), studio_lit(cut));
    assert_int_equal(studio_color(&image, 1, 1), studio_lit(face));
    assert_int_equal(studio_count_others(&image, background), 6400 - 400);
}

/* What is taken away ends in the same plane as what it is taken from. */
static void faces_in_one_plane_do_not_flicker(void **state)
{
    struct bench *bench = *state;
    struct tree_node *tree = NODE(bench, TREE_DIFFERENCE, 1, bench_cube(bench, 8, 8, 2),
                                  bench_move(bench, 2, 2, 0, bench_cube(bench, 4, 4, 2)));
    struct picture picture = studio_picture();
    struct image image = studio_shoot(bench, &picture, tree);
    assert_int_equal(studio_count_others(&image, background), 6400 - 1600);
    picture.camera.orthogonal = false;
    picture.camera.distance = 30;
    image = studio_shoot(bench, &picture, tree);
    assert_int_equal(studio_color(&image, 1.0, 1.2), background);
}

static void an_intersection_has_the_colors_of_its_operands(void **state)
{
    struct bench *bench = *state;
    struct tree_node *tree = NODE(
        bench, TREE_INTERSECTION, 1, studio_paint(bench, 1, 0, 0, 1, bench_cube(bench, 8, 8, 2)),
        studio_paint(bench, 0, 0, 1, 1, bench_move(bench, 4, 4, -1, bench_cube(bench, 8, 8, 2))));
    struct image image = shoot(bench, tree);
    assert_int_equal(studio_count_others(&image, background), 1600);
    assert_int_equal(studio_color(&image, 6, 6), studio_lit(0x0000FF));
}

/* Both sides of the upper plate and then the lower one shine through: red on red on blue. */
static void transparent_colors_add_up(void **state)
{
    struct bench *bench = *state;
    struct tree_node *tree = NODE(
        bench, TREE_GROUP, 1,
        studio_paint(bench, 1, 0, 0, 0.5F, bench_move(bench, 0, 0, 3, bench_cube(bench, 8, 8, 1))),
        studio_paint(bench, 0, 0, 1, 1, bench_cube(bench, 4, 4, 1)));
    struct image image = shoot(bench, tree);
    float light = 0.2F + 1 / sqrtf(3);
    uint32_t red = (uint32_t)(light * 255 * 0.75F + 0.5F);
    uint32_t blue = (uint32_t)(light * 255 * 0.25F + 0.5F);
    assert_int_equal(studio_color(&image, 2, 2), red << 16 | blue);
}

static void highlights_lie_over_what_is_there(void **state)
{
    struct bench *bench = *state;
    struct tree_node *hole = bench_move(bench, 2, 2, 1, bench_cube(bench, 4, 4, 2));
    hole->modifiers = TREE_HIGHLIGHT;
    struct image image =
        shoot(bench, NODE(bench, TREE_DIFFERENCE, 1, bench_cube(bench, 8, 8, 2), hole));
    uint32_t color = studio_color(&image, 3, 3);
    assert_int_not_equal(color, studio_lit(cut));
    assert_true((color >> 16) > (color >> 8 & 0xFF));
    assert_int_equal(studio_color(&image, 1, 1), studio_lit(face));
}

static void the_camera_may_be_within(void **state)
{
    struct bench *bench = *state;
    struct picture picture = studio_picture();
    picture.camera.orthogonal = false;
    struct tree_node *tree = NODE(bench, TREE_DIFFERENCE, 1,
                                  bench_move(bench, -30, -30, -30, bench_cube(bench, 60, 60, 60)),
                                  bench_move(bench, -1, -1, -40, bench_cube(bench, 2, 2, 20)));
    struct image image = studio_shoot(bench, &picture, tree);
    assert_int_equal(studio_count_others(&image, background), STUDIO_SIDE * STUDIO_SIDE);
}

static void axes_are_hidden_by_what_is_before_them(void **state)
{
    struct bench *bench = *state;
    struct picture picture = studio_picture();
    picture.guides.axes = true;
    struct image image =
        studio_shoot(bench, &picture, bench_move(bench, 2, -1, 1, bench_cube(bench, 2, 2, 2)));
    assert_int_equal(studio_color(&image, 1, 0), 0x000000);
    assert_int_equal(studio_color(&image, 3, 0), studio_lit(face));
    assert_int_equal(studio_color(&image, 5, 0), 0x000000);
}

static void edges_are_those_of_the_solid(void **state)
{
    struct bench *bench = *state;
    struct picture picture = studio_picture();
    picture.guides.edges = true;
    struct image image = studio_shoot(bench, &picture, bench_cube(bench, 8, 8, 8));
    assert_int_equal(studio_color(&image, 4, 4), studio_lit(face)); /* on the diagonal */
    assert_int_not_equal(studio_color(&image, 4, 0.05), studio_lit(face));
}

static void the_background_may_fade(void **state)
{
    struct bench *bench = *state;
    struct picture picture = studio_picture();
    picture.scheme = scheme_find("ClearSky");
    struct image image = studio_shoot(bench, &picture, LEAF(bench, TREE_GROUP, 1));
    assert_int_equal(image.pixels[0][0], 0x87);
    assert_int_equal(image.pixels[STUDIO_SIDE * STUDIO_SIDE - 1][0], 0xC9);
}

/* Coordinates and cameras that no picture can show end in one without anything, not in a fault. */
static void what_is_out_of_all_bounds_is_survived(void **state)
{
    struct bench *bench = *state;
    struct picture picture = studio_picture();
    picture.guides = (struct guides){ true, true, true, true };
    static const double distances[] = { 0, -5, 1e-300, 1e300, NAN, INFINITY };
    struct tree_node *tree = NODE(bench, TREE_DIFFERENCE, 1, bench_cube(bench, 1e29, 3, 3),
                                  bench_move(bench, 1, 1, 1, bench_cube(bench, 1e-9, 1e20, 1)));
    for (size_t i = 0; i < sizeof distances / sizeof *distances; i++)
        for (int orthogonal = 0; orthogonal < 2; orthogonal++) {
            picture.camera.distance = distances[i];
            picture.camera.orthogonal = orthogonal;
            studio_shoot(bench, &picture, tree);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(a_cube_is_a_square),
        BENCH_TEST(a_ball_is_round),
        BENCH_TEST(a_hole_shows_what_is_behind),
        BENCH_TEST(faces_in_one_plane_do_not_flicker),
        BENCH_TEST(an_intersection_has_the_colors_of_its_operands),
        BENCH_TEST(transparent_colors_add_up),
        BENCH_TEST(highlights_lie_over_what_is_there),
        BENCH_TEST(the_camera_may_be_within),
        BENCH_TEST(axes_are_hidden_by_what_is_before_them),
        BENCH_TEST(edges_are_those_of_the_solid),
        BENCH_TEST(the_background_may_fade),
        BENCH_TEST(what_is_out_of_all_bounds_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
