/* SPDX-License-Identifier: MIT */
/* Slivers go, and what is left is closed and where it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker.h"
#include "kernel/clean.h"
#include "model.h"

#include <math.h>
#include <string.h>

#define AT(x, y, z) ((const double[3]){ x, y, z })

/* A box with a vertex next to the middle of each edge and face: slivers all over. */
static struct mesh frayed_box(struct model *model, double by)
{
    struct mesh mesh;
    model_node(model, FORMULA_UNION, FORMULA_NO_NODE);
    for (int i = 0; i < 6; i++)
        model_add_box(model, 0, AT(i % 2 * by, i / 2 * by, i % 3 * by), AT(4, 4, 4));
    const struct kernel_model input = { &model->formula, model->leaves.items, 6, true };
    assert_int_equal(kernel_solve(&input, &model->arena, &mesh, NULL), KERNEL_DONE);
    return mesh;
}

static void slivers_go(void **state)
{
    (void)state;
    struct model model;
    model_open(&model, 0);
    struct mesh mesh = frayed_box(&model, 1e-6);
    size_t before = mesh.triangle_count;
    assert_true(before > 12);
    assert_non_null(clean_mesh(&mesh, 1e-5, 0, NULL, &model.arena).changed);
    assert_true(mesh.triangle_count < before);
    struct check check = check_mesh(&mesh, false);
    assert_int_equal(check.open + check.crowded + check.degenerate, 0);
    assert_float_equal(check.volume, 64, 1e-3);
    model_close(&model);
}

/* Triangle for triangle, by the numbers that its corners had. */
static void what_is_kept_stays(void **state)
{
    (void)state;
    struct model model;
    model_open(&model, 0);
    const struct mesh frayed = frayed_box(&model, 1e-6);
    bool *kept = arena_take(&model.arena, frayed.vertex_count);
    unsigned around = 0, still = 0;
    uint32_t chosen = (uint32_t)frayed.vertex_count / 2;
    kept[chosen] = true;
    for (size_t i = 0; i < 3 * frayed.triangle_count; i++)
        around += frayed.triangles[i / 3][i % 3] == chosen;
    struct mesh mesh = mesh_copy(&model.arena, &frayed);
    const struct cleaned cleaned = clean_mesh(&mesh, 1e-5, 0, kept, &model.arena);
    assert_non_null(cleaned.changed);
    assert_true(mesh.triangle_count < frayed.triangle_count);
    for (size_t i = 0; i < mesh.triangle_count; i++) {
        const uint32_t *corners = mesh.triangles[i];
        uint32_t was[3] = { cleaned.was[corners[0]], cleaned.was[corners[1]],
                            cleaned.was[corners[2]] };
        if (was[0] != chosen && was[1] != chosen && was[2] != chosen)
            continue;
        still++;
        bool found = false;
        for (size_t j = 0; j < frayed.triangle_count; j++)
            found = found || memcmp(frayed.triangles[j], was, sizeof was) == 0;
        assert_true(found);
    }
    assert_int_equal(still, around);
    model_close(&model);
}

static void what_is_no_sliver_stays(void **state)
{
    (void)state;
    struct model model;
    model_open(&model, 0);
    struct mesh mesh = frayed_box(&model, 0.25);
    size_t before = mesh.triangle_count, vertices = mesh.vertex_count;
    assert_null(clean_mesh(&mesh, 1e-5, 0, NULL, &model.arena).changed);
    assert_int_equal(mesh.triangle_count, before);
    assert_int_equal(mesh.vertex_count, vertices);
    check_sound(&mesh);
    model_close(&model);
}

static void what_is_folded_becomes_flat(void **state)
{
    (void)state;
    struct model model;
    model_open(&model, 0);
    struct mesh mesh = model_folded_prism(&model);
    mesh.vertices[2][2] += 1e-7;
    struct check folded = check_mesh(&mesh, false);
    assert_int_equal(folded.open + folded.crowded + folded.degenerate, 0);
    assert_true(folded.meeting > 0);
    clean_mesh(&mesh, 1e-5, 12, NULL, &model.arena);
    assert_float_equal(check_mesh(&mesh, false).area, folded.area, 0);
    clean_mesh(&mesh, 1e-5, 0, NULL, &model.arena);
    check_sound(&mesh);
    struct check check = check_mesh(&mesh, false);
    assert_float_equal(check.volume, folded.volume, 1e-5);
    assert_float_equal(check.area, folded.area - 32, 1e-5);
    model_close(&model);
}

