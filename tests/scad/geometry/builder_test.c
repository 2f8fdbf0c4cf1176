/* SPDX-License-Identifier: MIT */
/* What modules make of their children, and what they refuse. */
#include "geometry/builder.h"

#include "bench.h"

static struct tree_node *cube_at(struct bench *bench, double x, double y, double z)
{
    return bench_move(bench, x, y, z, bench_cube(bench, 1, 1, 1));
}

static void solids_apart_are_their_union(void **state)
{
    struct bench *bench = *state;
    bench_solid(bench,
                NODE(bench, TREE_UNION, 1, cube_at(bench, 0, 0, 0), cube_at(bench, 2, 0, 0),
                     NODE(bench, TREE_GROUP, 2, cube_at(bench, 0, 2, 0))),
                24, 36, 3);
    /* A cube between two others: the boxes of the children meet, those of the pieces do not. */
    struct tree_node *pair =
        NODE(bench, TREE_GROUP, 1, cube_at(bench, 0, 0, 0), cube_at(bench, 4, 0, 0));
    bench_solid(bench, NODE(bench, TREE_RENDER, 1, pair, cube_at(bench, 2, 0, 0)), 24, 36, 3);
}

static struct tree_node *grid(struct bench *bench, int side, double step)
{
    struct tree_node *group = LEAF(bench, TREE_GROUP, 1);
    for (int i = 0; i < side * side; i++)
        tree_append(group, cube_at(bench, step * (i % side), step * (i / side), 0));
    return group;
}

static void a_large_grid(void **state)
{
    bench_solid(*state, grid(*state, 20, 1.5), 3200, 4800, 400);
}

static void flat_area(struct bench *bench, const struct tree_node *node, double area)
{
    assert_true(bench_build(bench, node));
    assert_int_equal(bench->shape.dimension, 2);
    double sum = 0;
    for (size_t i = 0; i < bench->shape.mesh.triangle_count; i++) {
        const uint32_t *t = bench->shape.mesh.triangles[i];
        double(*v)[3] = bench->shape.mesh.vertices;
        sum += (v[t[1]][0] - v[t[0]][0]) * (v[t[2]][1] - v[t[0]][1]) -
               (v[t[1]][1] - v[t[0]][1]) * (v[t[2]][0] - v[t[0]][0]);
    }
    assert_float_equal(sum / 2, area, 1e-9);
}

static void what_overlaps_or_touches_is_united(void **state)
{
    struct bench *bench = *state;
    bench_solid(bench,
                NODE(bench, TREE_UNION, 1, cube_at(bench, 0, 0, 0), cube_at(bench, 0.5, 0, 0)), 8,
                12, 1.5);
    bench_solid(bench, grid(bench, 5, 1), 8, 12, 25);
    struct tree_node *flat = NODE(bench, TREE_UNION, 5, bench_square(bench, 1, 1),
                                  bench_move(bench, 0.5, 0.5, 0, bench_square(bench, 1, 1)));
    flat_area(bench, flat, 1.75);
    flat->next = NULL;
    struct tree_node *drawn_out = NODE(bench, TREE_LINEAR_EXTRUDE, 4, flat);
    drawn_out->as.linear_extrude.height[2] = 2;
    bench_solid(bench, drawn_out, 16, 28, 3.5);
}

/* Their outlines have a point in common: a solid drawn out of them has an edge with four faces, which are told apart. */
static void squares_that_touch_in_a_corner(void **state)
{
    struct bench *bench = *state;
    struct tree_node *flat = NODE(bench, TREE_UNION, 5, bench_square(bench, 1, 1),
                                  bench_move(bench, 1, 1, 0, bench_square(bench, 1, 1)));
    flat_area(bench, flat, 2);
    struct tree_node *drawn_out = NODE(bench, TREE_LINEAR_EXTRUDE, 4, flat);
    drawn_out->as.linear_extrude.height[2] = 1;
    assert_true(bench_build(bench, drawn_out));
    assert_int_equal(bench->shape.mesh.vertex_count, 16);
    assert_int_equal(bench->shape.mesh.triangle_count, 24);
    assert_true(mesh_is_closed(&bench->arena, &bench->shape.mesh));
    assert_float_equal(mesh_volume(&bench->shape.mesh), 2, 1e-9);
}

