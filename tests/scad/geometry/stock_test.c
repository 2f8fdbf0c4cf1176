/* SPDX-License-Identifier: MIT */
/* What is found in stock is what would have been made, and is found where it should be. */
#include "geometry/stock.h"

#include "bench.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/time.h>

enum { SIDES = 24, BALLS = 6 };

static int setup(void **state)
{
    bench_setup(state);
    struct bench *bench = *state;
    bench->limits.stock = stock_new(100, 64 << 20);
    return 0;
}

static int teardown(void **state)
{
    struct bench *bench = *state;
    stock_free(bench->limits.stock);
    return bench_teardown(state);
}

static struct stock_figures figures(const struct bench *bench)
{
    return stock_figures(bench->limits.stock);
}

/* Builds, and says how often something was found and not found meanwhile. */
static struct stock_figures build(struct bench *bench, const struct tree_node *tree)
{
    struct stock_figures before = figures(bench), after;
    assert_true(bench_build(bench, tree));
    after = figures(bench);
    after.hits -= before.hits;
    after.misses -= before.misses;
    return after;
}

static void assert_figures(struct stock_figures figures, uint64_t hits, uint64_t misses)
{
    assert_int_equal(figures.hits, hits);
    assert_int_equal(figures.misses, misses);
}

static void assert_same_shape(const struct shape *a, const struct shape *b)
{
    assert_int_equal(a->dimension, b->dimension);
    assert_int_equal(a->mesh.vertex_count, b->mesh.vertex_count);
    assert_int_equal(a->mesh.triangle_count, b->mesh.triangle_count);
    assert_memory_equal(a->mesh.vertices, b->mesh.vertices,
                        a->mesh.vertex_count * sizeof *a->mesh.vertices);
    assert_memory_equal(a->mesh.triangles, b->mesh.triangles,
                        a->mesh.triangle_count * sizeof *a->mesh.triangles);
    assert_int_equal(a->colored, b->colored);
    assert_memory_equal(a->color, b->color, sizeof a->color);
}

/* Builds once more without a stock, and compares. */
static void assert_as_without(struct bench *bench, const struct tree_node *tree)
{
    struct stock *stock = bench->limits.stock;
    struct shape with = bench->shape;
    int reports = bench->reports;
    bench->limits.stock = NULL;
    assert_true(bench_build(bench, tree));
    assert_same_shape(&bench->shape, &with);
    assert_int_equal(bench->reports, reports);
    bench->limits.stock = stock;
}

static struct tree_node *ball(struct bench *bench, double radius)
{
    struct tree_node *node = LEAF(bench, TREE_SPHERE, 1);
    node->as.sphere.radius = radius;
    node->fragments.fn = SIDES;
    return node;
}

static struct tree_node *hole(struct bench *bench, double radius)
{
    struct tree_node *node = LEAF(bench, TREE_CYLINDER, 1);
    node->as.cylinder = (struct tree_cylinder){ 10, radius, radius, true };
    node->fragments.fn = SIDES;
    return node;
}

/* A plate with ten by ten holes of ten sizes; the first is at `x`. */
static struct tree_node *plate(struct bench *bench, double x)
{
    struct tree_node *tree = NODE(bench, TREE_DIFFERENCE, 1, bench_cube(bench, 50, 50, 3));
    for (int i = 0; i < 100; i++)
        tree_append(tree, bench_move(bench, i ? 2.5 + 5 * (i % 10) : x, 2.5 + 5 * (i / 10), 0,
                                     hole(bench, 1 + 0.1 * (i % 10))));
    return tree;
}

static void moving_one_hole_leaves_the_others(void **state)
{
    struct bench *bench = *state;
    assert_figures(build(bench, plate(bench, 2.5)), 90, 11); /* ten sizes, and the plate */
    assert_figures(build(bench, plate(bench, 2.5)), 101, 0);
    assert_as_without(bench, plate(bench, 2.5));
    assert_figures(build(bench, plate(bench, 3)), 100, 1);
    assert_as_without(bench, plate(bench, 3));
    assert_figures(build(bench, plate(bench, 2.5)), 101, 0);
}

static struct tree_node *extrusion(struct bench *bench, struct tree_node *flat, double height)
{
    struct tree_node *node = NODE(bench, TREE_LINEAR_EXTRUDE, 1, flat);
    node->as.linear_extrude.height[2] = height;
    return node;
}

