/* SPDX-License-Identifier: MIT */
/* Solids given face by face. */
#include "geometry/polyhedron.h"

#include "bench.h"

#define PATH(...)                                                            \
    {                                                                        \
        sizeof((size_t[]){ __VA_ARGS__ }) / sizeof(size_t), (const size_t[]) \
        {                                                                    \
            __VA_ARGS__                                                      \
        }                                                                    \
    }
#define COUNT(array) (sizeof(array) / sizeof *(array))

static const double cube_points[][3] = { { 0, 0, 0 }, { 2, 0, 0 }, { 2, 2, 0 }, { 0, 2, 0 },
                                         { 0, 0, 2 }, { 2, 0, 2 }, { 2, 2, 2 }, { 0, 2, 2 } };

static struct tree_node *polyhedron(struct bench *bench, const double (*points)[3],
                                    size_t point_count, const struct tree_path *faces,
                                    size_t face_count)
{
    struct tree_node *node = LEAF(bench, TREE_POLYHEDRON, 7);
    node->as.polyhedron = (struct tree_polyhedron){ point_count, points, face_count, faces, 1 };
    return node;
}

static void quads_become_triangles(void **state)
{
    const struct tree_path faces[] = { PATH(0, 1, 2, 3), PATH(4, 7, 6, 5), PATH(0, 4, 5, 1),
                                       PATH(1, 5, 6, 2), PATH(2, 6, 7, 3), PATH(3, 7, 4, 0) };
    bench_solid(*state, polyhedron(*state, cube_points, 8, faces, 6), 8, 12, 8);
}

static void inside_out_is_turned(void **state)
{
    const struct tree_path faces[] = { PATH(3, 2, 1, 0), PATH(5, 6, 7, 4), PATH(1, 5, 4, 0),
                                       PATH(2, 6, 5, 1), PATH(3, 7, 6, 2), PATH(0, 4, 7, 3) };
    bench_solid(*state, polyhedron(*state, cube_points, 8, faces, 6), 8, 12, 8);
}

/* An L, whose ends are not convex, with a point on a straight edge and repeated points. */
static void concave_faces_and_equal_points(void **state)
{
    const double points[][3] = { { 0, 0, 0 }, { 2, 0, 0 }, { 2, 1, 0 }, { 1, 1, 0 }, { 1, 2, 0 },
                                 { 0, 2, 0 }, { 0, 0, 1 }, { 2, 0, 1 }, { 2, 1, 1 }, { 1, 1, 1 },
                                 { 1, 2, 1 }, { 0, 2, 1 }, { 0, 0, 0 }, { 2, 0, 0 } };
    const struct tree_path faces[] = {
        PATH(0, 1, 2, 3, 4, 5), PATH(11, 10, 9, 8, 7, 6), PATH(12, 6, 7, 13),    PATH(1, 7, 8, 2),
        PATH(2, 8, 9, 3),       PATH(3, 9, 10, 4),        PATH(4, 10, 11, 5, 5), PATH(5, 11, 6, 0),
    };
    bench_solid(*state, polyhedron(*state, points, COUNT(points), faces, COUNT(faces)), 12, 20, 3);
}

/* Points that were computed twice and rounded differently. */
static void nearly_equal_points(void **state)
{
    const double points[][3] = {
        { 0, 0, 0 }, { 2, 0, 0 }, { 0, 2, 0 }, { 0, 0, 3 }, { 1e-14, 0, -1e-14 }
    };
    const struct tree_path faces[] = { PATH(0, 1, 2), PATH(4, 3, 1), PATH(1, 3, 2), PATH(2, 3, 0) };
    bench_solid(*state, polyhedron(*state, points, 5, faces, 4), 4, 4, 2);
}

/* It can be looked at, with a warning. */
static void open_one(struct bench *bench, struct tree_node *node, size_t triangles)
{
    assert_true(bench_build(bench, node));
    assert_int_equal(bench->severity, REPORT_WARNING);
    assert_string_equal(bench->code, REPORT_INVALID);
    assert_int_equal(bench->line, 7);
    assert_non_null(strstr(bench->message, "not closed"));
    assert_int_equal(bench->shape.mesh.triangle_count, triangles);
}

/* Where another solid is joined with it, it is left out. */
static void left_out_one(struct bench *bench, struct tree_node *node, size_t triangles)
{
    open_one(bench, node, triangles);
    assert_true(bench_build(bench, NODE(bench, TREE_UNION, 1, bench_cube(bench, 1, 1, 1), node)));
    assert_int_equal(bench->severity, REPORT_ERROR);
    assert_int_equal(bench->line, 7);
    assert_non_null(strstr(bench->message, "polyhedron() is not closed"));
    assert_int_equal(bench->shape.mesh.triangle_count, 12);
    assert_float_equal(mesh_volume(&bench->shape.mesh), 1, 1e-9);
}

static void what_bounds_no_solid_stays_as_it_is(void **state)
{
    const struct tree_path open[] = { PATH(0, 1, 2, 3), PATH(4, 7, 6, 5), PATH(0, 4, 5, 1),
                                      PATH(1, 5, 6, 2), PATH(2, 6, 7, 3) };
    const struct tree_path crossed[] = { PATH(0, 2, 1, 3), PATH(0, 1, 4) };
    const struct tree_path missing[] = { PATH(0, 1, 99) };
    left_out_one(*state, polyhedron(*state, cube_points, 8, open, 5), 10);
    left_out_one(*state, polyhedron(*state, cube_points, 8, crossed, 2), 3);
    assert_true(bench_build(*state, polyhedron(*state, cube_points, 8, missing, 1)));
}

