/* SPDX-License-Identifier: MIT */
/* Nef polyhedra: which facets are a surface, and holes in them. */
#include "readers/nef3.h"

#include "bench.h"

#define HEADER(sides, arcs)                                                    \
    "Selective Nef Complex\nstandard\nvertices   8\nhalfedges  8\nfacets     " \
    "" sides "\nvolumes    2\nshalfedges " arcs "\nshalfloops 0\nsfaces     0\n"

/* A square of four with a square of two in it: the sides of one facet, between nothing and a solid. */
#define VERTICES                                                                   \
    "0 { 0 0, 0 0, 0 0, -2 | 0 0 0 2 } 1\n1 { 0 0, 0 0, 0 0, -2 | 4 0 0 1 } 1\n"   \
    "2 { 0 0, 0 0, 0 0, -2 | 8 8 1 2 } 1\n3 { 0 0, 0 0, 0 0, -2 | 0 16 -1 4 } 1\n" \
    "4 { 0 0, 0 0, 0 0, -2 | 1 1 0 1 } 1\n5 { 0 0, 0 0, 0 0, -2 | 1 3 0 1 } 1\n"   \
    "6 { 0 0, 0 0, 0 0, -2 | 3 3 0 1 } 1\n7 { 0 0, 0 0, 0 0, -2 | 3 1 0 1 } 1\n"
#define EDGES                                                                                 \
    "0 { 0, 0, 0 0 | 1 0 0 1 } 1\n1 { 0, 1, 0 0 | 1 0 0 1 } 1\n2 { 0, 2, 0 0 | 1 0 0 1 } 1\n" \
    "3 { 0, 3, 0 0 | 1 0 0 1 } 1\n4 { 0, 4, 0 0 | 1 0 0 1 } 1\n5 { 0, 5, 0 0 | 1 0 0 1 } 1\n" \
    "6 { 0, 6, 0 0 | 1 0 0 1 } 1\n7 { 0, 7, 0 0 | 1 0 0 1 } 1\n"
#define SIDES                   "0 { 1, 1 5 , , 0 | 0 0 1 0 } 1\n1 { 0, 0 4 , , 1 | 0 0 -1 0 } 1\n"
#define VOLUMES                 "0 { 0 } 0\n1 { 1 } 1\n"
#define ARC(number, edge, next) number " { 0, 0, 0, " edge ", 0, 0, " next ", 0 | 0 0 1 0 } 1\n"
#define ARCS           \
    ARC("0", "0", "1") \
    ARC("1", "1", "2") \
    ARC("2", "2", "3") \
    ARC("3", "3", "0") ARC("4", "4", "5") ARC("5", "5", "6") ARC("6", "6", "7") ARC("7", "7", "4")

static const char facet[] = HEADER("2", "8") VERTICES EDGES SIDES VOLUMES ARCS;

static void a_facet_with_a_hole(void **state)
{
    static const uint32_t corners[] = { 1, 2, 3, 0, 5, 6, 7, 4 };
    struct bench *bench = *state;
    assert_true(bench_read_string(bench, nef3_read, facet));
    assert_int_equal(bench->soup.points.count, 8);
    assert_true(bench->soup.points.items[3][1] == 4 && bench->soup.points.items[3][2] == -0.25);
    assert_int_equal(bench->soup.ends.count, 2);
    assert_int_equal(bench->soup.ends.items[0], 4);
    assert_memory_equal(bench->soup.corners.items, corners, sizeof corners);
    assert_int_equal(bench->soup.objects, 2);
}

static void what_is_solid_on_both_sides_is_no_surface(void **state)
{
    struct bench *bench = *state;
    assert_true(bench_read_string(
        bench, nef3_read, HEADER("2", "8") VERTICES EDGES SIDES "0 { 0 } 1\n1 { 1 } 1\n" ARCS));
    assert_int_equal(bench->soup.ends.count, 0);
}

static void broken(void **state)
{
    struct bench *bench = *state;
    bench_refuses(bench, nef3_read, "solid\n", "line 1: expected Selective Nef Complex");
    bench_refuses(bench, nef3_read, "Selective Nef Complex\nextended\n",
                  "line 2: expected numbers of the standard kind");
    bench_refuses(bench, nef3_read, "Selective Nef Complex\nstandard\nvertices 1000\n",
                  "line 3: there are not 1000 vertices in this file");
    bench_refuses(bench, nef3_read, HEADER("2", "8") VERTICES, "line 17: the file ends too early");
    bench_refuses(bench, nef3_read, HEADER("2", "8") VERTICES "0 { 0, 0, 0 0 | 1 a 0 1 } 1\n",
                  "line 18: expected a number and what belongs to it in braces");
    bench_refuses(bench, nef3_read, HEADER("2", "8") VERTICES "0 { 0, 8, 0 0 | 1 0 0 1 } 1\n",
                  "line 18: expected an edge's twin and its vertex");
}

static void nothing_crashes(void **state)
{
    bench_survives(*state, nef3_read, facet, sizeof facet - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(a_facet_with_a_hole),
        BENCH_TEST(what_is_solid_on_both_sides_is_no_surface),
        BENCH_TEST(broken),
        BENCH_TEST(nothing_crashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
