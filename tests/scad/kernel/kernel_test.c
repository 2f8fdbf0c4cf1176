/* SPDX-License-Identifier: MIT */
/* Booleans of solids: what is known without the kernel, and laws that hold for any solids. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker.h"
#include "trees.h"

#include <math.h>
#include <string.h>

#define AT(x, y, z) ((const double[3]){ x, y, z })

enum { ROOT = 0 };

static void open_model(struct model *model, enum formula_operation operation)
{
    model_open(model, 0);
    model_node(model, operation, FORMULA_NO_NODE);
}

static struct mesh solve_two_boxes(struct model *model, enum formula_operation operation,
                                   const double shift[3])
{
    open_model(model, operation);
    model_add_box(model, ROOT, AT(0, 0, 0), AT(1, 1, 1));
    model_add_box(model, ROOT, shift, AT(1, 1, 1));
    return model_solve(model);
}

/* --- two cubes in every position to each other --- */

static void assert_two_cubes(enum formula_operation operation, const double shift[3], double volume,
                             size_t triangles)
{
    struct model model;
    struct mesh mesh = solve_two_boxes(&model, operation, shift);
    if (mesh.triangle_count > 0) {
        check_sound(&mesh);
        assert_float_equal(check_mesh(&mesh, false).volume, volume, 1e-12);
    }
    assert_int_equal(mesh.triangle_count, triangles);
    model_close(&model);
}

static void two_cubes(void **state)
{
    (void)state;
    assert_two_cubes(FORMULA_UNION, AT(3, 0, 0), 2, 24);
    assert_two_cubes(FORMULA_UNION, AT(1, 0, 0), 2, 12);
    assert_two_cubes(FORMULA_UNION, AT(0, 0, 0), 1, 12);
    assert_two_cubes(FORMULA_UNION, AT(0.5, 0, 0), 1.5, 12);
    assert_two_cubes(FORMULA_DIFFERENCE, AT(0.5, 0, 0), 0.5, 12);
    assert_two_cubes(FORMULA_DIFFERENCE, AT(0, 0, 0), 0, 0);
    assert_two_cubes(FORMULA_DIFFERENCE, AT(1, 0, 0), 1, 12);
    assert_two_cubes(FORMULA_INTERSECTION, AT(0.5, 0.5, 0.5), 0.125, 12);
    assert_two_cubes(FORMULA_INTERSECTION, AT(1, 0, 0), 0, 0);
    assert_two_cubes(FORMULA_INTERSECTION, AT(3, 0, 0), 0, 0);
}

static void cubes_that_share_an_edge_or_a_corner_stay_apart(void **state)
{
    (void)state;
    assert_two_cubes(FORMULA_UNION, AT(1, 1, 0), 2, 24);
    assert_two_cubes(FORMULA_UNION, AT(1, 1, 1), 2, 24);
    struct model model;
    struct mesh mesh = solve_two_boxes(&model, FORMULA_UNION, AT(1, 1, 0));
    assert_int_equal(mesh.vertex_count, 16);
    assert_int_equal(check_mesh(&mesh, true).crowded, 1);
    model_close(&model);
}

/* --- flat regions have no more vertices than they need --- */

static void a_grid_of_cubes_is_one_box(void **state)
{
    (void)state;
    struct model model;
    open_model(&model, FORMULA_UNION);
    for (int i = 0; i < 400; i++)
        model_add_box(&model, ROOT, AT(i % 20 * 0.1, i / 20 * 0.1, 0), AT(0.1, 0.1, 0.1));
    struct mesh mesh = model_solve(&model);
    assert_int_equal(mesh.triangle_count, 12);
    check_sound(&mesh);
    assert_float_equal(check_mesh(&mesh, false).volume, 0.4, 1e-12);
    model_close(&model);
}

static void a_checkerboard_of_cubes_keeps_them_apart(void **state)
{
    (void)state;
    struct model model;
    open_model(&model, FORMULA_UNION);
    for (int i = 0; i < 512; i++)
        if ((i % 8 + i / 8 % 8 + i / 64) % 2 == 0)
            model_add_box(&model, ROOT, AT(i % 8, i / 8 % 8, i / 64), AT(1, 1, 1));
    struct mesh mesh = model_solve(&model);
    check_sound(&mesh);
    assert_int_equal(mesh.triangle_count, 3072);
    assert_float_equal(check_mesh(&mesh, false).volume, 256, 1e-9);
    model_close(&model);
}