/* One of each kind that is kept; `step` tells the changed from the first. */
static struct tree_node *everything(struct bench *bench, double step)
{
    struct tree_node *turned =
        NODE(bench, TREE_ROTATE_EXTRUDE, 1, bench_move(bench, 9, 0, 0, bench_circle(bench, 1, 40)));
    struct tree_node *wide = NODE(bench, TREE_OFFSET, 1, bench_circle(bench, 2, 40));
    struct tree_node *shadow =
        NODE(bench, TREE_PROJECTION, 1, bench_move(bench, 30, 0, 0, ball(bench, 2 + step)));
    struct tree_node *sum = NODE(bench, TREE_MINKOWSKI, 1, bench_cube(bench, 20, 2, 2),
                                 bench_move(bench, 0, step, 0, ball(bench, 1)));
    struct tree_node *hull =
        NODE(bench, TREE_HULL, 1, ball(bench, 3), bench_move(bench, 8, 0, 0, ball(bench, 1)));
    return NODE(bench, TREE_UNION, 1, turned, hull, extrusion(bench, wide, 3 + step),
                extrusion(bench, shadow, 5), bench_move(bench, 0, 1, 9, sum));
}

static void hits_are_misses_to_the_bit(void **state)
{
    struct bench *bench = *state;
    build(bench, everything(bench, 0));
    assert_int_equal(build(bench, everything(bench, 0)).misses, 0);
    assert_as_without(bench, everything(bench, 0));
    assert_true(build(bench, everything(bench, 0.5)).misses > 0);
    assert_as_without(bench, everything(bench, 0.5));
    assert_int_equal(build(bench, everything(bench, 0)).misses, 0);
    assert_as_without(bench, everything(bench, 0));
}

/* What a circle is cut into by error is another circle for another error. */
static void fragments_are_told_apart(void **state)
{
    struct bench *bench = *state;
    for (int i = 1; i < 4; i++) {
        struct tree_node *circle = bench_circle(bench, 50, 0);
        circle->fragments.fe = 0.01 * i;
        circle->fragments.by_error = i < 3;
        build(bench, circle);
        assert_as_without(bench, circle);
    }
}

/* A height does not change the area, nor a colour the solid. */
static void parts_are_kept_too(void **state)
{
    struct bench *bench = *state;
    struct tree_node *area = NODE(bench, TREE_DIFFERENCE, 1, bench_circle(bench, 9, SIDES),
                                  bench_move(bench, 1, 0, 0, bench_circle(bench, 3, SIDES)));
    struct tree_node *again = NODE(bench, TREE_DIFFERENCE, 1, bench_circle(bench, 9, SIDES),
                                   bench_move(bench, 1, 0, 0, bench_circle(bench, 3, SIDES)));
    assert_figures(build(bench, extrusion(bench, area, 5)), 0, 4);
    assert_figures(build(bench, extrusion(bench, again, 6)), 3, 1);
    struct tree_node *red =
        NODE(bench, TREE_COLOR, 1, extrusion(bench, bench_square(bench, 5, 5), 5));
    red->as.color.rgba[0] = 1;
    assert_true(bench_build(bench, red));
    assert_true(bench->shape.colored);
}

static struct tree_node *bracket(struct bench *bench)
{
    struct tree_node *corner =
        NODE(bench, TREE_UNION, 1, bench_cube(bench, 6, 2, 2), bench_cube(bench, 2, 6, 2));
    return NODE(bench, TREE_MINKOWSKI, 1, corner, ball(bench, 1));
}

/* A concave sum is many parts; they are put together once, not in each tree that the sum is in. */
static void a_sum_is_worked_out_once(void **state)
{
    struct bench *bench = *state;
    build(bench, bracket(bench));
    size_t vertices = bench->shape.mesh.vertex_count;
    struct tree_node *pair =
        NODE(bench, TREE_UNION, 1, bracket(bench), bench_move(bench, 30, 0, 0, bracket(bench)));
    assert_int_equal(build(bench, pair).misses, 0);
    assert_int_equal(bench->shape.mesh.vertex_count, 2 * vertices);
    assert_as_without(bench, pair);
}

