/* SPDX-License-Identifier: MIT */
/* The JSON that viewers read. */
#include "formats/geometry_json.h"

#include "../geometry/bench.h"
#include "page.h"

static struct page page;

static const char *written(struct bench *bench, const struct tree_node *tree)
{
    assert_true(bench_build(bench, tree));
    page_open(&page);
    geometry_json_write(&page.sink, &bench->arena, &bench->shape);
    assert_true(sink_close(&page.sink));
    return page.bytes;
}

static void ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), wanted = strlen(end);
    assert_true(length >= wanted);
    assert_string_equal(text + length - wanted, end);
}

static void a_solid(void **state)
{
    const char *json = written(*state, bench_cube(*state, 10, 10, 10));
    assert_non_null(strstr(json, "{\"vertices\":[0,0,0,10,0,0,0,10,0,10,10,0,0,0,10,10,0,10,0,10,"
                                 "10,10,10,10],\"indices\":[4,5,7,4,7,6,2,3,1,2,1,0,"));
    assert_non_null(strstr(json, "],\"normals\":[-"));
    ends_with(json, "],\"bounds\":{\"min\":[0,0,0],\"max\":[10,10,10]},"
                    "\"stats\":{\"vertexCount\":8,\"faceCount\":12,\"volume\":1000}}");
}

/* Vertices are rounded to single precision, the bounds are not. */
static void precision(void **state)
{
    const char *json = written(*state, bench_cube(*state, 0.1, 1, 1));
    assert_non_null(strstr(json, "[0,0,0,0.10000000149011612,0,0,"));
    assert_non_null(strstr(json, "\"max\":[0.1,1,1]"));
}

static void a_flat_shape(void **state)
{
    const char *json = written(*state, bench_square(*state, 2, 3));
    assert_non_null(strstr(json, "{\"vertices\":[0,0,0,2,0,0,2,3,0,0,3,0],\"indices\":["));
    assert_non_null(strstr(json, "\"normals\":[0,0,1,0,0,1,0,0,1,0,0,1]"));
    ends_with(json, "\"bounds\":{\"min\":[0,0,0],\"max\":[2,3,0]},\"stats\":{\"vertexCount\":4,"
                    "\"faceCount\":2,\"volume\":0,\"area\":6},\"dimension\":2}");
}

static void a_colour(void **state)
{
    struct bench *bench = *state;
    struct tree_node *node = NODE(bench, TREE_COLOR, 1, bench_cube(bench, 1, 1, 1));
    node->as.color = (struct tree_color){ { 1, 0.5f, 0, 1 } };
    ends_with(written(bench, node), ",\"color\":{\"r\":1,\"g\":0.5,\"b\":0,\"a\":1}}");
}

static void nothing(void **state)
{
    const char *json = written(*state, LEAF((struct bench *)*state, TREE_GROUP, 0));
    assert_string_equal(json, "{\"vertices\":[],\"indices\":[],\"normals\":[],"
                              "\"bounds\":{\"min\":[0,0,0],\"max\":[0,0,0]},"
                              "\"stats\":{\"vertexCount\":0,\"faceCount\":0,\"volume\":0}}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(a_solid),  BENCH_TEST(precision), BENCH_TEST(a_flat_shape),
        BENCH_TEST(a_colour), BENCH_TEST(nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
