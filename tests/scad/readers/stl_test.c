/* SPDX-License-Identifier: MIT */
/* Both forms of STL, whole and broken. */
#include "readers/stl.h"

#include "bench.h"

#define CORNERS "outer loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\nendloop\n"
#define FACET   "facet normal 0 0 1\n" CORNERS "endfacet\n"

static void textual(void **state)
{
    struct bench *bench = *state;
    assert_true(bench_read_string(bench, stl_read, "solid a name\n" FACET FACET "endsolid\n"));
    assert_int_equal(bench->reading.problem.length, 0);
    assert_int_equal(bench->soup.points.count, 3);
    assert_int_equal(bench->soup.ends.count, 2);
    assert_true(bench->soup.points.items[2][1] == 1);
}

static void several_solids_of_a_text(void **state)
{
    struct bench *bench = *state;
    assert_true(bench_read_string(bench, stl_read,
                                  "solid a\n" FACET "endsolid a\nvertex\nSOLID b\n" FACET FACET
                                  "endsolid b\nnothing\n"));
    assert_int_equal(bench->reading.problem.length, 0);
    assert_int_equal(bench->soup.ends.count, 3);
    assert_int_equal(bench->soup.objects, 2);
}

static void what_of_a_text_is_whole_stays(void **state)
{
    struct bench *bench = *state;
    assert_true(bench_read_string(bench, stl_read, "solid\n" FACET "facet normal 0"));
    assert_string_equal(bench->reading.problem.bytes, "line 9: the file ends without endsolid");
    assert_int_equal(bench->soup.ends.count, 1);
    assert_true(bench_read_string(bench, stl_read,
                                  "solid\nouter loop\nvertex 0 0 0\nendloop\n" FACET "endsolid"));
    assert_string_equal(bench->reading.problem.bytes,
                        "line 4: the triangle has fewer than three corners");
    assert_int_equal(bench->soup.ends.count, 1);
}

static void broken_texts(void **state)
{
    struct bench *bench = *state;
    bench_refuses(bench, stl_read, "solid\nouter loop\nvertex 0 zero 0\n",
                  "line 3: a corner is expected to be three numbers");
    bench_refuses(bench, stl_read, "solid\nouter loop\nvertex 0 0\n",
                  "line 3: a corner is expected to be three numbers");
    bench_refuses(bench, stl_read,
                  "solid\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\nvertex 1 1 1\n",
                  "line 6: a triangle has more than three corners");
    bench_refuses(bench, stl_read, "", "byte 0: this is no STL file, or not as long as it says");
    bench_refuses(bench, stl_read, "Solid\n",
                  "byte 0: this is no STL file, or not as long as it says");
}

/* Two triangles, the first corner of the second at infinity if so wanted. */
static size_t binary_file(char bytes[200], bool infinite)
{
    static const char float_one[4] = { 0, 0, (char)0x80, 0x3F };
    static const char float_infinity[4] = { 0, 0, (char)0x80, 0x7F };
    memset(bytes, 0, 200);
    memcpy(bytes, "solid by a program that should know better", 42);
    bytes[80] = 2;
    for (int i = 0; i < 2; i++) {
        memcpy(bytes + 84 + 50 * i + 24, float_one, 4);
        memcpy(bytes + 84 + 50 * i + 40, float_one, 4);
    }
    if (infinite)
        memcpy(bytes + 134 + 12, float_infinity, 4);
    return 184;
}

static void binary_even_if_it_begins_like_a_text(void **state)
{
    struct bench *bench = *state;
    char bytes[200];
    size_t length = binary_file(bytes, false);
    assert_true(bench_read(bench, stl_read, bytes, length));
    assert_int_equal(bench->soup.points.count, 3);
    assert_int_equal(bench->soup.ends.count, 2);
    assert_true(bench->soup.points.items[1][0] == 1);
}

static void broken_binaries(void **state)
{
    struct bench *bench = *state;
    char bytes[200];
    size_t length = binary_file(bytes, true);
    assert_false(bench_read(bench, stl_read, bytes, length));
    assert_string_equal(bench->reading.problem.bytes,
                        "byte 134: a corner of the triangle is no number");
    bytes[0] = 'x';
    assert_false(bench_read(bench, stl_read, bytes, length - 1));
    bytes[83] = (char)0xFF;
    assert_false(bench_read(bench, stl_read, bytes, length));
}

static void nothing_crashes(void **state)
{
    struct bench *bench = *state;
    static const char file[] = "solid\n" FACET FACET "endsolid\n";
    char bytes[200];
    bench_survives(bench, stl_read, file, sizeof file - 1);
    bench_survives(bench, stl_read, bytes, binary_file(bytes, false));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(textual),
        BENCH_TEST(what_of_a_text_is_whole_stays),
        BENCH_TEST(several_solids_of_a_text),
        BENCH_TEST(what_of_a_text_is_whole_stays),
        BENCH_TEST(broken_texts),
        BENCH_TEST(binary_even_if_it_begins_like_a_text),
        BENCH_TEST(broken_binaries),
        BENCH_TEST(nothing_crashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
