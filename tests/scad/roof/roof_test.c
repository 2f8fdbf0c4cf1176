/* SPDX-License-Identifier: MIT */
/* Roofs against closed forms, and against the distances of places from walls, added up one by one. */
#include "judge.h"
#include "plans.h"

#include "../kernel/checker.h"

#include <math.h>

static struct tree_node *roof(struct bench *bench, const struct sketch *sketch,
                              enum tree_roof_method method, double fn)
{
    struct tree_node *node = NODE(bench, TREE_ROOF, 2, sketch_polygon(bench, sketch));
    node->as.roof.method = method;
    node->fragments.fn = fn;
    return node;
}

static const double ell[][2] = { { 0, 0 }, { 4, 0 }, { 4, 2 }, { 2, 2 }, { 2, 4 }, { 0, 4 } };
static const double frame[][2] = { { -5, -5 }, { 5, -5 }, { 5, 5 }, { -5, 5 } };
static const double hole[][2] = { { -2, -2 }, { -2, 2 }, { 2, 2 }, { 2, -2 } };
static const double plus[][2] = { { -1, -1 }, { -1, -3 }, { 1, -3 }, { 1, -1 },
                                  { 3, -1 },  { 3, 1 },   { 1, 1 },  { 1, 3 },
                                  { -1, 3 },  { -1, 1 },  { -3, 1 }, { -3, -1 } };

static void check_solid(struct bench *bench, const struct tree_node *node)
{
    assert_true(bench_build(bench, node));
    if (bench->reports)
        fail_msg("%s", bench->message);
    check_sound(&bench->shape.mesh);
}

static void check_volume(const struct bench *bench, double wanted, double tolerance)
{
    double volume = mesh_volume(&bench->shape.mesh);
    if (fabs(volume - wanted) > tolerance * wanted)
        fail_msg("volume is %.12g, not %.12g", volume, wanted);
}

static void check_roof(struct bench *bench, const struct sketch *sketch,
                       enum tree_roof_method method)
{
    bench_build(bench, roof(bench, sketch, method, 180));
    const char *fault = roof_judge(bench, sketch, sketch, method);
    if (fault)
        fail_msg("%s", fault);
}

static void check_voronoi(struct bench *bench, const struct sketch *sketch)
{
    check_roof(bench, sketch, TREE_ROOF_VORONOI);
}

static void check_straight(struct bench *bench, const struct sketch *sketch)
{
    check_roof(bench, sketch, TREE_ROOF_STRAIGHT);
}

/* --- shapes --- */

/* A square of a board, or half of one. */
static struct tree_node *board_part(struct bench *bench, int x, int y, bool half)
{
    static const double triangle[][2] = { { 0, 0 }, { 1, 0 }, { 0, 1 } };
    struct tree_node *part = bench_square(bench, 1, 1);
    if (half) {
        part = LEAF(bench, TREE_POLYGON, 1);
        part->as.polygon = (struct tree_polygon){ 3, triangle, false, 0, NULL, 1 };
    }
    return bench_move(bench, x, y, 0, part);
}

static struct tree_node *turned(struct bench *bench, double degrees, struct tree_node *child)
{
    double s = sin(degrees * M_PI / 180), c = cos(degrees * M_PI / 180);
    struct tree_node *node = NODE(bench, TREE_TRANSFORM, 1, child);
    node->as.transform.matrix[0][0] = node->as.transform.matrix[1][1] = c;
    node->as.transform.matrix[0][1] = -s;
    node->as.transform.matrix[1][0] = s;
    return node;
}

/* Neighbours that are one line but for rounding: what bounds the cell of one is beside its end, all of a sudden. Row by row
 * from below; s is a square, h half of one. */
static void a_turned_board(void **state)
{
    static const char parts[] = "ssh.s"
                                "hsh.h"
                                "hshss"
                                ".sshs"
                                ".s..s";
    struct bench *bench = *state;
    struct tree_node *board = LEAF(bench, TREE_UNION, 1);
    for (int i = 0; i < 25; i++)
        if (parts[i] != '.')
            tree_append(board, board_part(bench, i % 5, i / 5, parts[i] == 'h'));
    struct sketch sketch;
    assert_true(bench_build(bench, turned(bench, 45, board)));
    assert_true(sketch_take(&sketch, &bench->shape.region));
    check_voronoi(bench, &sketch);
}

