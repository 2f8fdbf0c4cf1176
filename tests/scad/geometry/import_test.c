/* SPDX-License-Identifier: MIT */
/* import() in a tree: what is read, what is said of what is not. */
#include "bench.h"

#define FACE(a, b, c) \
    "facet\nouter loop\nvertex " a "\nvertex " b "\nvertex " c "\nendloop\nendfacet\n"

static const char tetrahedron[] =
    "solid\n" FACE("0 0 0", "0 3 0", "3 0 0") FACE("0 0 0", "3 0 0", "0 0 3")
        FACE("0 0 0", "0 0 3", "0 3 0") FACE("3 0 0", "0 3 0", "0 0 3") "endsolid\n";

static bool read(void *context, const char *file, struct file_answer *answer)
{
    ++*(int *)context;
    if (strcmp(file, "secret.stl") == 0) {
        answer->message = text_of("Not for you");
        answer->code = "IMPORT_FORBIDDEN";
        return false;
    }
    if (strcmp(file, "broken.stl") == 0)
        answer->contents = text_of("solid\nvertex\n");
    else if (strstr(file, "etra"))
        answer->contents = text_of(tetrahedron);
    return answer->contents.length > 0;
}

static struct tree_node *import(struct bench *bench, const char *file)
{
    static int reads;
    bench->limits.files = (struct files){ read, &reads };
    struct tree_node *node = LEAF(bench, TREE_IMPORT, 7);
    node->as.import.file = file;
    return node;
}

static void a_solid_like_any_other(void **state)
{
    struct bench *bench = *state;
    assert_true(bench_build(bench, import(bench, "x/Tetra.STL")));
    assert_int_equal(bench->reports, 0);
    assert_int_equal(bench->shape.mesh.vertex_count, 4);
    assert_true(bench_near(mesh_volume(&bench->shape.mesh), 4.5));
    assert_true(bench_build(bench, NODE(bench, TREE_DIFFERENCE, 1, bench_cube(bench, 3, 3, 3),
                                        import(bench, "tetra.stl"))));
    assert_true(bench_near(mesh_volume(&bench->shape.mesh), 22.5));
}

static void centered(void **state)
{
    struct bench *bench = *state;
    struct tree_node *node = import(bench, "tetra.stl");
    node->as.import.center = true;
    assert_true(bench_build(bench, node));
    struct box box = mesh_box(&bench->shape.mesh);
    for (int axis = 0; axis < 3; axis++)
        assert_true(box.low[axis] == -1.5 && box.high[axis] == 1.5);
}

static void what_is_not_there_is_empty(void **state)
{
    struct bench *bench = *state;
    assert_true(bench_build(bench, import(bench, "none.stl")));
    assert_int_equal(bench->shape.dimension, 3);
    assert_int_equal(bench->shape.mesh.triangle_count, 0);
    assert_int_equal(bench->severity, REPORT_WARNING);
    assert_string_equal(bench->code, "IMPORT_NOT_FOUND");
    assert_string_equal(bench->message, "Can't open import file 'none.stl', import() at line 7");
    assert_int_equal(bench->line, 7);
    assert_true(bench_build(bench, import(bench, "secret.stl")));
    assert_string_equal(bench->code, "IMPORT_FORBIDDEN");
    assert_string_equal(bench->message, "Not for you");
    bench->limits.files.read = NULL;
    struct tree_node *node = LEAF(bench, TREE_IMPORT, 1);
    node->as.import.file = "tetra.stl";
    assert_true(bench_build(bench, node));
    assert_string_equal(bench->code, "IMPORT_NOT_FOUND");
}

static void broken_files_are_named(void **state)
{
    struct bench *bench = *state;
    assert_true(bench_build(bench, import(bench, "broken.stl")));
    assert_int_equal(bench->severity, REPORT_ERROR);
    assert_string_equal(bench->code, "INVALID_FILE");
    assert_string_equal(bench->message,
                        "'broken.stl', line 2: a corner is expected to be three numbers");
    assert_true(bench_build(bench, import(bench, "tetra.foo")));
    assert_string_equal(
        bench->message,
        "Unsupported file format while trying to import file 'tetra.foo', import() at line 7");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(a_solid_like_any_other),
        BENCH_TEST(centered),
        BENCH_TEST(what_is_not_there_is_empty),
        BENCH_TEST(broken_files_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
