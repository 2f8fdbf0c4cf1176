/* SPDX-License-Identifier: MIT */
/* What of a tree is shown, and in which layer. */
#include "picture/stage.h"

#include "studio.h"

static struct stage set(struct bench *bench, const struct tree_node *tree, bool preview)
{
    struct stage stage;
    bench->reports = 0;
    bench->built =
        stage_build(&bench->arena, tree, preview, &bench->limits, bench_listen, bench, &stage);
    return stage;
}

static int count_members(const struct stage *stage, enum stage_layer layer)
{
    int count = 0;
    for (int i = 0; i < stage->count; i++)
        count += stage->items[i].layer == layer && stage->items[i].parent == STAGE_NO_PART;
    return count;
}

static struct tree_node *marked(struct tree_node *node, unsigned modifiers)
{
    node->modifiers = modifiers;
    return node;
}

static void what_is_united_is_apart(void **state)
{
    struct bench *bench = *state;
    struct tree_node *tree =
        NODE(bench, TREE_GROUP, 1, bench_cube(bench, 1, 1, 1),
             NODE(bench, TREE_UNION, 1, bench_cube(bench, 2, 2, 2), bench_cube(bench, 3, 3, 3)));
    struct stage stage = set(bench, tree, true);
    assert_int_equal(stage.count, 3);
    assert_int_equal(count_members(&stage, STAGE_MODEL), 3);
    assert_true(stage.box.high[0] == 3);
}

static void what_is_cut_is_together(void **state)
{
    struct bench *bench = *state;
    struct tree_node *tree = NODE(
        bench, TREE_DIFFERENCE, 1, bench_cube(bench, 1, 1, 1), bench_cube(bench, 2, 2, 2),
        NODE(bench, TREE_DIFFERENCE, 1, bench_cube(bench, 3, 3, 3), bench_cube(bench, 4, 4, 4)));
    struct stage stage = set(bench, tree, true);
    assert_int_equal(count_members(&stage, STAGE_MODEL), 1);
    assert_int_equal(stage.count, 6);
    const bool taken[] = { false, false, true, true, true, false };
    for (int i = 0; i < 6; i++)
        assert_int_equal(stage.items[i].taken, taken[i]);
    assert_true(stage.box.high[0] == 1);
}

static void nothing_stays_of_what_has_no_first_operand(void **state)
{
    struct bench *bench = *state;
    struct tree_node *tree =
        NODE(bench, TREE_DIFFERENCE, 1, NODE(bench, TREE_UNION, 1, LEAF(bench, TREE_GROUP, 1)),
             bench_cube(bench, 2, 2, 2));
    struct stage stage = set(bench, tree, true);
    assert_true(bench->built);
    assert_int_equal(stage.count, 0);
}

static void marks_have_layers(void **state)
{
    struct bench *bench = *state;
    struct tree_node *tree = NODE(bench, TREE_GROUP, 1, bench_cube(bench, 1, 1, 1),
                                  marked(bench_cube(bench, 2, 2, 2), TREE_BACKGROUND),
                                  NODE(bench, TREE_DIFFERENCE, 1, bench_cube(bench, 5, 5, 5),
                                       marked(bench_cube(bench, 3, 3, 3), TREE_HIGHLIGHT)));
    struct stage stage = set(bench, tree, true);
    assert_int_equal(count_members(&stage, STAGE_MODEL), 2);
    assert_int_equal(count_members(&stage, STAGE_BACKGROUND), 1);
    assert_int_equal(count_members(&stage, STAGE_HIGHLIGHT), 1);
    assert_int_equal(stage.count, 6);
    stage = set(bench, tree, false);
    assert_int_equal(stage.count, 4);
    assert_int_equal(count_members(&stage, STAGE_MODEL), 2);
}

static void highlights_are_taken_out_of_a_union(void **state)
{
    struct bench *bench = *state;
    struct tree_node *tree = NODE(bench, TREE_GROUP, 1, bench_cube(bench, 1, 1, 1),
                                  marked(bench_cube(bench, 2, 2, 2), TREE_HIGHLIGHT));
    struct stage stage = set(bench, tree, true);
    assert_int_equal(count_members(&stage, STAGE_MODEL), 1);
    assert_int_equal(count_members(&stage, STAGE_HIGHLIGHT), 1);
    tree = NODE(bench, TREE_GROUP, 1, marked(bench_cube(bench, 2, 2, 2), TREE_HIGHLIGHT));
    stage = set(bench, tree, true);
    assert_int_equal(count_members(&stage, STAGE_MODEL), 1);
    assert_int_equal(count_members(&stage, STAGE_HIGHLIGHT), 1);
}

static void what_a_hull_is_made_of_is_shown_if_marked(void **state)
{
    struct bench *bench = *state;
    struct tree_node *tree =
        NODE(bench, TREE_HULL, 1, marked(bench_cube(bench, 1, 1, 1), TREE_HIGHLIGHT),
             bench_move(bench, 5, 0, 0, bench_cube(bench, 1, 1, 1)));
    struct stage stage = set(bench, tree, true);
    assert_int_equal(count_members(&stage, STAGE_MODEL), 1);
    assert_int_equal(count_members(&stage, STAGE_HIGHLIGHT), 1);
}