/* Where no two corners are nearest, the roof is as large as distances say; else flat faces stand over cones and add to it. */
static void voronoi_by_distances(void **state)
{
    struct sketch sketch = { .count = 0 };
    sketch_outline(&sketch, ell, 6);
    check_voronoi(*state, &sketch);
    check_volume(*state, sketch_volume_of_distances(&sketch, 400), 1e-3);
    sketch = (struct sketch){ .count = 0 };
    sketch_outline(&sketch, frame, 4);
    sketch_outline(&sketch, hole, 4);
    check_voronoi(*state, &sketch);
    check_volume(*state, sketch_volume_of_distances(&sketch, 400), 1e-3);
    sketch = (struct sketch){ .count = 0 };
    sketch_outline(&sketch, plus, 12);
    check_voronoi(*state, &sketch);
    check_volume(*state, sketch_volume_of_distances(&sketch, 400), 0.02);
}

static void check_convex(struct bench *bench, enum tree_roof_method method)
{
    struct tree_node *node = NODE(bench, TREE_ROOF, 1, bench_square(bench, 6, 6));
    node->as.roof.method = method;
    bench_solid(bench, node, 5, 6, 36);
    node = NODE(bench, TREE_ROOF, 1, bench_square(bench, 6, 2));
    node->as.roof.method = method;
    bench_solid(bench, node, 6, 8, 4 * (18 - 2) / 12.0);
    for (int sides = 3; sides < 40; sides++) {
        node = NODE(bench, TREE_ROOF, 1, bench_circle(bench, 5, sides));
        node->as.roof.method = method;
        double rise = 5 * cos(M_PI / sides), area = sides * rise * 5 * sin(M_PI / sides);
        bench_solid(bench, node, (size_t)sides + 1, 2 * (size_t)sides - 2, area * rise / 3);
    }
}

static void convex_ones(void **state)
{
    check_convex(*state, TREE_ROOF_VORONOI);
    check_convex(*state, TREE_ROOF_STRAIGHT);
}

/* A corner's border becomes finer as $fn says; $fa and $fs both count. */
static void bent_borders(void **state)
{
    struct bench *bench = *state;
    struct sketch sketch = { .count = 0 };
    sketch_outline(&sketch, ell, 6);
    check_solid(bench, roof(bench, &sketch, TREE_ROOF_VORONOI, 4));
    size_t coarse = bench->shape.mesh.vertex_count;
    check_solid(bench, roof(bench, &sketch, TREE_ROOF_VORONOI, 400));
    assert_true(bench->shape.mesh.vertex_count > coarse + 50);
    struct tree_node *node = roof(bench, &sketch, TREE_ROOF_VORONOI, 0);
    node->fragments.fs = 0.01;
    check_solid(bench, node);
    assert_true(bench->shape.mesh.vertex_count > coarse + 50);
    node = roof(bench, &sketch, TREE_ROOF_VORONOI, 1e12);
    bench->limits.vertices = 100000;
    assert_false(bench_build(bench, node));
    assert_string_equal(bench->code, REPORT_TOO_LARGE);
}

/* Outlines that touch in a corner, or with a corner in the middle of a wall. */
static void touching_ones(void **state)
{
    static const double bow[][2] = { { 0, 0 }, { 4, 0 }, { 4, 4 }, { 2, 0 }, { 0, 4 } };
    struct bench *bench = *state;
    struct sketch sketch = { .count = 0 };
    sketch_outline(&sketch, bow, 5);
    check_voronoi(bench, &sketch);
    check_volume(bench, sketch_volume_of_distances(&sketch, 400), 1e-3);
    struct tree_node *node = NODE(bench, TREE_ROOF, 1, bench_square(bench, 4, 4),
                                  bench_move(bench, 4, 4, 0, bench_square(bench, 4, 4)));
    check_solid(bench, node);
    check_volume(bench, 64 / 3.0, 1e-9);
}

static void nothing_to_cover(void **state)
{
    struct bench *bench = *state;
    assert_true(bench_build(bench, LEAF(bench, TREE_ROOF, 1)));
    assert_int_equal(bench->shape.mesh.triangle_count, 0);
    assert_true(bench_build(bench, NODE(bench, TREE_ROOF, 1, bench_square(bench, 0, 1))));
    assert_int_equal(bench->shape.mesh.triangle_count, 0);
    assert_true(bench_build(bench, NODE(bench, TREE_ROOF, 1, bench_cube(bench, 1, 1, 1))));
    assert_string_equal(bench->message, "Ignoring 3D child object for 2D operation");
}