static void open_ones_alone_are_nothing_together(void **state)
{
    const struct tree_path open[] = { PATH(0, 1, 2, 3), PATH(4, 7, 6, 5), PATH(0, 4, 5, 1) };
    struct bench *bench = *state;
    struct tree_node *one = polyhedron(bench, cube_points, 8, open, 3),
                     *other = polyhedron(bench, cube_points, 8, open, 3);
    assert_true(bench_build(bench, NODE(bench, TREE_DIFFERENCE, 1, one, other)));
    assert_int_equal(bench->shape.mesh.triangle_count, 0);
}

/* One of its faces runs the other way, and so does a far one in a second part. */
static void turned_faces_are_turned_back_to_be_worked_with(void **state)
{
    const struct tree_path turned[] = { PATH(0, 1, 2, 3), PATH(4, 7, 6, 5), PATH(0, 4, 5, 1),
                                        PATH(1, 5, 6, 2), PATH(2, 6, 7, 3), PATH(0, 4, 7, 3) };
    const struct tree_path mostly[] = { PATH(3, 2, 1, 0), PATH(4, 7, 6, 5), PATH(1, 5, 4, 0),
                                        PATH(2, 6, 5, 1), PATH(3, 7, 6, 2), PATH(0, 4, 7, 3) };
    struct bench *bench = *state;
    open_one(bench, polyhedron(bench, cube_points, 8, turned, 6), 12);
    const struct tree_path *const both[] = { turned, mostly };
    for (int i = 0; i < 2; i++) {
        struct tree_node *node = polyhedron(bench, cube_points, 8, both[i], 6);
        assert_true(
            bench_build(bench, NODE(bench, TREE_UNION, 1, bench_cube(bench, 3, 1, 1), node)));
        assert_int_equal(bench->severity, REPORT_WARNING);
        assert_float_equal(mesh_volume(&bench->shape.mesh), 9, 1e-9);
    }
}

/* Diagonals decide what a face that is not flat bounds. OpenSCAD takes those over the larger angles, even if not much larger
 * ones; and those of its sweep where there is hardly a difference. */
static void bent_faces_have_the_diagonals_of_openscad(void **state)
{
    const double lifted[][3] = { { 0, 0, 0 },  { 4, 0, 1 },  { 4, 4, 0 },  { 0, 4, 1 },
                                 { 0, 0, -1 }, { 4, 0, -1 }, { 4, 4, -1 }, { 0, 4, -1 } };
    const double oblong[][3] = { { 0, 0, 0 },  { 5, 1, 1 },  { 4, 4, 0 },  { -1, 3, 1 },
                                 { 0, 0, -1 }, { 5, 1, -1 }, { 4, 4, -1 }, { -1, 3, -1 } };
    const struct tree_path faces[] = { PATH(3, 2, 1, 0), PATH(4, 5, 6, 7), PATH(0, 1, 5, 4),
                                       PATH(1, 2, 6, 5), PATH(2, 3, 7, 6), PATH(3, 0, 4, 7) };
    bench_solid(*state, polyhedron(*state, lifted, 8, faces, 6), 8, 12, 80.0 / 3);
    bench_solid(*state, polyhedron(*state, oblong, 8, faces, 6), 8, 12, 64.0 / 3);
}

/* Three corners of a face on one line: nothing of it can be seen, and it closes the surface. */
static void faces_without_an_area_are_worked_in(void **state)
{
    static const double points[][3] = {
        { 0, 0, 0 }, { 2, 0, 0 }, { 0, 2, 0 }, { 0, 0, 2 }, { 1, 0, 0 }
    };
    const struct tree_path seam[] = { PATH(0, 1, 2), PATH(0, 4, 1), PATH(0, 3, 4),
                                      PATH(4, 3, 1), PATH(0, 2, 3), PATH(1, 3, 2) };
    struct bench *bench = *state;
    bench_solid(bench, polyhedron(bench, points, 5, seam, 6), 4, 4, 8.0 / 6);
}

static void hostile_coordinates_are_removed(void **state)
{
    const double points[][3] = { { 0 }, { 1e300 }, { 0, NAN }, { 0, 0, INFINITY } };
    const struct tree_path faces[] = { PATH(0, 1, 2), PATH(0, 3, 1), PATH(1, 3, 2), PATH(2, 3, 0) };
    struct bench *bench = *state;
    assert_true(bench_build(bench, polyhedron(bench, points, 4, faces, 4)));
    assert_string_equal(bench->code, REPORT_REMOVED);
    assert_int_equal(bench->shape.mesh.triangle_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(quads_become_triangles),
        BENCH_TEST(inside_out_is_turned),
        BENCH_TEST(concave_faces_and_equal_points),
        BENCH_TEST(nearly_equal_points),
        BENCH_TEST(what_bounds_no_solid_stays_as_it_is),
        BENCH_TEST(open_ones_alone_are_nothing_together),
        BENCH_TEST(turned_faces_are_turned_back_to_be_worked_with),
        BENCH_TEST(bent_faces_have_the_diagonals_of_openscad),
        BENCH_TEST(faces_without_an_area_are_worked_in),
        BENCH_TEST(hostile_coordinates_are_removed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