static void decimal_sizes_stay_exact(void **state)
{
    (void)state;
    struct model model;
    open_model(&model, FORMULA_UNION);
    model_add_box(&model, ROOT, AT(0, 0, 0), AT(0.1, 0.2, 0.3));
    model_add_box(&model, ROOT, AT(0.1, 0, 0), AT(0.6, 0.2, 0.3));
    struct mesh mesh = model_solve(&model);
    assert_int_equal(mesh.vertex_count, 8);
    for (size_t i = 0; i < 8; i++)
        assert_true((mesh.vertices[i][0] == 0 || mesh.vertices[i][0] == 0.7) &&
                    (mesh.vertices[i][1] == 0 || mesh.vertices[i][1] == 0.2) &&
                    (mesh.vertices[i][2] == 0 || mesh.vertices[i][2] == 0.3));
    model_close(&model);
}

static void turned_solids_come_out_as_they_would_unturned(void **state)
{
    (void)state;
    double matrix[3][4];
    model_turn(matrix, AT(10, 20, 30), AT(0, 0, 0));
    struct model model;
    open_model(&model, FORMULA_UNION);
    for (int i = 0; i < 27; i++)
        model_add(&model, ROOT, model_box(&model, AT(i % 3, i / 3 % 3, i / 9), AT(1, 1, 1)),
                  (const double(*)[4])matrix);
    struct mesh mesh = model_solve(&model);
    check_sound(&mesh);
    assert_int_equal(mesh.triangle_count, 12);
    assert_float_equal(check_mesh(&mesh, false).volume, 27, 1e-9);
    model_close(&model);
}

/* --- random trees of whole boxes, beside counting cells --- */

static void assert_tree_is_right(uint64_t seed, int depth)
{
    static struct tree_of_boxes tree;
    trees_of_boxes(&tree, seed, depth);
    struct mesh mesh = model_solve(&tree.model);
    long cells = trees_count_cells(&tree);
    if (mesh.triangle_count > 0)
        check_sound(&mesh);
    assert_float_equal(mesh.triangle_count ? check_mesh(&mesh, false).volume : 0, cells, 1e-6);
    model_close(&tree.model);
}

static void random_trees_of_boxes_have_the_volume_of_their_cells(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++)
        assert_tree_is_right(seed, 3);
    for (uint64_t seed = 0; seed < 5; seed++)
        assert_tree_is_right(seed, 5);
}

/* --- laws --- */

/* A turned solid, the same for the same seed. */
static void add_solid(struct model *model, uint32_t parent, uint64_t seed)
{
    uint64_t kept = model->random;
    model->random = 0x9E3779B97F4A7C15u * (seed + 1);
    double matrix[3][4], degrees[3], shift[3];
    for (int k = 0; k < 3; k++) {
        degrees[k] = 15.0 * model_random(model, 24);
        shift[k] = model_random(model, 5);
    }
    model_turn(matrix, degrees, shift);
    unsigned sides = 5 + model_random(model, 12);
    struct mesh mesh = seed % 3 == 0   ? model_box(model, AT(0, 0, 0), AT(3, 4, 5))
                       : seed % 3 == 1 ? model_prism(model, 2.5, 6, sides)
                                       : model_ball(model, 3, sides);
    model_add(model, parent, mesh, (const double(*)[4])matrix);
    model->random = kept;
}

static double volume_of(enum formula_operation operation, uint64_t a, uint64_t b)
{
    struct model model;
    open_model(&model, operation);
    add_solid(&model, ROOT, a);
    if (b != a || operation != FORMULA_UNION)
        add_solid(&model, ROOT, b);
    struct mesh mesh = model_solve(&model);
    double volume = mesh.triangle_count ? check_mesh(&mesh, false).volume : 0;
    assert_int_equal(mesh.triangle_count ? check_mesh(&mesh, false).open : 0, 0);
    model_close(&model);
    return volume;
}