static void colours_are_not_mixed_up(void **state)
{
    struct bench *bench = *state;
    for (int red = 0; red < 2; red++) {
        struct tree_node *flat = NODE(bench, TREE_COLOR, 1, bench_circle(bench, 4, SIDES));
        for (int i = 0; i < 4; i++)
            flat->as.color.rgba[i] = i == 0 ? (float)red : 0.5f;
        struct tree_node *tree = extrusion(bench, flat, 2);
        build(bench, tree);
        assert_true(bench->shape.colored);
        assert_true(bench->shape.color[0] == (float)red);
        assert_as_without(bench, tree);
    }
}

/* An object that is left out is named every time. */
static void what_was_said_is_said_again(void **state)
{
    struct bench *bench = *state;
    for (int i = 0; i < 3; i++) {
        struct tree_node *flat = bench_circle(bench, 4, SIDES);
        struct tree_node *solid = ball(bench, 3), *sum;
        sum = NODE(bench, TREE_HULL, 7, solid, flat);
        build(bench, sum);
        assert_int_equal(bench->reports, 2);
        assert_string_equal(bench->code, REPORT_MIXED);
        struct tree_node *huge = ball(bench, 1e40);
        build(bench, huge);
        assert_int_equal(bench->reports, 1);
        assert_string_equal(bench->code, REPORT_REMOVED);
    }
}

/* How many vertices the tree needs. */
static size_t vertices_of(struct bench *bench, const struct tree_node *tree)
{
    size_t too_few = 0, enough = 8192;
    while (enough - too_few > 1) {
        bench->limits.vertices = (too_few + enough) / 2;
        *(bench_build(bench, tree) ? &enough : &too_few) = bench->limits.vertices;
    }
    bench->limits.vertices = 0;
    return enough;
}

static void a_model_is_as_large_as_before(void **state)
{
    struct bench *bench = *state;
    struct stock *stock = bench->limits.stock;
    struct tree_node *hull = NODE(bench, TREE_HULL, 1, ball(bench, 3));
    struct tree_node *pair = NODE(bench, TREE_UNION, 1, hull, bench_cube(bench, 1, 1, 1));
    bench->limits.stock = NULL;
    size_t vertices = vertices_of(bench, pair);
    bench->limits.stock = stock;
    build(bench, pair);
    assert_int_equal(build(bench, pair).misses, 0);
    assert_int_equal(vertices_of(bench, pair), vertices);
}

static void a_cancelled_build_leaves_nothing(void **state)
{
    struct bench *bench = *state;
    volatile int cancelled = 1;
    bench->limits.cancelled = &cancelled;
    assert_false(bench_build(bench, everything(bench, 0)));
    bench->limits.cancelled = NULL;
    assert_int_equal(figures(bench).items, 0);
    bench->limits.vertices = SIDES * SIDES + 50; /* two balls, but no hull */
    assert_false(bench_build(bench, NODE(bench, TREE_UNION, 1, ball(bench, 2),
                                         NODE(bench, TREE_HULL, 1, ball(bench, 3)))));
    bench->limits.vertices = 0;
    build(bench, everything(bench, 0));
    assert_as_without(bench, everything(bench, 0));
}

static volatile int interrupted;

static void interrupt(int signal)
{
    (void)signal;
    interrupted = 1;
}

/* Wherever a build is when it is cancelled, the next one finds nothing that is wrong. */
static void a_build_can_be_cancelled_anywhere(void **state)
{
    struct bench *bench = *state;
    signal(SIGALRM, interrupt);
    for (int i = 1; i <= 20; i++) {
        const struct itimerval soon = { .it_value = { .tv_usec = 300 * i } }, never = { 0 };
        interrupted = 0;
        bench->limits.cancelled = &interrupted;
        setitimer(ITIMER_REAL, &soon, NULL);
        bench_build(bench, plate(bench, 2.5 + 0.01 * i));
        setitimer(ITIMER_REAL, &never, NULL);
        assert_true(bench->built || strcmp(bench->code, REPORT_CANCELLED) == 0);
        bench->limits.cancelled = NULL;
    }
    for (int i = 1; i <= 20; i += 19) {
        build(bench, plate(bench, 2.5 + 0.01 * i));
        assert_as_without(bench, plate(bench, 2.5 + 0.01 * i));
    }
}

