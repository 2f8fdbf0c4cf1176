/* SPDX-License-Identifier: MIT */
/* OFF in the ways that programs write it. */
#include "readers/off.h"

#include "bench.h"

#define VERTICES "0 0 0\n1 0 0\n0 1 0\n0 0 1\n"
#define FACES    "3 0 2 1\n3 0 1 3\n3 0 3 2\n3 1 2 3\n"

static void reads(struct bench *bench, const char *text)
{
    assert_true(bench_read_string(bench, off_read, text));
    assert_int_equal(bench->reading.problem.length, 0);
    assert_int_equal(bench->soup.points.count, 4);
    assert_int_equal(bench->soup.ends.count, 4);
    assert_int_equal(bench->soup.corners.items[1], 2);
    assert_true(bench->soup.points.items[3][2] == 1);
}

static void headers(void **state)
{
    struct bench *bench = *state;
    reads(bench, "OFF\n4 4 6\n" VERTICES FACES);
    reads(bench, "OFF 4 4 0\r\n" VERTICES FACES);
    reads(bench, "4 4\n" VERTICES FACES);
    reads(bench, "# a comment\n\nOFF # another\n\n4 4 6\n# a third\n" VERTICES "\n" FACES);
    reads(bench, "STCNOFF\n4 4 6\n" VERTICES FACES);
}

static void colors_are_left_alone(void **state)
{
    struct bench *bench = *state;
    reads(bench, "COFF\n4 4 6\n0 0 0 255 0 0\n1 0 0 1.0 0 0 1\n0 1 0\n0 0 1\n"
                 "3 0 2 1 255 0 0\n3 0 1 3 0.5 0.5 0.5 1\n3 0 3 2 7\n3 1 2 3\n");
}

static void broken(void **state)
{
    struct bench *bench = *state;
    bench_refuses(bench, off_read, "", "line 0: the file ends too early");
    bench_refuses(bench, off_read, "PLY\n",
                  "line 1: expected OFF with three dimensions, found 'PLY'");
    bench_refuses(bench, off_read, "4OFF\n",
                  "line 1: expected OFF with three dimensions, found '4OFF'");
    bench_refuses(bench, off_read, "OFF BINARY\n", "line 1: binary OFF is not supported");
    bench_refuses(bench, off_read, "OFF\n0 0 0\n",
                  "line 2: expected how many vertices and faces there are");
    bench_refuses(bench, off_read, "OFF\n999999999999 4 0\n0 0 0\n",
                  "line 3: the file ends too early");
    bench_refuses(bench, off_read, "OFF\n1 1 0\n0 0\n",
                  "line 3: a vertex is expected to be three numbers");
    bench_refuses(bench, off_read, "OFF\n4 1 0\n" VERTICES "4 0 1 2\n",
                  "line 7: a face of 4 corners has 3");
    bench_refuses(bench, off_read, "OFF\n4 1 0\n" VERTICES "x\n",
                  "line 7: expected how many corners the face has");
}

static void faces_go_without_vertices_that_are_not_there(void **state)
{
    struct bench *bench = *state;
    assert_true(
        bench_read_string(bench, off_read, "OFF\n4 2 0\n" VERTICES "4 0 1 9 2\n3 0 -1 1\n"));
    assert_string_equal(bench->reading.problem.bytes, "line 7: there is no vertex 9");
    assert_int_equal(bench->soup.ends.count, 1);
    assert_int_equal(bench->soup.corners.count, 3);
}

static void nothing_crashes(void **state)
{
    static const char file[] = "OFF\n4 4 6\n" VERTICES FACES;
    bench_survives(*state, off_read, file, sizeof file - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(headers),         BENCH_TEST(colors_are_left_alone),
        BENCH_TEST(broken),          BENCH_TEST(faces_go_without_vertices_that_are_not_there),
        BENCH_TEST(nothing_crashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