static void volumes_add_up(void **state)
{
    (void)state;
    for (uint64_t a = 0; a < 40; a++) {
        uint64_t b = a + 41;
        double each = volume_of(FORMULA_UNION, a, a) + volume_of(FORMULA_UNION, b, b);
        double both = volume_of(FORMULA_INTERSECTION, a, b);
        assert_float_equal(each, volume_of(FORMULA_UNION, a, b) + both, 1e-5);
        assert_float_equal(volume_of(FORMULA_DIFFERENCE, a, b),
                           volume_of(FORMULA_UNION, a, a) - both, 1e-5);
        assert_float_equal(volume_of(FORMULA_UNION, b, a), volume_of(FORMULA_UNION, a, b), 1e-9);
        assert_float_equal(volume_of(FORMULA_DIFFERENCE, a, a), 0, 0);
    }
}

/* (A - B) and (A and B) together are A again, down to its vertices. */
static void what_is_taken_apart_fits_together(void **state)
{
    (void)state;
    for (uint64_t a = 0; a < 30; a++) {
        struct model model, alone;
        open_model(&model, FORMULA_UNION);
        uint32_t without = model_node(&model, FORMULA_DIFFERENCE, ROOT);
        add_solid(&model, without, a);
        add_solid(&model, without, a + 31);
        uint32_t within = model_node(&model, FORMULA_INTERSECTION, ROOT);
        add_solid(&model, within, a);
        add_solid(&model, within, a + 31);
        struct mesh mesh = model_solve(&model);
        open_model(&alone, FORMULA_UNION);
        add_solid(&alone, ROOT, a);
        struct mesh whole = model_solve(&alone);
        check_sound(&mesh);
        assert_float_equal(check_mesh(&mesh, false).volume, check_mesh(&whole, false).volume, 1e-6);
        model_close(&model);
        model_close(&alone);
    }
}

/* A solid, turned and shifted. */
struct placed {
    struct mesh (*make)(struct model *model);
    double degrees[3], shift[3];
};

static struct mesh make_box(struct model *model)
{
    return model_box(model, AT(0, 0, 0), AT(7, 9, 7));
}

static struct mesh make_prism(struct model *model)
{
    return model_prism(model, 5, 2, 3);
}

static struct mesh make_stump(struct model *model)
{
    struct mesh mesh = model_prism(model, 4, 4, 6);
    for (size_t i = 0; i < mesh.vertex_count; i++)
        for (int k = 0; k < 2 && mesh.vertices[i][2] > 0; k++)
            mesh.vertices[i][k] *= 0.75;
    return mesh;
}

static struct mesh make_dart(struct model *model)
{
    static const double corners[4][2] = { { 0, 0 }, { 7, 1 }, { 3, 3 }, { 1, 7 } };
    struct mesh mesh = model_folded_prism(model);
    for (int i = 0; i < 8; i++) {
        mesh.vertices[i][0] = corners[i % 4][0];
        mesh.vertices[i][1] = corners[i % 4][1];
        mesh.vertices[i][2] *= 4;
    }
    for (uint32_t i = 0; i < 6; i++) /* the top, without the fold */
        mesh.triangles[i / 3][i % 3] = (const uint32_t[]){ 0, 1, 2, 0, 2, 3 }[i];
    return mesh;
}

static double area_of_union(const struct placed *first, const struct placed *second)
{
    struct model model;
    open_model(&model, FORMULA_UNION);
    for (int i = 0; i < 2; i++) {
        const struct placed *placed = i == 0 ? first : second;
        double matrix[3][4];
        model_turn(matrix, placed->degrees, placed->shift);
        model_add(&model, ROOT, placed->make(&model), (const double(*)[4])matrix);
    }
    struct mesh mesh = model_solve(&model);
    check_sound(&mesh);
    double area = check_mesh(&mesh, false).area;
    model_close(&model);
    return area;
}

