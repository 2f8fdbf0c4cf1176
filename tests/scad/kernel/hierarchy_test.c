/* SPDX-License-Identifier: MIT */
/* Searches in a hierarchy of boxes find all that meets, and little else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kernel/hierarchy.h"

#include "model.h"

static struct extent random_box(struct model *model, uint32_t most)
{
    struct extent box;
    for (int k = 0; k < 3; k++) {
        box.low[k] = (int32_t)model_random(model, 1000) - 500;
        box.high[k] = box.low[k] + (int32_t)model_random(model, most);
    }
    return box;
}

static void everything_that_meets_is_found(void **state)
{
    (void)state;
    static const uint32_t counts[] = { 0, 1, 2, 3, 7, 64, 65, 1000 };
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        struct model model;
        struct extent boxes[1000];
        struct hierarchy hierarchy;
        model_open(&model, c);
        for (uint32_t i = 0; i < counts[c]; i++)
            boxes[i] = random_box(&model, 50);
        hierarchy_build(&hierarchy, &model.arena, boxes, 0, counts[c], 4);
        size_t looked_at = 0;
        for (int search = 0; search < 50; search++) {
            struct hierarchy_search walk = { .hierarchy = &hierarchy,
                                             .extent = random_box(&model, 80) };
            bool found[1000] = { false };
            uint32_t thing;
            while (hierarchy_next(&walk, &thing)) {
                assert_false(found[thing]);
                found[thing] = true;
                looked_at++;
            }
            for (uint32_t i = 0; i < counts[c]; i++)
                assert_true(found[i] || !extent_meets(&boxes[i], &walk.extent));
        }
        assert_true(counts[c] < 1000 || looked_at < 50 * 150);
        model_close(&model);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(everything_that_meets_is_found) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