static void the_outer_color_wins(void **state)
{
    struct bench *bench = *state;
    struct tree_node *inner = studio_paint(bench, 0, 1, 0, 0.5F, bench_cube(bench, 1, 1, 1));
    struct tree_node *tree = studio_paint(bench, 1, 0, 0, -1, inner);
    struct stage stage = set(bench, tree, true);
    const float color[] = { 1, 0, 0, 0.5F };
    assert_int_equal(stage.count, 1);
    assert_true(stage.items[0].has_rgb && stage.items[0].has_alpha);
    assert_memory_equal(stage.items[0].color, color, sizeof color);
}

static void flat_shapes_are_one_thick_where_they_are(void **state)
{
    struct bench *bench = *state;
    struct stage stage = set(bench, bench_move(bench, 0, 0, 7, bench_square(bench, 2, 3)), true);
    assert_int_equal(stage.count, 1);
    assert_true(mesh_is_paired(&bench->arena, stage.items[0].mesh));
    assert_true(bench_near(mesh_volume(stage.items[0].mesh), 6));
    assert_true(stage.box.low[2] == 6.5 && stage.box.high[2] == 7.5);
}

static void rendered_they_are_flat(void **state)
{
    struct bench *bench = *state;
    struct stage stage = set(bench, bench_move(bench, 0, 0, 7, bench_square(bench, 2, 3)), false);
    assert_true(stage.is_flat);
    assert_int_equal(stage.flat.outline_count, 1);
    assert_true(stage.box.high[2] == 0);
}

/* Nobody needs to know how much is cut off to show what may be there; what was built has a size. */
static void rendered_the_box_is_exact(void **state)
{
    struct bench *bench = *state;
    struct tree_node *tree = NODE(bench, TREE_DIFFERENCE, 1, bench_cube(bench, 9, 9, 9),
                                  bench_move(bench, -1, -1, 2, bench_cube(bench, 11, 11, 11)));
    struct stage stage = set(bench, tree, true);
    assert_true(stage.box.high[2] == 9);
    stage = set(bench, tree, false);
    assert_true(stage.box.high[2] == 2);
}

static void render_knows_the_size_and_shows_no_marks(void **state)
{
    struct bench *bench = *state;
    struct tree_node *tree = NODE(
        bench, TREE_RENDER, 1,
        NODE(bench, TREE_DIFFERENCE, 1, bench_cube(bench, 9, 9, 9),
             marked(bench_move(bench, -1, -1, 2, bench_cube(bench, 11, 11, 11)), TREE_HIGHLIGHT)));
    struct stage stage = set(bench, tree, true);
    assert_true(stage.box.high[2] == 2);
    assert_int_equal(stage.count, 3);
    assert_int_equal(count_members(&stage, STAGE_HIGHLIGHT), 0);
    assert_true(stage.items[2].taken && stage.items[2].cut);
}

static void a_rendered_thing_is_taken_away_in_one_color(void **state)
{
    struct bench *bench = *state;
    struct tree_node *inner = NODE(bench, TREE_DIFFERENCE, 1, bench_cube(bench, 4, 4, 4),
                                   bench_move(bench, 1, 1, 1, bench_cube(bench, 4, 4, 4)));
    struct stage stage = set(bench,
                             NODE(bench, TREE_DIFFERENCE, 1, bench_cube(bench, 9, 9, 9),
                                  NODE(bench, TREE_RENDER, 1, inner)),
                             true);
    assert_int_equal(stage.count, 5);
    assert_true(stage.items[4].cut && !stage.items[4].taken);
}

static void what_cannot_be_built_is_not_shown(void **state)
{
    struct bench *bench = *state;
    bench->limits.vertices = 10;
    set(bench, NODE(bench, TREE_GROUP, 1, bench_cube(bench, 1, 1, 1), bench_cube(bench, 1, 1, 1)),
        true);
    assert_false(bench->built);
    assert_string_equal(bench->code, REPORT_TOO_LARGE);
}

static void depth_has_an_end(void **state)
{
    struct bench *bench = *state;
    struct tree_node *tree = bench_cube(bench, 1, 1, 1);
    for (int i = 0; i < SHAPE_DEPTH; i++)
        tree = NODE(bench, TREE_GROUP, 1, tree);
    set(bench, tree, true);
    assert_true(bench->built);
    set(bench, NODE(bench, TREE_GROUP, 1, tree), true);
    assert_false(bench->built);
    assert_string_equal(bench->code, REPORT_TOO_LARGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(what_is_united_is_apart),
        BENCH_TEST(what_is_cut_is_together),
        BENCH_TEST(nothing_stays_of_what_has_no_first_operand),
        BENCH_TEST(marks_have_layers),
        BENCH_TEST(highlights_are_taken_out_of_a_union),
        BENCH_TEST(what_a_hull_is_made_of_is_shown_if_marked),
        BENCH_TEST(the_outer_color_wins),
        BENCH_TEST(flat_shapes_are_one_thick_where_they_are),
        BENCH_TEST(rendered_they_are_flat),
        BENCH_TEST(rendered_the_box_is_exact),
        BENCH_TEST(render_knows_the_size_and_shows_no_marks),
        BENCH_TEST(a_rendered_thing_is_taken_away_in_one_color),
        BENCH_TEST(what_cannot_be_built_is_not_shown),
        BENCH_TEST(depth_has_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
