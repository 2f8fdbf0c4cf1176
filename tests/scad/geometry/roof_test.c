/* SPDX-License-Identifier: MIT */
/* Roofs against closed forms, and against the distances of places from walls, added up one by one. An argument is how many
 * random outlines are tried. */
#include "geometry/shape.h"

#include "../kernel/checker.h"
#include "bench.h"

#include <stdlib.h>

static int random_outlines = 40;

enum { MOST_POINTS = 4000 };

/* Outlines, one after the other; what an odd number of them contains is inside. */
struct sketch {
    double points[MOST_POINTS][2];
    size_t indices[MOST_POINTS];
    struct tree_path paths[MOST_POINTS / 3];
    size_t count, path_count;
};

static void add_point(struct sketch *sketch, double x, double y)
{
    sketch->points[sketch->count][0] = x;
    sketch->points[sketch->count++][1] = y;
}

/* Ends an outline that began at point `first`. */
static void close_outline(struct sketch *sketch, size_t first)
{
    for (size_t i = first; i < sketch->count; i++)
        sketch->indices[i] = i;
    sketch->paths[sketch->path_count++] =
        (struct tree_path){ sketch->count - first, sketch->indices + first };
}

static void add_outline(struct sketch *sketch, const double (*points)[2], size_t count)
{
    size_t first = sketch->count;
    for (size_t i = 0; i < count; i++)
        add_point(sketch, points[i][0], points[i][1]);
    close_outline(sketch, first);
}

static struct tree_node *roof(struct bench *bench, const struct sketch *sketch,
                              enum tree_roof_method method, double fn)
{
    struct tree_node *polygon = LEAF(bench, TREE_POLYGON, 1);
    polygon->as.polygon = (struct tree_polygon){ sketch->count, (const double(*)[2])sketch->points,
                                                 true,          sketch->path_count,
                                                 sketch->paths, 1 };
    struct tree_node *node = NODE(bench, TREE_ROOF, 2, polygon);
    node->as.roof.method = method;
    node->fragments.fn = fn;
    return node;
}

static const double ell[][2] = { { 0, 0 }, { 4, 0 }, { 4, 2 }, { 2, 2 }, { 2, 4 }, { 0, 4 } };
static const double frame[][2] = { { -5, -5 }, { 5, -5 }, { 5, 5 }, { -5, 5 } };
static const double hole[][2] = { { -2, -2 }, { 2, -2 }, { 2, 2 }, { -2, 2 } };
static const double plus[][2] = { { -1, -1 }, { -1, -3 }, { 1, -3 }, { 1, -1 },
                                  { 3, -1 },  { 3, 1 },   { 1, 1 },  { 1, 3 },
                                  { -1, 3 },  { -1, 1 },  { -3, 1 }, { -3, -1 } };

/* --- distances --- */

static const struct tree_path *path_of(const struct sketch *sketch, size_t point)
{
    const struct tree_path *path = sketch->paths;
    while (path->indices[path->count - 1] < point)
        path++;
    return path;
}

static const double *next_point(const struct sketch *sketch, size_t point)
{
    const struct tree_path *path = path_of(sketch, point);
    bool last = point == path->indices[path->count - 1];
    return sketch->points[last ? path->indices[0] : point + 1];
}

/* How far a place is from one wall. */
static double wall_distance(const struct sketch *sketch, size_t wall, double x, double y)
{
    const double *a = sketch->points[wall], *b = next_point(sketch, wall);
    double u = b[0] - a[0], v = b[1] - a[1];
    double share = fmin(fmax(((x - a[0]) * u + (y - a[1]) * v) / (u * u + v * v), 0), 1);
    return hypot(x - a[0] - share * u, y - a[1] - share * v);
}