/* One build with balls of so many sizes, from a first one on. */
static struct tree_node *balls(struct bench *bench, int first, int count)
{
    struct tree_node *tree = LEAF(bench, TREE_GROUP, 1);
    for (int i = first; i < first + count; i++)
        tree_append(tree, bench_move(bench, 30 * i, 0, 0, ball(bench, 1 + i)));
    return tree;
}

static void the_least_used_gives_way(void **state)
{
    struct bench *bench = *state;
    stock_free(bench->limits.stock);
    bench->limits.stock = stock_new(BALLS, 64 << 20);
    assert_figures(build(bench, balls(bench, 0, BALLS)), 0, BALLS);
    assert_figures(build(bench, balls(bench, 0, 1)), 1, 0);
    assert_figures(build(bench, balls(bench, BALLS, 2)), 0, 2);
    assert_int_equal(figures(bench).items, BALLS);
    assert_figures(build(bench, balls(bench, 0, 1)), 1, 0);
    assert_figures(build(bench, balls(bench, 1, 1)), 0, 1);
    assert_figures(build(bench, balls(bench, 4, 2)), 2, 0);
}

static void bytes_are_bounded(void **state)
{
    struct bench *bench = *state;
    build(bench, balls(bench, 0, 1));
    size_t one = figures(bench).bytes;
    assert_true(one > SIDES * SIDES / 2 * sizeof(double[3]));
    stock_free(bench->limits.stock);
    bench->limits.stock = stock_new(100, 3 * one + one / 2);
    build(bench, balls(bench, 0, BALLS));
    assert_int_equal(figures(bench).items, 3);
    assert_int_equal(figures(bench).bytes, 3 * one);
    stock_free(bench->limits.stock);
    bench->limits.stock = stock_new(100, one);
    build(bench, balls(bench, 0, BALLS));
    assert_int_equal(figures(bench).items, 0);
}

/* What a build was given stays where it is until the build is over, however little room there is. */
static void what_is_in_use_stays(void **state)
{
    struct bench *bench = *state;
    stock_free(bench->limits.stock);
    bench->limits.stock = stock_new(2, 64 << 20);
    build(bench, balls(bench, 0, 2));
    struct tree_node *tree =
        NODE(bench, TREE_UNION, 1, balls(bench, 0, 2), balls(bench, 2, 2), balls(bench, 0, 2));
    struct stock_figures used = build(bench, tree);
    assert_int_equal(used.hits, 4);
    assert_int_equal(used.items, 2);
    assert_as_without(bench, tree);
}

/* A depot with one place. */
static struct {
    struct digest key;
    unsigned char block[1 << 20];
    size_t size;
    unsigned asked, kept;
} depot;

static const void *find_in_depot(void *context, const struct digest *key, size_t *size)
{
    (void)context;
    depot.asked++;
    *size = depot.size;
    return depot.kept && memcmp(key, &depot.key, sizeof *key) == 0 ? depot.block : NULL;
}

static void keep_in_depot(void *context, const struct digest *key, const void *block, size_t size)
{
    (void)context;
    assert_true(size <= sizeof depot.block);
    depot.kept++;
    depot.key = *key;
    depot.size = size;
    memcpy(depot.block, block, size);
}

static void use_new_stock(struct bench *bench)
{
    stock_free(bench->limits.stock);
    bench->limits.stock = stock_new(100, 16 << 20);
    stock_share(bench->limits.stock, (struct stock_depot){ NULL, find_in_depot, keep_in_depot },
                sizeof depot.block);
}

/* Primitives are made where they are needed; what took long is found by all. */
static void what_took_long_is_shared(void **state)
{
    struct bench *bench = *state;
    depot.kept = depot.asked = 0;
    use_new_stock(bench);
    assert_figures(build(bench, plate(bench, 2.5)), 90, 11);
    assert_int_equal(depot.asked, 1);
    assert_int_equal(depot.kept, 1);
    use_new_stock(bench);
    struct stock_figures second = build(bench, plate(bench, 2.5));
    assert_figures(second, 90, 10);
    assert_int_equal(second.fetched, 1);
    assert_as_without(bench, plate(bench, 2.5));
    assert_figures(build(bench, plate(bench, 2.5)), 101, 0);
}

