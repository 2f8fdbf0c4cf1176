/* SPDX-License-Identifier: MIT */
/* OBJ as other programs of the field write it. */
#include "formats/obj.h"

#include "../geometry/bench.h"
#include "page.h"

static struct page page;

static void a_triangle(void **state)
{
    struct bench *bench = *state;
    static double corners[3][3] = { { 0 }, { 1.5 }, { 0, 1 } };
    static uint32_t order[1][3] = { { 0, 1, 2 } };
    struct mesh mesh = { corners, 3, order, 1 };
    struct facets facets = facets_of_mesh(&bench->arena, &mesh);
    page_open(&page);
    obj_write(&page.sink, &facets, "moicad");
    assert_true(sink_close(&page.sink));
    assert_string_equal(page.bytes, "# moicad exported model\n"
                                    "mtllib model.mtl\n"
                                    "usemtl default\n"
                                    "v 0 0 0\nv 1.5 0 0\nv 0 1 0\n"
                                    "\n"
                                    "vn 0 0 1\nvn 0 0 1\nvn 0 0 1\n"
                                    "\n"
                                    "f 1//1 2//2 3//3\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = { BENCH_TEST(a_triangle) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