/* Arms that cross in the middle: walls that are almost on one line far apart, and corners that face each other exactly. */
static void a_wheel(void **state)
{
    struct bench *bench = *state;
    struct tree_node *wheel = LEAF(bench, TREE_UNION, 1);
    for (int i = 0; i < 40; i++) {
        struct tree_node *arm = bench_move(bench, -10, -0.4, 0, bench_square(bench, 20, 0.8));
        tree_append(wheel, turned(bench, 9 * i, arm));
    }
    struct tree_node *ring = NODE(bench, TREE_DIFFERENCE, 1, wheel, bench_circle(bench, 3, 60));
    check_solid(bench, NODE(bench, TREE_ROOF, 1, ring));
    check_volume(bench, 61.25, 1e-2);
    struct sketch sketch;
    assert_true(bench_build(bench, ring));
    assert_true(sketch_take(&sketch, &bench->shape.region));
    check_straight(bench, &sketch);
}

/* Where all cells meet in the middle, and where each is next to many. */
static void round_ones(void **state)
{
    struct bench *bench = *state;
    const double angle = M_PI / 3000, rise = 10 * cos(angle);
    struct tree_node *node = NODE(bench, TREE_ROOF, 1, bench_circle(bench, 10, 3000));
    assert_true(bench_build(bench, node));
    check_volume(bench, 3000 * rise * 10 * sin(angle) * rise / 3, 1e-9);
    struct sketch sketch;
    assert_true(bench_build(bench, NODE(bench, TREE_DIFFERENCE, 1, bench_circle(bench, 10, 600),
                                        bench_circle(bench, 4, 300))));
    assert_true(sketch_take(&sketch, &bench->shape.region));
    check_voronoi(bench, &sketch);
    check_volume(bench, 42 * M_PI * 3, 1e-3);
}

/* Gaps between arms of which each is next to its neighbours all along: a corner far out is nearer than what is behind it. */
static void a_fan(void **state)
{
    struct bench *bench = *state;
    struct tree_node *fan = LEAF(bench, TREE_UNION, 1);
    for (int i = 0; i < 14; i++) {
        struct tree_node *arm = bench_move(bench, -10, -0.15, 0, bench_square(bench, 20, 0.3));
        tree_append(fan, turned(bench, 25.714 * i, arm));
    }
    struct sketch sketch;
    assert_true(
        bench_build(bench, NODE(bench, TREE_DIFFERENCE, 1, fan, bench_circle(bench, 2.6, 60))));
    assert_true(sketch_take(&sketch, &bench->shape.region));
    check_voronoi(bench, &sketch);
    check_solid(bench, roof(bench, &sketch, TREE_ROOF_STRAIGHT, 0));
}

/* A bar from one square or octagon to another. */
static struct tree_node *bar(struct bench *bench, const double from[2], const double to[2],
                             bool square)
{
    struct tree_node *hull = LEAF(bench, TREE_HULL, 1);
    const double *const ends[2] = { from, to };
    for (int i = 0; i < 2; i++)
        tree_append(hull, bench_move(bench, ends[i][0], ends[i][1], 0,
                                     square && i ? bench_move(bench, -0.3, -0.3, 0,
                                                              bench_square(bench, 0.6, 0.6))
                                                 : bench_circle(bench, 0.4, 8)));
    return hull;
}

/* Creases that go by each other's ends, nearer than doubles tell: two corners that come to one wall next to each other. */
static void bars_that_cross(void **state)
{
    static const double places[][2] = { { 2, 3 }, { 1, 1 }, { 6, 4 }, { 5, 0 }, { 3, 3 } };
    struct bench *bench = *state;
    struct sketch sketch;
    assert_true(
        bench_build(bench, NODE(bench, TREE_UNION, 1, bar(bench, places[0], places[1], false),
                                bar(bench, places[1], places[2], true),
                                bar(bench, places[4], places[3], true))));
    assert_true(sketch_take(&sketch, &bench->shape.region));
    check_straight(bench, &sketch);
    check_voronoi(bench, &sketch);
}

