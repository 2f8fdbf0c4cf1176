/* SPDX-License-Identifier: MIT */
/* OFF keeps every digit. */
#include "formats/off.h"

#include "page.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct page page;

static void a_triangle(void **state)
{
    (void)state;
    static double corners[3][3] = { { 0.1, -0.0, 1.0 / 3 }, { 1e-7 }, { 0, 1 } };
    static uint32_t order[1][3] = { { 2, 1, 0 } };
    struct mesh mesh = { corners, 3, order, 1 };
    page_open(&page);
    off_write(&page.sink, &mesh);
    assert_true(sink_close(&page.sink));
    assert_string_equal(page.bytes, "OFF 3 1 0\n"
                                    "0.1 0 0.3333333333333333\n"
                                    "1e-7 0 0\n"
                                    "0 1 0\n"
                                    "3 2 1 0\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_triangle) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
