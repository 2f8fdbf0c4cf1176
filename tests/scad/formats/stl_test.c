/* SPDX-License-Identifier: MIT */
/* Both forms of STL, byte by byte where that matters. */
#include "formats/stl.h"

#include "../geometry/bench.h"
#include "page.h"

static struct page page;

static struct facets cube_facets(struct bench *bench)
{
    assert_true(bench_build(bench, bench_cube(bench, 10, 10, 10)));
    page_open(&page);
    return facets_of_mesh(&bench->arena, &bench->shape.mesh);
}

static uint32_t u32_at(size_t offset)
{
    const unsigned char *bytes = (const unsigned char *)page.bytes + offset;
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static float float_at(size_t offset)
{
    uint32_t bits = u32_at(offset);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void binary(void **state)
{
    struct facets facets = cube_facets(*state);
    stl_write_binary(&page.sink, &facets);
    assert_true(sink_close(&page.sink));
    assert_int_equal(page.length, 684);
    static const char zeros[80];
    assert_memory_equal(page.bytes, zeros, 80);
    assert_int_equal(u32_at(80), 12);
    for (size_t i = 0; i < 12; i++)
        for (size_t axis = 0; axis < 3; axis++) {
            size_t at = 84 + 50 * i + 4 * axis;
            assert_true(float_at(at) == facets.normals[facets.triangles[i][0]][axis]);
            for (size_t corner = 0; corner < 3; corner++)
                assert_true(float_at(at + 12 + 12 * corner) ==
                            facets.vertices[facets.triangles[i][corner]][axis]);
            assert_int_equal(page.bytes[84 + 50 * i + 48], 0);
        }
}

static void textual(void **state)
{
    struct facets facets = cube_facets(*state);
    static const float up[8][3] = { [4] = { 0, 0, 1 } };
    facets.normals = up;
    facets.triangle_count = 1;
    stl_write_text(&page.sink, &facets);
    assert_true(sink_close(&page.sink));
    assert_string_equal(page.bytes, "solid model\n"
                                    "  facet normal 0 0 1\n"
                                    "    outer loop\n"
                                    "      vertex 0 0 10\n"
                                    "      vertex 10 0 10\n"
                                    "      vertex 10 10 10\n"
                                    "    endloop\n"
                                    "  endfacet\n"
                                    "endsolid model\n");
}

/* (0, 0, 10), (10, 0, 10), (10, 10, 10): the first triangle of the cube looks up. */
static void a_model_without_normals_gets_those_of_its_triangles(void **state)
{
    struct facets facets = cube_facets(*state);
    facets.normals = NULL;
    facets.triangle_count = 1;
    stl_write_text(&page.sink, &facets);
    assert_true(sink_close(&page.sink));
    assert_non_null(strstr(page.bytes, "  facet normal 0 0 1\n"));
}

static bool refuse(void *context, const void *bytes, size_t length)
{
    (void)bytes;
    (void)length;
    ++*(int *)context;
    return false;
}

static void a_refused_write_ends_it(void **state)
{
    struct bench *bench = *state;
    struct tree_node *sphere = LEAF(bench, TREE_SPHERE, 1);
    sphere->fragments.fn = 50;
    assert_true(bench_build(bench, sphere));
    struct facets facets = facets_of_mesh(&bench->arena, &bench->shape.mesh);
    int calls = 0;
    struct sink sink;
    sink_open(&sink, &bench->arena, refuse, &calls);
    stl_write_binary(&sink, &facets);
    assert_false(sink_close(&sink));
    assert_int_equal(calls, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(binary),
        BENCH_TEST(textual),
        BENCH_TEST(a_model_without_normals_gets_those_of_its_triangles),
        BENCH_TEST(a_refused_write_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
