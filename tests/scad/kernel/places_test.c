/* SPDX-License-Identifier: MIT */
/* Things come to stand by their keys, and those of one key in the order in which they came. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kernel/places.h"

enum { MOST_THINGS = 1000 };

static void sort(struct places *places, struct arena *arena, uint32_t keys, uint32_t count)
{
    uint32_t key_of[MOST_THINGS], sorted[MOST_THINGS];
    for (uint32_t i = 0; i < count; i++)
        key_of[i] = i * i % 97 % keys;
    places_open(places, arena, keys);
    for (uint32_t i = 0; i < count; i++)
        places_count(places, key_of[i]);
    places_lay_out(places);
    for (uint32_t i = 0; i < count; i++)
        sorted[places_take(places, key_of[i])] = i;
    assert_int_equal(places->begin[0], 0);
    assert_int_equal(places->begin[keys], count);
    for (uint32_t key = 0; key < keys; key++)
        for (uint32_t at = places->begin[key]; at < places->begin[key + 1]; at++) {
            assert_int_equal(key_of[sorted[at]], key);
            assert_true(at == places->begin[key] || sorted[at - 1] < sorted[at]);
        }
}

static void places_can_be_used_again(void **state)
{
    (void)state;
    struct arena arena;
    struct places places = { NULL, 0, 0 };
    arena_open(&arena);
    sort(&places, &arena, 7, MOST_THINGS);
    sort(&places, &arena, 90, MOST_THINGS);
    sort(&places, &arena, 1, 20);
    sort(&places, &arena, 13, 0);
    arena_close(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(places_can_be_used_again) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