static void differences(void **state)
{
    struct bench *bench = *state;
    struct tree_node *apart = cube_at(bench, 5, 0, 0), *none = bench_cube(bench, 0, 1, 1);
    bench_solid(bench, NODE(bench, TREE_DIFFERENCE, 1, cube_at(bench, 0, 0, 0), apart, none), 8, 12,
                1);
    bench_solid(bench,
                NODE(bench, TREE_DIFFERENCE, 5, cube_at(bench, 0, 0, 0), cube_at(bench, 0.5, 0, 0)),
                8, 12, 0.5);
    flat_area(bench,
              NODE(bench, TREE_DIFFERENCE, 5, bench_square(bench, 3, 3),
                   bench_move(bench, 1, 1, 0, bench_square(bench, 1, 1))),
              8);
    assert_true(bench_build(bench, NODE(bench, TREE_DIFFERENCE, 5, bench_cube(bench, 0, 1, 1),
                                        cube_at(bench, 0, 0, 0))));
    assert_int_equal(bench->shape.mesh.triangle_count, 0);
    struct tree_node *empty_first =
        NODE(bench, TREE_DIFFERENCE, 5, LEAF(bench, TREE_UNION, 1), cube_at(bench, 0, 0, 0));
    assert_true(bench_build(bench, empty_first));
    assert_int_equal(bench->shape.mesh.triangle_count, 0);
    /* A group without children is no operand at all. */
    bench_solid(
        bench, NODE(bench, TREE_DIFFERENCE, 5, LEAF(bench, TREE_GROUP, 1), cube_at(bench, 0, 0, 0)),
        8, 12, 1);
}

static void intersections(void **state)
{
    struct bench *bench = *state;
    bench_solid(bench, NODE(bench, TREE_INTERSECTION, 1, cube_at(bench, 0, 0, 0)), 8, 12, 1);
    struct tree_node *apart =
        NODE(bench, TREE_INTERSECTION, 1, cube_at(bench, 0, 0, 0), cube_at(bench, 3, 0, 0));
    assert_true(bench_build(bench, apart));
    assert_int_equal(bench->shape.mesh.triangle_count, 0);
    struct tree_node *with_nothing = NODE(bench, TREE_INTERSECTION, 1, cube_at(bench, 0, 0, 0),
                                          cube_at(bench, 0, 0, 0), LEAF(bench, TREE_UNION, 1));
    assert_true(bench_build(bench, with_nothing));
    assert_int_equal(bench->shape.mesh.triangle_count, 0);
    bench_solid(bench,
                NODE(bench, TREE_INTERSECTION, 2, cube_at(bench, 0, 0, 0), cube_at(bench, 0, 0, 0)),
                8, 12, 1);
    bench_solid(
        bench,
        NODE(bench, TREE_INTERSECTION, 2, cube_at(bench, 0, 0, 0), cube_at(bench, 0.5, 0.5, 0.5)),
        8, 12, 0.125);
}

static void hulls(void **state)
{
    struct bench *bench = *state;
    bench_solid(bench, NODE(bench, TREE_HULL, 1, cube_at(bench, 0, 0, 0), cube_at(bench, 3, 0, 0)),
                8, 12, 4);
    flat_area(bench,
              NODE(bench, TREE_HULL, 1, bench_square(bench, 1, 1),
                   bench_move(bench, 2, 2, 0, bench_square(bench, 1, 1))),
              5);
    /* What is cut away counts: the hull of half a cube is that half. */
    bench_solid(
        bench,
        NODE(bench, TREE_HULL, 1,
             NODE(bench, TREE_DIFFERENCE, 2, cube_at(bench, 0, 0, 0), cube_at(bench, 0.5, 0, 0))),
        8, 12, 0.5);
    /* So do the points of what bounds no solid, also beside what has to be worked out. */
    static const double points[][3] = { { 0, 0, 0 }, { 3, 0, 0 }, { 0, 3, 0 }, { 0, 0, 3 } };
    static const size_t corners[] = { 0, 1, 2, 3 };
    static const struct tree_path faces[] = { { 3, corners }, { 3, corners + 1 } };
    struct tree_node *open = LEAF(bench, TREE_POLYHEDRON, 1);
    open->as.polyhedron = (struct tree_polyhedron){ 4, points, 2, faces, 1 };
    assert_true(bench_build(bench, NODE(bench, TREE_HULL, 1, open,
                                        NODE(bench, TREE_DIFFERENCE, 2, cube_at(bench, 0, 0, 0),
                                             cube_at(bench, 0.5, 0, 0)))));
    assert_true(fabs(mesh_volume(&bench->shape.mesh) - 4.5) < 1e-9);
}