/* Pairs with faces in one plane, whose corners the grid moves off it. */
static void faces_that_lie_on_each_other_leave_no_crack(void **state)
{
    (void)state;
    static const struct {
        struct placed solids[2];
        double area;
    } pairs[] = {
        { { { make_prism, { 45, 0, 0 }, { -2, 1, -1 } },
            { make_box, { 75, 45, 45 }, { 1, 1, -1 } } },
          461.360484 },
        { { { make_dart, { 15, 45, 165 }, { -3, 2, 4 } },
            { make_stump, { 135, 150, 120 }, { -3, 2, 4 } } },
          279.243739 },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const struct placed *solids = pairs[i].solids;
        assert_float_equal(area_of_union(&solids[0], &solids[1]), pairs[i].area, 1e-5);
        assert_float_equal(area_of_union(&solids[1], &solids[0]), pairs[i].area, 1e-5);
    }
}

static void the_same_input_gives_the_same_bits(void **state)
{
    (void)state;
    struct model models[2];
    struct mesh meshes[2];
    for (int i = 0; i < 2; i++) {
        open_model(&models[i], FORMULA_DIFFERENCE);
        for (uint64_t seed = 3; seed < 9; seed++)
            add_solid(&models[i], ROOT, seed);
        meshes[i] = model_solve(&models[i]);
    }
    assert_int_equal(meshes[0].vertex_count, meshes[1].vertex_count);
    assert_int_equal(meshes[0].triangle_count, meshes[1].triangle_count);
    assert_memory_equal(meshes[0].vertices, meshes[1].vertices,
                        meshes[0].vertex_count * sizeof *meshes[0].vertices);
    assert_memory_equal(meshes[0].triangles, meshes[1].triangles,
                        meshes[0].triangle_count * sizeof *meshes[0].triangles);
    for (int i = 0; i < 2; i++)
        model_close(&models[i]);
}

/* --- leaves that cross themselves --- */

/* Two boxes as one mesh. */
static struct mesh two_in_one(struct model *model, const double shift[3])
{
    struct mesh a = model_box(model, AT(0, 0, 0), AT(2, 2, 2)),
                b = model_box(model, shift, AT(2, 2, 2));
    struct mesh both = mesh_new(&model->arena, 16, 24);
    memcpy(both.vertices, a.vertices, 8 * sizeof *both.vertices);
    memcpy(both.vertices + 8, b.vertices, 8 * sizeof *both.vertices);
    memcpy(both.triangles, a.triangles, 12 * sizeof *both.triangles);
    for (int i = 0; i < 36; i++)
        both.triangles[12 + i / 3][i % 3] = b.triangles[i / 3][i % 3] + 8;
    return both;
}