/* Wedges that all but have no width, across each other: corners that are faster than the walls by far. */
static void thin_wedges(void **state)
{
    static const double wedges[][6] = { { -0.859, 0.7457, 338.8, 11.546, 7.8252, 0.272 },
                                        { 1.931, 1.204, 234.18, 10.054, 9.1372, 0.167 },
                                        { -1.641, -1.301, 319.98, 12.728, 4.6881, 0.114 },
                                        { 0.4802, -1.071, 29.026, 4.0936, 2.6221, 0.00013 },
                                        { -1.13, -1.6, 289.11, 4.0422, 2.2025, 0.0112 } };
    struct bench *bench = *state;
    struct tree_node *all = LEAF(bench, TREE_UNION, 1);
    double corners[5][3][2];
    for (int i = 0; i < 5; i++) {
        const double *wedge = wedges[i];
        struct tree_node *polygon = LEAF(bench, TREE_POLYGON, 1);
        const double points[3][2] = { { 0, 0 }, { wedge[3], -wedge[5] }, { wedge[4], wedge[5] } };
        memcpy(corners[i], points, sizeof points);
        polygon->as.polygon =
            (struct tree_polygon){ 3, (const double(*)[2])corners[i], false, 0, NULL, 1 };
        tree_append(all,
                    bench_move(bench, wedge[0], wedge[1], 0, turned(bench, wedge[2], polygon)));
    }
    struct sketch sketch;
    assert_true(bench_build(bench, all));
    assert_true(sketch_take(&sketch, &bench->shape.region));
    check_solid(bench, roof(bench, &sketch, TREE_ROOF_STRAIGHT, 0));
    check_solid(bench, roof(bench, &sketch, TREE_ROOF_VORONOI, 12));
}

/* What `./dev roofs` has found: edges that end straight behind a corner, which only whole numbers do (stars, offsets); walls in one line
 * but for the last bit, and other outlines' corners in a corner's place (turned, fans); slits thinner than a step of any grid for the
 * cells' sake (tiny). */
static void what_was_found(void **state)
{
    static const struct {
        const char *sort;
        uint64_t seed;
    } seeds[] = { { "stars", 358 },  { "stars", 445 },  { "stars", 1833 }, { "offsets", 719 },
                  { "turned", 82 },  { "turned", 215 }, { "turned", 257 }, { "turned", 318 },
                  { "turned", 426 }, { "turned", 978 }, { "fans", 13 },    { "tiny", 0 },
                  { "tiny", 24 },    { "tiny", 507 } };
    struct bench *bench = *state;
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++)
        for (size_t k = 0; k < roof_sort_count; k++) {
            struct sketch sketch;
            if (strcmp(roof_sorts[k].name, seeds[i].sort) != 0)
                continue;
            assert_true(
                bench_build(bench, roof_plan_grow(bench, &roof_sorts[k], seeds[i].seed, true)));
            assert_true(sketch_take(&sketch, &bench->shape.region));
            check_voronoi(bench, &sketch);
        }
}

/* Outlines that touch are put on a grid; where that closes a slit, there is no roof. */
static void a_slit_too_thin(void **state)
{
    static const double slit[][2] = { { 0, 0 }, { 4, 0 },        { 4, 4 },       { 0, 4 },
                                      { 0, 2 }, { 3, 2 - 3e-9 }, { 0, 2 - 2e-8 } };
    static const double beside[][2] = { { 4, 4 }, { 8, 4 }, { 8, 8 } };
    struct bench *bench = *state;
    struct sketch sketch = { .count = 0 };
    sketch_outline(&sketch, slit, 7);
    check_voronoi(bench, &sketch);
    check_straight(bench, &sketch);
    sketch_outline(&sketch, beside, 3);
    for (int method = 0; method < 2; method++) {
        assert_true(bench_build(bench, roof(bench, &sketch, (enum tree_roof_method)method, 12)));
        assert_string_equal(bench->message,
                            "roof() of outlines that touch, with a slit too thin to be seen there");
        assert_int_equal(bench->shape.mesh.triangle_count, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(convex_ones),      BENCH_TEST(voronoi_by_distances),
        BENCH_TEST(bent_borders),     BENCH_TEST(touching_ones),
        BENCH_TEST(nothing_to_cover), BENCH_TEST(a_wheel),
        BENCH_TEST(round_ones),       BENCH_TEST(a_fan),
        BENCH_TEST(bars_that_cross),  BENCH_TEST(thin_wedges),
        BENCH_TEST(a_turned_board),   BENCH_TEST(what_was_found),
        BENCH_TEST(a_slit_too_thin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