/* A box whose top has a wedge of three triangles in it, which goes down and comes back. */
static void a_spike_without_thickness_goes(void **state)
{
    (void)state;
    struct model model;
    model_open(&model, 0);
    struct mesh box = model_box(&model, AT(0, 0, 0), AT(1, 1, 1));
    struct mesh mesh = mesh_new(&model.arena, 9, 14);
    memcpy(mesh.vertices, box.vertices, 8 * sizeof *mesh.vertices);
    memcpy(mesh.triangles, box.triangles, 12 * sizeof *mesh.triangles);
    /* triangle 0 is (0, 2, 1), in the floor: its new middle is far beyond the side from 0 to 2 */
    memcpy(mesh.vertices[8], AT(-2, 0.5, 1e-7), sizeof mesh.vertices[8]);
    static const uint32_t spike[3][3] = { { 0, 2, 8 }, { 2, 1, 8 }, { 1, 0, 8 } };
    memcpy(mesh.triangles[0], spike[0], sizeof spike[0]);
    memcpy(mesh.triangles[12], spike[1], 2 * sizeof spike[0]);
    assert_true(check_mesh(&mesh, false).area > 7);
    assert_non_null(clean_mesh(&mesh, 1e-5, 0, NULL, &model.arena).changed);
    check_sound(&mesh);
    struct check check = check_mesh(&mesh, false);
    assert_int_equal(mesh.triangle_count, 12);
    assert_float_equal(check.area, 6, 1e-5);
    model_close(&model);
}

/* Beside a box. */
static void a_shell_without_volume_goes(void **state)
{
    (void)state;
    struct model model;
    model_open(&model, 0);
    struct mesh box = model_box(&model, AT(0, 0, 0), AT(1, 1, 1));
    struct mesh mesh = mesh_new(&model.arena, 12, 16);
    memcpy(mesh.vertices, box.vertices, 8 * sizeof *mesh.vertices);
    memcpy(mesh.triangles, box.triangles, 12 * sizeof *mesh.triangles);
    const double corners[4][3] = { { 5, 0, 0 }, { 7, 0, 0 }, { 7, 2, 0 }, { 5, 2, 1e-7 } };
    static const uint32_t shell[4][3] = {
        { 8, 10, 9 }, { 8, 9, 11 }, { 9, 10, 11 }, { 8, 11, 10 }
    };
    memcpy(mesh.vertices[8], corners, sizeof corners);
    memcpy(mesh.triangles[12], shell, sizeof shell);
    assert_float_equal(check_walls(&mesh, 1e-5), 4, 1e-5);
    assert_non_null(clean_mesh(&mesh, 1e-5, 0, NULL, &model.arena).changed);
    check_sound(&mesh);
    assert_int_equal(mesh.triangle_count, 12);
    model_close(&model);
}

static void an_open_mesh_is_left_alone(void **state)
{
    (void)state;
    struct model model;
    model_open(&model, 0);
    struct mesh mesh = model_box(&model, AT(0, 0, 0), AT(1, 1, 1e-9));
    mesh.triangle_count--;
    clean_mesh(&mesh, 1e-3, 0, NULL, &model.arena);
    assert_int_equal(mesh.triangle_count, 11);
    model_close(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slivers_go),
        cmocka_unit_test(what_is_kept_stays),
        cmocka_unit_test(what_is_no_sliver_stays),
        cmocka_unit_test(what_is_folded_becomes_flat),
        cmocka_unit_test(a_spike_without_thickness_goes),
        cmocka_unit_test(a_shell_without_volume_goes),
        cmocka_unit_test(an_open_mesh_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