static void a_leaf_that_crosses_itself_is_what_it_winds_around(void **state)
{
    (void)state;
    static const struct {
        double shift[3], volume;
        size_t triangles;
    } cases[] = {
        { { 1, 1, 1 }, 15, 36 }, { { 1, 0, 0 }, 12, 12 },       { { 0, 0, 0 }, 8, 12 },
        { { 2, 0, 0 }, 16, 20 }, { { 0.5, 0.5, 0 }, 11.5, 28 }, { { 2, 2, 0 }, 16, 24 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct model model;
        open_model(&model, FORMULA_UNION);
        model_add(&model, ROOT, two_in_one(&model, cases[i].shift), NULL);
        model.leaves.items[0].rough = true;
        struct mesh mesh = model_solve(&model);
        check_sound(&mesh);
        assert_float_equal(check_mesh(&mesh, false).volume, cases[i].volume, 1e-9);
        assert_int_equal(mesh.triangle_count, cases[i].triangles);
        model_close(&model);
    }
}

/* Its own faces lie on each other, and it meets some that are left out: of a box that reaches beyond what it is intersected with. */
static void a_leaf_that_lies_on_itself_is_what_it_winds_around(void **state)
{
    (void)state;
    struct model model;
    open_model(&model, FORMULA_UNION);
    static const double turned[3][4] = { { -1, 0, 0, 0 }, { 0, -1, 0, 0 }, { 0, 0, 1, 0 } };
    model_add(&model, ROOT, model_folded_prism(&model), turned);
    model.leaves.items[0].rough = true;
    uint32_t common = model_node(&model, FORMULA_INTERSECTION, ROOT);
    model_add_box(&model, common, AT(-3, -3, 0.5), AT(6, 13, 1));
    model_add_box(&model, common, AT(-3, 9, 0), AT(6, 6, 3));
    struct mesh mesh = model_solve(&model);
    check_sound(&mesh);
    assert_float_equal(check_mesh(&mesh, false).volume, 16 + 6, 1e-9);
    model_close(&model);
}

/* A sound one loses nothing by being looked at closely. */
static void a_rough_leaf_that_is_sound_comes_out_as_it_was(void **state)
{
    (void)state;
    struct model model;
    open_model(&model, FORMULA_UNION);
    model_add(&model, ROOT, model_ball(&model, 3, 20), NULL);
    model.leaves.items[0].rough = true;
    size_t triangles = model.leaves.items[0].mesh->triangle_count;
    double volume = check_mesh(model.leaves.items[0].mesh, false).volume;
    struct mesh mesh = model_solve(&model);
    check_sound(&mesh);
    assert_int_equal(mesh.triangle_count, triangles);
    assert_float_equal(check_mesh(&mesh, false).volume, volume, 1e-6);
    model_close(&model);
}

static void add_mesh(struct model *model, size_t vertex_count, const double (*vertices)[3],
                     size_t triangle_count, const uint32_t (*triangles)[3])
{
    struct mesh mesh = mesh_new(&model->arena, vertex_count, triangle_count);
    memcpy(mesh.vertices, vertices, vertex_count * sizeof *vertices);
    memcpy(mesh.triangles, triangles, triangle_count * sizeof *triangles);
    model_add(model, ROOT, mesh, NULL);
}

/* A tip of a star on a face that it lies in, both turned. Three corners of its base were in one line, and are not on the grid: the triangle
 * of these stands upright, and a side of the tip passes through it by a tenth of a step. */
static void a_leaf_that_crosses_itself_on_the_grid_alone_is_solved(void **state)
{
    (void)state;
    static const double tip[][3] = { { 222.703273, -161.803399, -52.573111 },
                                     { 137.638192, -100, -222.703273 },
                                     { 52.573111, -161.803399, -157.719334 },
                                     { 117.55705, -161.803399, -117.55705 },
                                     { 137.638192, -423.606798, -222.703273 } };
    static const uint32_t sides[][3] = { { 0, 3, 2 }, { 3, 1, 2 }, { 0, 4, 3 },
                                         { 3, 4, 1 }, { 1, 4, 2 }, { 2, 4, 0 } };
    static const double wedge[][3] = { { 222.703273, -161.803399, -52.573111 },
                                       { -85.065081, -261.803399, -52.573111 },
                                       { -52.573111, -161.803399, -222.703273 },
                                       { 137.638192, -100, -222.703273 },
                                       { 0, 0, 0 } };
    static const uint32_t faces[][3] = { { 0, 1, 2 }, { 0, 2, 3 }, { 1, 0, 4 },
                                         { 2, 1, 4 }, { 3, 2, 4 }, { 0, 3, 4 } };
    struct model model;
    open_model(&model, FORMULA_UNION);
    add_mesh(&model, 5, wedge, 6, faces);
    add_mesh(&model, 5, tip, 6, sides);
    struct mesh mesh = model_solve(&model);
    check_sound(&mesh);
    assert_float_equal(check_mesh(&mesh, false).volume, 4108746, 1);
    model_close(&model);
}

/* --- what cannot be worked with --- */

static void a_leaf_that_is_not_closed_is_named(void **state)
{
    (void)state;
    struct model model;
    uint32_t culprit = 99;
    struct mesh mesh;
    open_model(&model, FORMULA_UNION);
    model_add_box(&model, ROOT, AT(0, 0, 0), AT(1, 1, 1));
    struct mesh open = model_box(&model, AT(0.5, 0.5, 0.5), AT(1, 1, 1));
    open.triangle_count--;
    model_add(&model, ROOT, open, NULL);
    const struct kernel_model input = { &model.formula, model.leaves.items, 2, false };
    assert_int_equal(kernel_solve(&input, &model.arena, &mesh, &culprit), KERNEL_OPEN_LEAF);
    assert_int_equal(culprit, 1);
    model_close(&model);
}

/* A tetrahedron over the edge from the origin to a height, from one direction to another, counter-clockwise seen from above. */
static struct mesh make_wedge(struct model *model, double height, const double from[3],
                              const double to[3])
{
    static const uint32_t triangles[4][3] = { { 0, 3, 2 }, { 0, 2, 1 }, { 0, 1, 3 }, { 2, 3, 1 } };
    struct mesh mesh = mesh_new(&model->arena, 4, 4);
    memset(mesh.vertices, 0, 4 * sizeof *mesh.vertices);
    mesh.vertices[1][2] = height;
    memcpy(mesh.vertices[2], from, sizeof mesh.vertices[2]);
    memcpy(mesh.vertices[3], to, sizeof mesh.vertices[3]);
    memcpy(mesh.triangles, triangles, sizeof triangles);
    if (height < 0)
        mesh_turn_inside_out(&mesh);
    return mesh;
}

/* No vertex is one of triangles with corners on both sides of the diagonal, which no triangle crosses. */
static void assert_wedges_apart(const struct mesh *mesh, double n)
{
    int sides[8] = { 0 };
    for (size_t i = 0; i < 3 * mesh->triangle_count; i++) {
        int side = 0;
        for (int k = 0; k < 3; k++) {
            const double *at = mesh->vertices[mesh->triangles[i / 3][k]];
            if (at[0] != 0 || at[1] != 0)
                side = at[0] == n - 1 || at[1] == 0 ? 1 : 2;
        }
        sides[mesh->triangles[i / 3][i % 3]] |= side;
    }
    for (int i = 0; i < 8; i++)
        assert_true(sides[i] == 1 || sides[i] == 2);
}

/* Between the directions (n, n - 1) and (n - 1, n - 2) lie 4e-18 of a full turn: the same in doubles. */
static void order_around_an_edge_is_exact(void **state)
{
    (void)state;
    const double n = 5e8;
    const double ends[4][3] = { { n, 0, 0 }, { n - 1, n - 2, 0 }, { n, n - 1, 0 }, { 0, n, 0 } };
    for (int way = -1; way <= 1; way += 2) {
        struct model model;
        struct mesh mesh;
        model_open(&model, 0);
        model_node(&model, FORMULA_UNION, FORMULA_NO_NODE);
        for (int i = 0; i < 4; i += 2)
            model_add(&model, 0, make_wedge(&model, way * n, ends[i], ends[i + 1]), NULL);
        const struct kernel_model input = { &model.formula, model.leaves.items, 2, false, true };
        assert_int_equal(kernel_solve(&input, &model.arena, &mesh, NULL), KERNEL_DONE);
        assert_int_equal(mesh.triangle_count, 8);
        assert_int_equal(mesh.vertex_count, 8);
        assert_wedges_apart(&mesh, n);
        model_close(&model);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_cubes),
        cmocka_unit_test(cubes_that_share_an_edge_or_a_corner_stay_apart),
        cmocka_unit_test(a_grid_of_cubes_is_one_box),
        cmocka_unit_test(a_checkerboard_of_cubes_keeps_them_apart),
        cmocka_unit_test(decimal_sizes_stay_exact),
        cmocka_unit_test(turned_solids_come_out_as_they_would_unturned),
        cmocka_unit_test(random_trees_of_boxes_have_the_volume_of_their_cells),
        cmocka_unit_test(volumes_add_up),
        cmocka_unit_test(what_is_taken_apart_fits_together),
        cmocka_unit_test(faces_that_lie_on_each_other_leave_no_crack),
        cmocka_unit_test(the_same_input_gives_the_same_bits),
        cmocka_unit_test(a_leaf_that_crosses_itself_is_what_it_winds_around),
        cmocka_unit_test(a_leaf_that_lies_on_itself_is_what_it_winds_around),
        cmocka_unit_test(a_rough_leaf_that_is_sound_comes_out_as_it_was),
        cmocka_unit_test(a_leaf_that_crosses_itself_on_the_grid_alone_is_solved),
        cmocka_unit_test(a_leaf_that_is_not_closed_is_named),
        cmocka_unit_test(order_around_an_edge_is_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