/* A module that makes nothing is no operand in space; in the plane it is one if it comes first or last. */
static void sums_with_nothing(void **state)
{
    struct bench *bench = *state;
    struct tree_node *gone =
        NODE(bench, TREE_DIFFERENCE, 1, bench_cube(bench, 1, 1, 1), bench_cube(bench, 2, 2, 2));
    bench_solid(bench, NODE(bench, TREE_MINKOWSKI, 1, gone, bench_cube(bench, 1, 2, 3)), 8, 12, 6);
    flat_area(bench,
              NODE(bench, TREE_MINKOWSKI, 1, bench_square(bench, 1, 2), LEAF(bench, TREE_GROUP, 1),
                   bench_square(bench, 0, 1), bench_square(bench, 3, 1)),
              12);
    flat_area(bench,
              NODE(bench, TREE_MINKOWSKI, 1, LEAF(bench, TREE_GROUP, 1), bench_square(bench, 1, 2),
                   bench_square(bench, 3, 1)),
              0);
    gone = NODE(bench, TREE_DIFFERENCE, 1, bench_square(bench, 1, 1), bench_square(bench, 2, 2));
    flat_area(bench, NODE(bench, TREE_MINKOWSKI, 1, bench_square(bench, 1, 2), gone), 0);
}

static void minkowski_sums(void **state)
{
    struct bench *bench = *state;
    bench_solid(
        bench,
        NODE(bench, TREE_MINKOWSKI, 1, bench_cube(bench, 1, 2, 3), bench_cube(bench, 2, 2, 2)), 8,
        12, 60);
    flat_area(bench,
              NODE(bench, TREE_MINKOWSKI, 1, bench_square(bench, 1, 2), bench_square(bench, 3, 1)),
              12);
    struct tree_node *corner = NODE(bench, TREE_DIFFERENCE, 1, bench_cube(bench, 3, 3, 1),
                                    bench_move(bench, 1, 1, 0, bench_cube(bench, 2, 2, 1)));
    bench_solid(bench, NODE(bench, TREE_MINKOWSKI, 1, corner, bench_cube(bench, 1, 1, 1)), 12, 20,
                24);
    struct tree_node *frame = NODE(bench, TREE_DIFFERENCE, 1, bench_square(bench, 5, 5),
                                   bench_move(bench, 1, 1, 0, bench_square(bench, 3, 3)));
    flat_area(bench, NODE(bench, TREE_MINKOWSKI, 1, frame, bench_square(bench, 1, 1)), 32);
}

static struct tree_node *offset_by(struct bench *bench, double delta, enum tree_join join,
                                   struct tree_node *child)
{
    struct tree_node *node = NODE(bench, TREE_OFFSET, 1, child);
    node->as.offset = (struct tree_offset){ delta, join };
    node->fragments.fn = 8;
    return node;
}

static void offsets(void **state)
{
    struct bench *bench = *state;
    flat_area(bench, offset_by(bench, 1, TREE_JOIN_MITER, bench_square(bench, 2, 2)), 16);
    flat_area(bench, offset_by(bench, -0.5, TREE_JOIN_MITER, bench_square(bench, 2, 2)), 1);
    flat_area(bench, offset_by(bench, -1.5, TREE_JOIN_MITER, bench_square(bench, 2, 2)), 0);
    flat_area(bench, offset_by(bench, 1, TREE_JOIN_ROUND, bench_square(bench, 2, 2)),
              12 + 2 * sqrt(2));
    flat_area(bench, offset_by(bench, 1, TREE_JOIN_SQUARE, bench_square(bench, 2, 2)),
              4 + 8 + 8 * (sqrt(2) - 1));
    /* A hole closes when it is filled in from both sides. */
    struct tree_node *frame = NODE(bench, TREE_DIFFERENCE, 1, bench_square(bench, 5, 5),
                                   bench_move(bench, 2, 2, 0, bench_square(bench, 1, 1)));
    flat_area(bench, offset_by(bench, 1, TREE_JOIN_MITER, frame), 49);
}