/* How far a place is from the nearest wall; negative outside. */
static double inside_distance(const struct sketch *sketch, double x, double y)
{
    double nearest = INFINITY;
    bool inside = false;
    for (size_t i = 0; i < sketch->count; i++) {
        const struct tree_path *path = path_of(sketch, i);
        const double
            *a = sketch->points[i],
            *b = sketch->points[i == path->indices[path->count - 1] ? path->indices[0] : i + 1];
        double u = b[0] - a[0], v = b[1] - a[1];
        double share = ((x - a[0]) * u + (y - a[1]) * v) / (u * u + v * v);
        share = fmin(fmax(share, 0), 1);
        nearest = fmin(nearest, hypot(x - a[0] - share * u, y - a[1] - share * v));
        if ((a[1] > y) != (b[1] > y) && x < u * (y - a[1]) / v + a[0])
            inside = !inside;
    }
    return inside ? nearest : -nearest;
}

static double volume_by_distances(const struct sketch *sketch, int steps)
{
    struct box box = box_of_nothing();
    double sum = 0;
    for (size_t i = 0; i < sketch->count; i++)
        box_include(&box, sketch->points[i][0], sketch->points[i][1], 0);
    double dx = (box.high[0] - box.low[0]) / steps, dy = (box.high[1] - box.low[1]) / steps;
    for (int i = 0; i < steps; i++)
        for (int j = 0; j < steps; j++)
            sum += fmax(0, inside_distance(sketch, box.low[0] + (i + 0.5) * dx,
                                           box.low[1] + (j + 0.5) * dy));
    return sum * dx * dy;
}

/* How far it is from the line through the wall. */
static double line_distance(const struct sketch *sketch, size_t wall, double x, double y)
{
    const double *a = sketch->points[wall], *b = next_point(sketch, wall);
    return fabs((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])) /
           hypot(b[0] - a[0], b[1] - a[1]);
}

typedef double distance_function(const struct sketch *sketch, size_t wall, double x, double y);

/* Are all corners of the face as high as they are away from the wall? */
static bool is_over(const struct sketch *sketch, size_t wall, distance_function *distance,
                    const struct mesh *mesh, const uint32_t *face)
{
    for (int k = 0; k < 3; k++) {
        const double *at = mesh->vertices[face[k]];
        if (fabs(distance(sketch, wall, at[0], at[1]) - at[2]) > 1e-6)
            return false;
    }
    return true;
}

/* No face goes over from one wall to another, but for one on the same line: where outlines touch, faces in one plane are joined. */
static void check_faces(const struct bench *bench, const struct sketch *sketch,
                        distance_function *distance)
{
    const struct mesh *mesh = &bench->shape.mesh;
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        const uint32_t *face = mesh->triangles[i];
        size_t wall = 0;
        double height = 0;
        for (int k = 0; k < 3; k++)
            height += mesh->vertices[face[k]][2];
        while (wall < sketch->count && !is_over(sketch, wall, distance, mesh, face) &&
               !is_over(sketch, wall, line_distance, mesh, face))
            wall++;
        if (height > 0 && wall == sketch->count)
            fail_msg("face %zu is not over one wall", i);
    }
}

static void check_heights(const struct bench *bench, const struct sketch *sketch)
{
    const struct mesh *mesh = &bench->shape.mesh;
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        const double *at = mesh->vertices[i];
        if (at[2] > 0 && inside_distance(sketch, at[0], at[1]) < at[2] - 1e-6)
            fail_msg("(%.17g, %.17g, %.17g) is too high", at[0], at[1], at[2]);
    }
}

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

static void check_voronoi(struct bench *bench, const struct sketch *sketch)
{
    check_solid(bench, roof(bench, sketch, TREE_ROOF_VORONOI, 180));
    check_heights(bench, sketch);
    check_faces(bench, sketch, wall_distance);
}

/* --- offsets --- */

static void take_region(const struct region *region, struct sketch *sketch)
{
    *sketch = (struct sketch){ .count = 0 };
    for (size_t i = 0; i < region->outline_count; i++)
        add_outline(sketch, (const double(*)[2])region->points + region->outlines[i].first,
                    region->outlines[i].count);
}

