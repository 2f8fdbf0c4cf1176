/* SPDX-License-Identifier: MIT */
/* AMF, plain and packed. */
#include "readers/amf.h"

#include "bench.h"
#include "formats/archive.h"

#define VERTEX(x, y, z) \
    "<vertex><coordinates><x>" x "</x><y> " y " </y><z>" z "</z></coordinates></vertex>"
#define TRIANGLE(a, b, c) "<triangle><v1>" a "</v1><v2>" b "</v2><v3>" c "</v3></triangle>"
#define OBJECT                                                                                   \
    "<object id='1'><mesh><vertices>" VERTEX("0", "0", "0") VERTEX("1", "0", "0")                \
        VERTEX("0", "1", "0") VERTEX(                                                            \
            "0", "0", "1e0") "</vertices><volume><metadata>x</metadata>" TRIANGLE("0", "2", "1") \
            TRIANGLE("0", "1", "3") "</volume></mesh></object>"

static const char two_objects[] = "<?xml version='1.0'?><amf unit='inch'>" OBJECT OBJECT "</amf>";

static void objects_count_their_vertices_anew(void **state)
{
    struct bench *bench = *state;
    assert_true(bench_read_string(bench, amf_read, two_objects));
    assert_int_equal(bench->soup.objects, 2);
    assert_int_equal(bench->soup.points.count, 8);
    assert_int_equal(bench->soup.ends.count, 4);
    assert_int_equal(bench->soup.corners.items[7], 6);
    assert_true(bench->soup.points.items[3][2] == 1);
}

static void packed(void **state)
{
    struct bench *bench = *state;
    struct archive_file files[] = { { "readme.txt", text_of("no") },
                                    { "model.AMF", text_of(two_objects) } };
    struct text archive;
    archive = archive_pack(&bench->arena, files, 2);
    assert_true(bench_read(bench, amf_read, archive.bytes, archive.length));
    assert_int_equal(bench->soup.ends.count, 4);
    archive = archive_pack(&bench->arena, files, 1);
    assert_false(bench_read(bench, amf_read, archive.bytes, archive.length));
    assert_string_equal(bench->reading.problem.bytes, "byte 0: the archive has no '.amf'");
}

static void broken(void **state)
{
    struct bench *bench = *state;
    bench_refuses(bench, amf_read, "<amf>\n" TRIANGLE("0", "1", "2") "</amf>",
                  "line 2: there is no vertex 0");
    bench_refuses(bench, amf_read, "<amf>\n\n" VERTEX("0", "zero", "0") "</amf>",
                  "line 3: a coordinate is expected to be a number");
    bench_refuses(bench, amf_read, "<amf>" TRIANGLE("0.5", "1", "2") "</amf>",
                  "line 1: a corner is expected to be the number of a vertex");
    bench_refuses(bench, amf_read, "<amf>\n<object>\n</amf>", "line 3: mismatched tag");
    bench_refuses(bench, amf_read, "", "line 1: no element found");
}

static void nothing_crashes(void **state)
{
    bench_survives(*state, amf_read, two_objects, sizeof two_objects - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(objects_count_their_vertices_anew),
        BENCH_TEST(packed),
        BENCH_TEST(broken),
        BENCH_TEST(nothing_crashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