static void projections_and_fill(void **state)
{
    struct bench *bench = *state;
    struct tree_node *shadow =
        NODE(bench, TREE_PROJECTION, 1, bench_move(bench, 0, 0, 4, bench_cube(bench, 2, 3, 1)),
             cube_at(bench, 1, 1, 0));
    flat_area(bench, shadow, 6);
    struct tree_node *section =
        NODE(bench, TREE_PROJECTION, 1, cube_at(bench, 0, 0, -0.5), cube_at(bench, 3, 0, 1));
    section->as.projection.cut = true;
    flat_area(bench, section, 1);
    struct tree_node *frame = NODE(bench, TREE_DIFFERENCE, 1, bench_square(bench, 5, 5),
                                   bench_move(bench, 2, 2, 0, bench_square(bench, 1, 1)));
    flat_area(bench, NODE(bench, TREE_FILL, 1, frame), 25);
    bench_solid(bench, NODE(bench, TREE_FILL, 1, bench_cube(bench, 1, 2, 3)), 8, 12, 6);
    assert_string_equal(bench->message, "fill() not yet implemented for 3D");
}

static void without_anything_to_do_they_work(void **state)
{
    struct bench *bench = *state;
    bench_solid(bench,
                NODE(bench, TREE_MINKOWSKI, 1, cube_at(bench, 0, 0, 0), LEAF(bench, TREE_GROUP, 1)),
                8, 12, 1);
    for (int kind = TREE_OFFSET; kind < TREE_KINDS; kind++) {
        assert_true(bench_build(bench, LEAF(bench, (enum tree_kind)kind, 1)));
        assert_int_equal(bench->shape.mesh.triangle_count, 0);
    }
}

static struct tree_node *too_many_slices(struct bench *bench)
{
    struct tree_node *node = NODE(bench, TREE_LINEAR_EXTRUDE, 1, bench_square(bench, 1, 1));
    node->as.linear_extrude.height[2] = 1;
    node->as.linear_extrude.has_slices = true;
    node->as.linear_extrude.slices = 2000000000;
    return node;
}

static void every_refusal_is_reported(void **state)
{
    struct bench *bench = *state;
    assert_false(bench_build(
        bench, NODE(bench, TREE_GROUP, 1, too_many_slices(bench), too_many_slices(bench))));
    assert_int_equal(bench->reports, 2);
    assert_int_equal(bench->shape.mesh.vertex_count, 0);
}

static void transformations(void **state)
{
    struct bench *bench = *state;
    bench_solid(bench, bench_scale(bench, -2, 3, 1, bench_cube(bench, 1, 1, 1)), 8, 12, 6);
    bench_solid(bench, bench_scale(bench, -1, -1, -1, LEAF(bench, TREE_CYLINDER, 1)), 10, 16,
                2.5 * sin(M_PI * 0.4));
    assert_true(bench_build(bench, bench_scale(bench, 1, 1, 0, bench_cube(bench, 1, 1, 1))));
    assert_int_equal(bench->shape.mesh.triangle_count, 0);
    assert_string_equal(bench->message, "Scaling a 3D object with 0 - removing object");
    assert_true(bench_build(bench, bench_scale(bench, NAN, 1, 1, bench_cube(bench, 1, 1, 1))));
    assert_int_equal(bench->shape.mesh.triangle_count, 0);
    assert_string_equal(
        bench->message,
        "Transformation matrix contains Not-a-Number and/or Infinity - removing object.");
    assert_true(
        bench_build(bench, bench_scale(bench, 1e200, 1, 1, bench_cube(bench, 1e200, 1, 1))));
    assert_int_equal(bench->shape.mesh.triangle_count, 0);
    assert_string_equal(bench->code, REPORT_REMOVED);
    /* A flat thing ignores what happens to z. */
    assert_true(bench_build(bench, bench_scale(bench, -2, 1, 0, bench_square(bench, 1, 1))));
    assert_int_equal(bench->shape.mesh.triangle_count, 2);
}

static void resizing(void **state)
{
    struct bench *bench = *state;
    struct tree_node *node = NODE(bench, TREE_RESIZE, 1, bench_cube(bench, 1, 2, 4));
    node->as.resize = (struct tree_resize){ { 3, 0, 0 }, { false, true, false }, 1 };
    bench_solid(bench, node, 8, 12, 3 * 6 * 4);
}