static double region_area(const struct region *region)
{
    double area = 0;
    for (size_t i = 0; i < region->outline_count; i++)
        for (size_t k = 0; k < region->outlines[i].count; k++) {
            const double(*p)[2] = (const double(*)[2])region->points + region->outlines[i].first;
            const double *a = p[k], *b = p[(k + 1) % region->outlines[i].count];
            area += (a[0] * b[1] - a[1] * b[0]) / 2;
        }
    return area;
}

/* The area of the outlines moved inward little by little, added up. */
static double volume_by_offsets(const struct sketch *sketch, double step)
{
    struct bench bench;
    struct sketch left = *sketch;
    double volume = 0;
    for (double part = step / 2; left.count > 0; part = step) {
        bench_open(&bench);
        struct tree_node *polygon = LEAF(&bench, TREE_POLYGON, 1);
        polygon->as.polygon = (struct tree_polygon){ left.count, (const double(*)[2])left.points,
                                                     true,       left.path_count,
                                                     left.paths, 1 };
        struct tree_node *offset = NODE(&bench, TREE_OFFSET, 1, polygon);
        offset->as.offset = (struct tree_offset){ -part, TREE_JOIN_MITER };
        assert_true(bench_build(&bench, offset));
        volume += region_area(&bench.shape.region) * step;
        take_region(&bench.shape.region, &left);
        bench_close(&bench);
    }
    return volume;
}

static void check_straight(struct bench *bench, const struct sketch *sketch)
{
    check_solid(bench, roof(bench, sketch, TREE_ROOF_STRAIGHT, 0));
    check_faces(bench, sketch, line_distance);
    double height = 0;
    for (size_t i = 0; i < bench->shape.mesh.vertex_count; i++)
        height = fmax(height, bench->shape.mesh.vertices[i][2]);
    double volume = mesh_volume(&bench->shape.mesh),
           wanted = volume_by_offsets(sketch, height / 150);
    /* Sharp corners that point inward are fast. */
    if (fabs(volume - wanted) > 1e-3 * wanted)
        wanted = volume_by_offsets(sketch, height / 3000);
    check_volume(bench, wanted, 1e-3);
}

/* --- shapes --- */

static double random_number(void)
{
    static uint64_t state = 1;
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (double)(state >> 11) / 9007199254740992.0;
}

/* A polygon around the origin, with corners at random distances between two radii, on a grid or not. */
static void add_random(struct sketch *sketch, size_t count, double inner, double outer, double grid)
{
    size_t first = sketch->count;
    for (size_t i = 0; i < count; i++) {
        double angle = ((double)i + 0.9 * random_number()) * 2 * M_PI / (double)count;
        double radius = inner + (outer - inner) * random_number();
        double x = radius * cos(angle), y = radius * sin(angle);
        add_point(sketch, grid > 0 ? grid * round(x / grid) : x,
                  grid > 0 ? grid * round(y / grid) : y);
    }
    close_outline(sketch, first);
}

static void random_ones(struct bench *bench, void (*check)(struct bench *, const struct sketch *))
{
    for (int i = 0; i < random_outlines; i++) {
        struct sketch sketch = { .count = 0 };
        add_random(&sketch, 5 + (size_t)(i % 20), 2, 10, i % 3 ? 0 : 0.001);
        if (i % 4 == 0)
            add_random(&sketch, 3 + (size_t)(i % 7), 0.2, 0.6, 0);
        check(bench, &sketch);
        bench_close(bench);
        bench_open(bench);
    }
}

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

/* Parts of a board: corners and walls that come together at the same time in many places, and outlines that touch. */
static void take_board(struct bench *bench, int size, bool halves, double degrees,
                       struct sketch *sketch)
{
    struct tree_node *board = LEAF(bench, TREE_UNION, 1);
    for (int i = 0; i < size * size; i++)
        if (random_number() < 0.6)
            tree_append(board,
                        board_part(bench, i % size, i / size, halves && random_number() < 0.5));
    if (!bench_build(bench, turned(bench, degrees, board)))
        fail_msg("%s", bench->message);
    take_region(&bench->shape.region, sketch);
}