static void what_is_broken_there_is_made_anew(void **state)
{
    struct bench *bench = *state;
    depot.kept = depot.asked = 0;
    use_new_stock(bench);
    build(bench, plate(bench, 2.5));
    depot.size /= 2;
    use_new_stock(bench);
    assert_figures(build(bench, plate(bench, 2.5)), 90, 11);
    assert_as_without(bench, plate(bench, 2.5));
}

static const char *file_contents;

static bool give_file(void *context, const char *file, struct file_answer *answer)
{
    (void)context;
    (void)file;
    answer->contents = text_of(file_contents);
    return true;
}

/* The same file under another name is found; another file of the same name is not. */
static void files_count_by_what_they_hold(void **state)
{
    static const char solid[] = "OFF\n4 4 0\n0 0 0\n%d 0 0\n0 1 0\n0 0 1\n3 0 2 1\n3 0 1 3\n3 0 3 "
                                "2\n3 1 2 3\n";
    char contents[2][sizeof solid];
    struct bench *bench = *state;
    struct tree_node *many = LEAF(bench, TREE_GROUP, 1);
    for (int i = 0; i < 2; i++)
        snprintf(contents[i], sizeof contents[i], solid, i + 2);
    bench->limits.files.read = give_file;
    for (int i = 0; i < 4; i++) {
        struct tree_node *import = LEAF(bench, TREE_IMPORT, 1);
        import->as.import.file = i % 2 ? "one.off" : "other.off";
        file_contents = contents[i / 2];
        assert_true(bench_build(bench, import));
        assert_true(bench_near(mesh_volume(&bench->shape.mesh), (i / 2 + 2) / 6.0));
        tree_append(many, import);
    }
}

static void files_are_found_again(void **state)
{
    struct bench *bench = *state;
    char *contents = malloc(100000);
    size_t length = (size_t)sprintf(contents, "OFF\n%d %d 0\n", 8 * 10, 6 * 10);
    for (int i = 0; i < 80; i++)
        length += (size_t)sprintf(contents + length, "%d %d %d\n", 3 * (i / 8) + (i & 1),
                                  i >> 1 & 1, i >> 2 & 1);
    for (int i = 0; i < 60; i++) {
        static const int faces[6][4] = { { 0, 2, 3, 1 }, { 4, 5, 7, 6 }, { 0, 1, 5, 4 },
                                         { 2, 6, 7, 3 }, { 0, 4, 6, 2 }, { 1, 3, 7, 5 } };
        length += (size_t)sprintf(contents + length, "4");
        for (int k = 0; k < 4; k++)
            length += (size_t)sprintf(contents + length, " %d", 8 * (i / 6) + faces[i % 6][k]);
        length += (size_t)sprintf(contents + length, "\n");
    }
    bench->limits.files.read = give_file;
    file_contents = contents;
    for (int i = 0; i < 2; i++) {
        struct tree_node *import = LEAF(bench, TREE_IMPORT, 1);
        import->as.import.file = i ? "one.off" : "other.off";
        assert_figures(build(bench, import), (uint64_t)i, (uint64_t)!i);
        assert_as_without(bench, import);
        assert_true(bench_near(mesh_volume(&bench->shape.mesh), 10));
    }
    free(contents);
}

#define STOCK_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STOCK_TEST(moving_one_hole_leaves_the_others),
        STOCK_TEST(hits_are_misses_to_the_bit),
        STOCK_TEST(fragments_are_told_apart),
        STOCK_TEST(parts_are_kept_too),
        STOCK_TEST(a_sum_is_worked_out_once),
        STOCK_TEST(colours_are_not_mixed_up),
        STOCK_TEST(what_was_said_is_said_again),
        STOCK_TEST(a_model_is_as_large_as_before),
        STOCK_TEST(a_cancelled_build_leaves_nothing),
        STOCK_TEST(a_build_can_be_cancelled_anywhere),
        STOCK_TEST(the_least_used_gives_way),
        STOCK_TEST(bytes_are_bounded),
        STOCK_TEST(what_is_in_use_stays),
        STOCK_TEST(what_took_long_is_shared),
        STOCK_TEST(what_is_broken_there_is_made_anew),
        STOCK_TEST(files_count_by_what_they_hold),
        STOCK_TEST(files_are_found_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
