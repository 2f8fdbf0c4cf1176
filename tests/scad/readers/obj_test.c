/* SPDX-License-Identifier: MIT */
/* OBJ: polygons, and how their corners are named. */
#include "readers/obj.h"

#include "bench.h"

#define VERTICES "v 0 0 0\nv 1 0 0\nv 1 1 0 1.0\nv 0 1 0\n"

static void polygons(void **state)
{
    struct bench *bench = *state;
    assert_true(
        bench_read_string(bench, obj_read,
                          "# square\nmtllib a.mtl\no square\n" VERTICES
                          "vn 0 0 1\nvt 0 0\ns off\nf 1/1/1 2//1 3/2 4\nf -4 -3 \\\n -2\n"));
    assert_int_equal(bench->reading.problem.length, 0);
    assert_int_equal(bench->soup.points.count, 4);
    assert_int_equal(bench->soup.ends.count, 2);
    assert_int_equal(bench->soup.ends.items[0], 4);
    for (uint32_t i = 0; i < 7; i++)
        assert_int_equal(bench->soup.corners.items[i], i % 4);
}

static void broken(void **state)
{
    struct bench *bench = *state;
    bench_refuses(bench, obj_read, "v 0 0\n", "line 1: a vertex is expected to be three numbers");
    bench_refuses(bench, obj_read, VERTICES "f 1 two 3\n",
                  "line 5: a corner is expected to be the number of a vertex");
    bench_refuses(bench, obj_read, VERTICES "f /1 2 3\n",
                  "line 5: a corner is expected to be the number of a vertex");
}

static void faces_go_without_vertices_that_are_not_there(void **state)
{
    struct bench *bench = *state;
    assert_true(bench_read_string(bench, obj_read, VERTICES "f 1 2 3 5\nf 0 1 2\nf -5 1 2\n"));
    assert_string_equal(bench->reading.problem.bytes, "line 5: there is no vertex 5");
    assert_int_equal(bench->soup.ends.count, 1);
    assert_true(bench_read_string(bench, obj_read, "o nothing\n"));
    assert_string_equal(bench->reading.problem.bytes, "line 1: there are no faces");
}

static void nothing_crashes(void **state)
{
    static const char file[] = VERTICES "f 1/1/1 2//1 3/2 4\nf -4 -3 \\\n -2\n";
    bench_survives(*state, obj_read, file, sizeof file - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(polygons),
        BENCH_TEST(broken),
        BENCH_TEST(faces_go_without_vertices_that_are_not_there),
        BENCH_TEST(nothing_crashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