static void boards(void **state)
{
    struct bench *bench = *state;
    for (int i = 0; i < random_outlines; i++) {
        struct sketch sketch;
        take_board(bench, 3 + i % 5, i % 3 == 1, 0, &sketch);
        check_straight(bench, &sketch);
        check_voronoi(bench, &sketch);
        bench_close(bench);
        bench_open(bench);
    }
}

/* What was on one line is almost on one line, and touches or not as rounding has it. Now and then the creases of such a roof
 * are refused; what is built is closed. */
static void turned_boards(void **state)
{
    struct bench *bench = *state;
    int refused = 0;
    for (int i = 1; i < 2 * random_outlines; i++) {
        struct sketch sketch;
        take_board(bench, 3 + i % 5, i % 3 == 1, i, &sketch);
        assert_true(bench_build(
            bench, roof(bench, &sketch, i % 2 ? TREE_ROOF_VORONOI : TREE_ROOF_STRAIGHT, 60)));
        struct check check = check_mesh(&bench->shape.mesh, false);
        assert_int_equal(check.open + check.crowded + check.degenerate, 0);
        if (bench->reports)
            assert_string_equal(bench->message, "Skeleton computation error.");
        refused += bench->reports;
        bench_close(bench);
        bench_open(bench);
    }
    assert_true(10 * refused < random_outlines);
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
    take_region(&bench->shape.region, &sketch);
    check_voronoi(bench, &sketch);
}

static void voronoi_of_random_ones(void **state)
{
    random_ones(*state, check_voronoi);
}

static void straight_over_random_ones(void **state)
{
    random_ones(*state, check_straight);
}

/* Where no two corners are nearest, the roof is as large as distances say; else flat faces stand over cones and add to it. */
static void voronoi_by_distances(void **state)
{
    struct sketch sketch = { .count = 0 };
    add_outline(&sketch, ell, 6);
    check_voronoi(*state, &sketch);
    check_volume(*state, volume_by_distances(&sketch, 400), 1e-3);
    sketch = (struct sketch){ .count = 0 };
    add_outline(&sketch, frame, 4);
    add_outline(&sketch, hole, 4);
    check_voronoi(*state, &sketch);
    check_volume(*state, volume_by_distances(&sketch, 400), 1e-3);
    sketch = (struct sketch){ .count = 0 };
    add_outline(&sketch, plus, 12);
    check_voronoi(*state, &sketch);
    check_volume(*state, volume_by_distances(&sketch, 400), 0.02);
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
    add_outline(&sketch, ell, 6);
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
    add_outline(&sketch, bow, 5);
    check_voronoi(bench, &sketch);
    check_volume(bench, volume_by_distances(&sketch, 400), 1e-3);
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
    take_region(&bench->shape.region, &sketch);
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
    take_region(&bench->shape.region, &sketch);
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
    take_region(&bench->shape.region, &sketch);
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
    take_region(&bench->shape.region, &sketch);
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
    take_region(&bench->shape.region, &sketch);
    check_solid(bench, roof(bench, &sketch, TREE_ROOF_STRAIGHT, 0));
    check_solid(bench, roof(bench, &sketch, TREE_ROOF_VORONOI, 12));
}

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(convex_ones),
        BENCH_TEST(voronoi_by_distances),
        BENCH_TEST(bent_borders),
        BENCH_TEST(touching_ones),
        BENCH_TEST(nothing_to_cover),
        BENCH_TEST(a_wheel),
        BENCH_TEST(round_ones),
        BENCH_TEST(a_fan),
        BENCH_TEST(bars_that_cross),
        BENCH_TEST(thin_wedges),
        BENCH_TEST(boards),
        BENCH_TEST(turned_boards),
        BENCH_TEST(a_turned_board),
        BENCH_TEST(voronoi_of_random_ones),
        BENCH_TEST(straight_over_random_ones),
    };
    if (count > 1)
        random_outlines = atoi(arguments[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