static void the_first_child_decides_the_dimension(void **state)
{
    struct bench *bench = *state;
    struct tree_node *square = bench_square(bench, 1, 1);
    square->position.line = 3;
    bench_solid(bench, NODE(bench, TREE_GROUP, 0, bench_cube(bench, 1, 1, 1), square), 8, 12, 1);
    assert_int_equal(bench->reports, 2);
    assert_int_equal(bench->line, 3);
    assert_string_equal(bench->message, "Ignoring 2D child object for 3D operation");
    assert_true(bench_build(
        bench, NODE(bench, TREE_UNION, 0, bench_square(bench, 1, 1), bench_cube(bench, 1, 1, 1))));
    assert_int_equal(bench->shape.dimension, 2);
    assert_string_equal(bench->message, "Ignoring 3D child object for 2D operation");
    assert_true(
        bench_build(bench, NODE(bench, TREE_LINEAR_EXTRUDE, 0, bench_cube(bench, 1, 1, 1))));
    assert_int_equal(bench->reports, 1);
    assert_int_equal(bench->shape.mesh.triangle_count, 0);
}

static void background_is_left_out_and_highlight_stays(void **state)
{
    struct bench *bench = *state;
    struct tree_node *background = bench_cube(bench, 9, 9, 9);
    background->modifiers = TREE_BACKGROUND;
    struct tree_node *highlight = bench_cube(bench, 1, 1, 1);
    highlight->modifiers = TREE_HIGHLIGHT;
    bench_solid(bench, NODE(bench, TREE_GROUP, 0, background, highlight), 8, 12, 1);
    /* What is under % is not even looked at. */
    struct tree_node *hull = NODE(bench, TREE_HULL, 1, bench_cube(bench, 1, 1, 1));
    hull->modifiers = TREE_BACKGROUND;
    assert_true(bench_build(bench, NODE(bench, TREE_GROUP, 0, hull)));
}

static void the_outer_colour_wins(void **state)
{
    struct bench *bench = *state;
    struct tree_node *inner = NODE(bench, TREE_COLOR, 1, bench_cube(bench, 1, 1, 1));
    inner->as.color = (struct tree_color){ { 0, 0, 1, 1 } };
    struct tree_node *outer = NODE(bench, TREE_COLOR, 1, inner);
    outer->as.color = (struct tree_color){ { 1, 0, 0, -1 } };
    assert_true(bench_build(bench, outer));
    assert_true(bench->shape.colored && bench->shape.color[0] == 1 && bench->shape.color[2] == 0);
    assert_true(bench->shape.color[3] == 1);
    outer->next = NULL;
    assert_true(bench_build(bench, NODE(bench, TREE_GROUP, 1, outer, cube_at(bench, 3, 0, 0))));
    assert_false(bench->shape.colored);
}

static void crossing_polygons_count_what_is_inside_once(void **state)
{
    struct bench *bench = *state;
    static const double bow[][2] = { { 0, 0 }, { 2, 2 }, { 2, 0 }, { 0, 2 } };
    struct tree_node *polygon = LEAF(bench, TREE_POLYGON, 3);
    polygon->as.polygon = (struct tree_polygon){ .point_count = 4, .points = bow };
    flat_area(bench, polygon, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(solids_apart_are_their_union),
        BENCH_TEST(a_large_grid),
        BENCH_TEST(what_overlaps_or_touches_is_united),
        BENCH_TEST(squares_that_touch_in_a_corner),
        BENCH_TEST(differences),
        BENCH_TEST(intersections),
        BENCH_TEST(without_anything_to_do_they_work),
        BENCH_TEST(every_refusal_is_reported),
        BENCH_TEST(transformations),
        BENCH_TEST(resizing),
        BENCH_TEST(the_first_child_decides_the_dimension),
        BENCH_TEST(background_is_left_out_and_highlight_stays),
        BENCH_TEST(the_outer_colour_wins),
        BENCH_TEST(crossing_polygons_count_what_is_inside_once),
        BENCH_TEST(hulls),
        BENCH_TEST(minkowski_sums),
        BENCH_TEST(sums_with_nothing),
        BENCH_TEST(offsets),
        BENCH_TEST(projections_and_fill),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
