/* SPDX-License-Identifier: MIT */
/* Closedness, volume and transformations of meshes. */
#include "model/mesh.h"

#include "../geometry/bench.h"

static const double corners[4][3] = { { 0 }, { 1 }, { 0, 1 }, { 0, 0, 1 } };
static const uint32_t faces[4][3] = { { 0, 2, 1 }, { 0, 1, 3 }, { 1, 2, 3 }, { 2, 0, 3 } };

static struct mesh tetrahedron(struct bench *bench)
{
    struct mesh mesh = mesh_new(&bench->arena, 4, 4);
    memcpy(mesh.vertices, corners, sizeof corners);
    memcpy(mesh.triangles, faces, sizeof faces);
    return mesh;
}

static void a_rim_or_a_turned_triangle_is_open(void **state)
{
    struct bench *bench = *state;
    struct mesh mesh = tetrahedron(bench);
    assert_true(mesh_is_closed(&bench->arena, &mesh));
    mesh.triangle_count = 3;
    assert_false(mesh_is_closed(&bench->arena, &mesh));
    mesh.triangle_count = 4;
    mesh.triangles[3][0] = 0;
    mesh.triangles[3][1] = 2;
    assert_false(mesh_is_closed(&bench->arena, &mesh));
}

static void an_edge_of_four_triangles_is_no_pair(void **state)
{
    struct bench *bench = *state;
    struct mesh mesh = tetrahedron(bench);
    assert_true(mesh_is_paired(&bench->arena, &mesh));
    struct mesh twice = mesh_new(&bench->arena, 4, 8);
    memcpy(twice.triangles, mesh.triangles, sizeof(uint32_t[4][3]));
    memcpy(twice.triangles + 4, mesh.triangles, sizeof(uint32_t[4][3]));
    assert_true(mesh_is_closed(&bench->arena, &twice));
    assert_false(mesh_is_paired(&bench->arena, &twice));
    mesh.triangle_count = 3;
    assert_false(mesh_is_paired(&bench->arena, &mesh));
}

static void volume_does_not_depend_on_the_place(void **state)
{
    struct mesh mesh = tetrahedron(*state);
    assert_true(bench_near(mesh_volume(&mesh), 1.0 / 6));
    const double far[4][4] = { { 1, 0, 0, 1e6 }, { 0, 1, 0, 1e6 }, { 0, 0, 1, -1e6 }, { 0 } };
    mesh_transform(&((struct bench *)*state)->arena, &mesh, far);
    assert_true(bench_near(mesh_volume(&mesh), 1.0 / 6));
}

static void a_mirror_keeps_the_outside_out(void **state)
{
    struct mesh mesh = tetrahedron(*state);
    const double mirror[4][4] = { { -2 }, { 0, 1 }, { 0, 0, 1 }, { 0 } };
    mesh_transform(&((struct bench *)*state)->arena, &mesh, mirror);
    assert_true(bench_near(mesh_volume(&mesh), 2.0 / 6));
    struct box box = mesh_box(&mesh);
    assert_true(box.low[0] == -2 && box.high[0] == 0 && box.high[1] == 1 && box.high[2] == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(a_rim_or_a_turned_triangle_is_open),
        BENCH_TEST(an_edge_of_four_triangles_is_no_pair),
        BENCH_TEST(volume_does_not_depend_on_the_place),
        BENCH_TEST(a_mirror_keeps_the_outside_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
