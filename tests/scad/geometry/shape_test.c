/* SPDX-License-Identifier: MIT */
/* Limits and determinism of whole builds. */
#include "geometry/shape.h"
#include "geometry/stock.h"

#include "bench.h"

static void nothing_is_nothing(void **state)
{
    struct bench *bench = *state;
    assert_true(bench_build(bench, LEAF(bench, TREE_GROUP, 0)));
    assert_int_equal(bench->shape.dimension, 0);
    assert_int_equal(bench->shape.mesh.vertex_count, 0);
}

static void vertices_are_capped(void **state)
{
    struct bench *bench = *state;
    struct tree_node *pair = NODE(bench, TREE_GROUP, 0, bench_cube(bench, 1, 1, 1),
                                  bench_move(bench, 3, 0, 0, bench_cube(bench, 1, 1, 1)));
    bench->limits.vertices = 16;
    assert_true(bench_build(bench, pair));
    bench->limits.vertices = 15;
    assert_false(bench_build(bench, pair));
    assert_string_equal(bench->code, REPORT_TOO_LARGE);
}

static void memory_is_capped(void **state)
{
    struct bench *bench = *state;
    struct tree_node *balls = LEAF(bench, TREE_DIFFERENCE, 1);
    for (int i = 0; i < 4; i++) {
        struct tree_node *ball = LEAF(bench, TREE_SPHERE, 1);
        ball->fragments.fn = 200;
        tree_append(balls, bench_move(bench, 0.1 * i, 0, 0, ball));
    }
    bench->limits.bytes = 8 << 20;
    assert_false(bench_build(bench, balls));
    assert_int_equal(bench->reports, 1);
    assert_string_equal(bench->code, REPORT_TOO_LARGE);
    assert_string_equal(bench->message,
                        "The model needs more memory than it may have (8 MiB), or than there is");
    assert_true(bench->arena.held_bytes < 12 << 20);
    bench->limits.bytes = 0;
    assert_true(bench_build(bench, balls));
    assert_true(mesh_volume(&bench->shape.mesh) > 0);
}

static void a_cancelled_build_ends(void **state)
{
    struct bench *bench = *state;
    volatile int cancelled = 1;
    bench->limits.cancelled = &cancelled;
    assert_false(bench_build(bench, bench_cube(bench, 1, 1, 1)));
    assert_int_equal(bench->reports, 1);
    assert_string_equal(bench->code, REPORT_CANCELLED);
}

static void nesting_is_capped(void **state)
{
    struct bench *bench = *state;
    struct tree_node *tree = bench_cube(bench, 1, 1, 1);
    for (int i = 0; i < SHAPE_DEPTH; i++)
        tree = NODE(bench, TREE_GROUP, 1, tree);
    bench_solid(bench, tree, 8, 12, 1);
    for (int i = 0; i < 1000000; i++)
        tree = NODE(bench, TREE_GROUP, 1, tree);
    assert_false(bench_build(bench, tree));
    assert_string_equal(bench->code, REPORT_TOO_LARGE);
}

struct heard {
    size_t steps, done, total;
    char name[32];
};

static void hear(void *context, const struct progress_step *step)
{
    struct heard *heard = context;
    assert_true(step->done >= heard->done && step->done < step->total);
    heard->steps++;
    heard->done = step->done;
    heard->total = step->total;
    snprintf(heard->name, sizeof heard->name, "%s", step->name);
}

/* What takes time says that it begins, and the model at the end; what is left out does not count. */
static void progress_is_heard(void **state)
{
    struct bench *bench = *state;
    struct heard heard = { 0 };
    struct tree_node *ghost = bench_cube(bench, 1, 1, 1);
    ghost->modifiers = TREE_BACKGROUND;
    struct tree_node *tree = NODE(bench, TREE_UNION, 1, bench_cube(bench, 1, 1, 1), ghost,
                                  NODE(bench, TREE_HULL, 1, bench_cube(bench, 1, 1, 1)));
    bench->limits.progress = (struct progress){ hear, &heard };
    assert_true(bench_build(bench, tree));
    assert_int_equal(heard.steps, 2);
    assert_int_equal(heard.done, 4);
    assert_int_equal(heard.total, 5);
    assert_string_equal(heard.name, "model");
}

/* The last build looks for parts, but does not name the whole. */
static void the_last_whole_is_not_kept(void **state)
{
    struct bench *bench = *state;
    bench->limits.stock = stock_new(10, 1 << 20);
    for (int last = 0; last < 2; last++) {
        struct tree_node *ball = LEAF(bench, TREE_SPHERE, 1);
        ball->fragments.fn = 30 + last;
        bench->limits.last = last;
        assert_true(
            bench_build(bench, NODE(bench, TREE_DIFFERENCE, 1, ball, bench_cube(bench, 1, 1, 1))));
        assert_int_equal(stock_figures(bench->limits.stock).items, 2 + last);
    }
    stock_free(bench->limits.stock);
}

static void reports_are_capped(void **state)
{
    struct bench *bench = *state;
    struct tree_node *group = LEAF(bench, TREE_GROUP, 1);
    for (int i = 0; i < 2 * SHAPE_REPORTS; i++)
        tree_append(group, LEAF(bench, TREE_IMPORT, 1));
    assert_true(bench_build(bench, group));
    assert_int_equal(bench->reports, SHAPE_REPORTS);
}

static void the_same_tree_gives_the_same_mesh(void **state)
{
    struct bench *bench = *state;
    struct tree_node *extrusion =
        NODE(bench, TREE_LINEAR_EXTRUDE, 1, bench_move(bench, 3, 0, 0, bench_circle(bench, 2, 0)));
    extrusion->as.linear_extrude.twist = 300;
    struct tree_node *tree = NODE(
        bench, TREE_GROUP, 1, bench_move(bench, 20, 0, 0, LEAF(bench, TREE_SPHERE, 1)), extrusion);
    assert_true(bench_build(bench, tree));
    struct mesh first = bench->shape.mesh;
    assert_true(bench_build(bench, tree));
    const struct mesh *second = &bench->shape.mesh;
    assert_int_equal(first.vertex_count, second->vertex_count);
    assert_memory_equal(first.vertices, second->vertices,
                        first.vertex_count * sizeof *first.vertices);
    assert_memory_equal(first.triangles, second->triangles,
                        first.triangle_count * sizeof *first.triangles);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(nothing_is_nothing),
        BENCH_TEST(vertices_are_capped),
        BENCH_TEST(memory_is_capped),
        BENCH_TEST(a_cancelled_build_ends),
        BENCH_TEST(nesting_is_capped),
        BENCH_TEST(progress_is_heard),
        BENCH_TEST(the_last_whole_is_not_kept),
        BENCH_TEST(reports_are_capped),
        BENCH_TEST(the_same_tree_gives_the_same_mesh),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
