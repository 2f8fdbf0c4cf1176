/* SPDX-License-Identifier: MIT */
/* Normals of our meshes, and arrays from outside that are geometry or not. */
#include "formats/facets.h"

#include "../geometry/bench.h"

static void normals_weigh_areas(void **state)
{
    struct bench *bench = *state;
    assert_true(bench_build(bench, bench_cube(bench, 10, 10, 10)));
    struct facets facets = facets_of_mesh(&bench->arena, &bench->shape.mesh);
    assert_int_equal(facets.vertex_count, 8);
    for (size_t i = 0; i < 8; i++) {
        const float *normal = facets.normals[i];
        double length =
            sqrt((double)(normal[0] * normal[0] + normal[1] * normal[1] + normal[2] * normal[2]));
        assert_true(fabs(length - 1) < 1e-6);
        for (int axis = 0; axis < 3; axis++)
            assert_true((normal[axis] > 0) == (facets.vertices[i][axis] > 0));
    }
    /* At vertex 0 the bottom has two triangles, front and left have their own count. */
    double sum[3] = { 0 };
    for (size_t i = 0; i < 12; i++)
        for (int corner = 0; corner < 3; corner++)
            if (facets.triangles[i][corner] == 0)
                sum[i / 2 == 5 ? 0 : i / 2 == 2 ? 1 : 2] -= 100;
    double length = sqrt(sum[0] * sum[0] + sum[1] * sum[1] + sum[2] * sum[2]);
    for (int axis = 0; axis < 3; axis++)
        assert_true(facets.normals[0][axis] == (float)(sum[axis] / length));
}

static void a_vertex_without_area_looks_up(void **state)
{
    struct bench *bench = *state;
    struct mesh mesh = mesh_new(&bench->arena, 1, 0);
    struct facets facets = facets_of_mesh(&bench->arena, &mesh);
    assert_true(facets.normals[0][0] == 0 && facets.normals[0][1] == 0 &&
                facets.normals[0][2] == 1);
}

static const double corners[] = { 0, 0, 0, 1, 0, 0, 0, 1, 0 };
static const double order[] = { 0, 1, 2 };
static const double ups[] = { 0, 0, 1, 0, 0, 1, 1, 0, 0 };

static bool accepted(struct bench *bench, const double *vertices, size_t vertices_length,
                     const double *indices, size_t indices_length, const double *normals,
                     size_t normals_length, struct facets *facets)
{
    struct facets_arrays arrays = { vertices,        indices,        normals,
                                    vertices_length, indices_length, normals_length };
    struct mesh mesh;
    return facets_of_arrays(&bench->arena, &arrays, &mesh, facets);
}

static void good_arrays_are_taken(void **state)
{
    struct facets facets;
    assert_true(accepted(*state, corners, 9, order, 3, ups, 9, &facets));
    assert_int_equal(facets.vertex_count, 3);
    assert_int_equal(facets.triangle_count, 1);
    assert_true(facets.vertices[1][0] == 1 && facets.triangles[0][2] == 2);
    assert_true(facets.normals[2][0] == 1);
    assert_true(accepted(*state, corners, 9, order, 3, NULL, 0, &facets));
    assert_true(facets.normals[2][0] == 0 && facets.normals[2][2] == 1);
}

static void bad_arrays_are_refused(void **state)
{
    const double bad_order[][3] = { { 0, 1, 3 },   { 0, 1, -1 },       { 0, 1, 0.5 },
                                    { 0, 1, NAN }, { 0, 1, INFINITY }, { 0, 1, 1e300 } };
    const double bad_corners[][3] = { { NAN, 0, 0 }, { INFINITY, 0, 0 }, { 1e300, 0, 0 } };
    struct facets facets;
    for (size_t i = 0; i < sizeof bad_order / sizeof *bad_order; i++)
        assert_false(accepted(*state, corners, 9, bad_order[i], 3, ups, 9, &facets));
    for (size_t i = 0; i < sizeof bad_corners / sizeof *bad_corners; i++)
        assert_false(accepted(*state, bad_corners[i], 3, NULL, 0, NULL, 0, &facets));
    assert_false(accepted(*state, corners, 8, order, 3, NULL, 0, &facets));
    assert_false(accepted(*state, corners, 9, order, 2, NULL, 0, &facets));
    assert_false(accepted(*state, corners, 9, order, 3, ups, 6, &facets));
}

static struct mesh mesh_of(struct arena *arena, const struct facets *facets)
{
    struct mesh mesh = mesh_new(arena, 0, facets->triangle_count);
    mesh.vertices = arena_take(arena, 3 * facets->triangle_count * sizeof *mesh.vertices);
    for (size_t i = 0; i < 3 * facets->triangle_count; i++) {
        const float *place = facets->vertices[facets->triangles[i / 3][i % 3]];
        double vertex[3] = { (double)place[0], (double)place[1], (double)place[2] };
        size_t found = 0;
        while (found < mesh.vertex_count &&
               memcmp(mesh.vertices[found], vertex, sizeof vertex) != 0)
            found++;
        if (found == mesh.vertex_count)
            memcpy(mesh.vertices[mesh.vertex_count++], vertex, sizeof vertex);
        mesh.triangles[i / 3][i % 3] = (uint32_t)found;
    }
    return mesh;
}

/* Far from the origin single precision is coarse: 0.0078 at 100,000. */
static void a_closed_mesh_stays_closed_in_single_precision(void **state)
{
    struct bench *bench = *state;
    struct tree_node *ball = LEAF(bench, TREE_SPHERE, 1);
    ball->fragments.fn = 24;
    struct tree_node *other = bench_move(bench, 0.013, 0.007, 0.999, bench_cube(bench, 1, 1, 1));
    struct tree_node *cut = NODE(bench, TREE_DIFFERENCE, 1, ball, other);
    assert_true(bench_build(bench, bench_move(bench, 100000, 30000, 7, cut)));
    struct mesh mesh = bench->shape.mesh;
    struct facets facets = facets_of_places(&bench->arena, &mesh);
    assert_true(facets.triangle_count > 50);
    struct mesh placed = mesh_of(&bench->arena, &facets);
    assert_true(mesh_is_closed(&bench->arena, &placed));
    assert_true(fabs(mesh_volume(&placed) - mesh_volume(&mesh)) < 0.05);
    for (size_t i = 0; i < placed.triangle_count; i++)
        for (int corner = 0; corner < 3; corner++)
            assert_int_not_equal(placed.triangles[i][corner],
                                 placed.triangles[i][(corner + 1) % 3]);
    assert_memory_equal(&mesh, &bench->shape.mesh, sizeof mesh);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(a_closed_mesh_stays_closed_in_single_precision),
        BENCH_TEST(normals_weigh_areas),
        BENCH_TEST(a_vertex_without_area_looks_up),
        BENCH_TEST(good_arrays_are_taken),
        BENCH_TEST(bad_arrays_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
