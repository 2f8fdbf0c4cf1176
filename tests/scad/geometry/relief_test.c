/* SPDX-License-Identifier: MIT */
/* surface() in a tree. */
#include "bench.h"

static bool read(void *context, const char *file, struct file_answer *answer)
{
    (void)context;
    if (strcmp(file, "flat.dat") == 0)
        answer->contents = text_of("4 4 4\n4 4 4\n");
    else if (strcmp(file, "hill.dat") == 0)
        answer->contents = text_of("1 1 1\n1 5 1\n1 1 1\n");
    else if (strcmp(file, "row.dat") == 0)
        answer->contents = text_of("1 2 3\n");
    else if (strcmp(file, "broken.dat") == 0)
        answer->contents = text_of("1 2\nx\n");
    return answer->contents.length > 0;
}

static struct tree_node *surface(struct bench *bench, const char *file)
{
    bench->limits.files = (struct files){ read, NULL };
    struct tree_node *node = LEAF(bench, TREE_SURFACE, 3);
    node->as.surface.file = file;
    return node;
}

static void solids(void **state)
{
    struct bench *bench = *state;
    assert_true(bench_build(bench, surface(bench, "flat.dat")));
    assert_int_equal(bench->reports, 0);
    assert_true(mesh_is_closed(&bench->arena, &bench->shape.mesh));
    assert_true(bench_near(mesh_volume(&bench->shape.mesh), 2 * 4));
    assert_true(bench_build(bench, surface(bench, "hill.dat")));
    assert_int_equal(bench->reports, 0);
    assert_true(mesh_is_closed(&bench->arena, &bench->shape.mesh));
    /* 4 below the map's rim; above it in each cell four triangles with means of 1, 5, 5, 1 thirds */
    assert_true(bench_near(mesh_volume(&bench->shape.mesh), 4 + 4 * 12.0 / 3 / 4));
}

static void centered(void **state)
{
    struct bench *bench = *state;
    struct tree_node *node = surface(bench, "flat.dat");
    node->as.surface.center = true;
    assert_true(bench_build(bench, node));
    struct box box = mesh_box(&bench->shape.mesh);
    assert_true(box.low[0] == -1 && box.high[0] == 1 && box.low[1] == -0.5 && box.low[2] == 0);
}

static void nothing(void **state)
{
    struct bench *bench = *state;
    assert_true(bench_build(bench, surface(bench, "row.dat")));
    assert_int_equal(bench->shape.mesh.triangle_count, 0);
    assert_true(bench_build(bench, surface(bench, "none.dat")));
    assert_string_equal(bench->message, "Can't open 'none.dat'.");
    assert_true(bench_build(bench, surface(bench, "broken.dat")));
    assert_string_equal(bench->message, "'broken.dat', line 2: expected a number, found 'x'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(solids),
        BENCH_TEST(centered),
        BENCH_TEST(nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
