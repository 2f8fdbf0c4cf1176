/* SPDX-License-Identifier: MIT */
/* Sorted as qsort() would, with equals in their order, and to be cancelled. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/sort.h"

struct card {
    uint32_t value, number;
    char rest[12];
};

static int compare(const void *left, const void *right)
{
    const struct card *a = left, *b = right;
    return (a->value > b->value) - (a->value < b->value);
}

static int compare_backward(const void *left, const void *right, void *context)
{
    ++*(size_t *)context;
    return compare(right, left);
}

static struct card *cards(struct arena *arena, uint32_t count, uint32_t values)
{
    struct card *cards = arena_take(arena, count * sizeof *cards);
    uint32_t random = count;
    for (uint32_t i = 0; i < count; i++) {
        random = random * 1103515245u + 12345u;
        cards[i].value = (random >> 8) % values;
        cards[i].number = i;
    }
    return cards;
}

static void items_of_all_counts_are_sorted(void **state)
{
    (void)state;
    for (uint32_t count = 0; count < 300; count++)
        for (uint32_t values = 1; values < 1000; values *= 7) {
            struct arena arena;
            size_t compared = 0;
            arena_open(&arena);
            struct card *sorted = cards(&arena, count, values);
            sort_items(&arena, sorted, count, sizeof *sorted, compare);
            for (uint32_t i = 1; i < count; i++)
                assert_true(sorted[i - 1].value < sorted[i].value ||
                            (sorted[i - 1].value == sorted[i].value &&
                             sorted[i - 1].number < sorted[i].number));
            sort_items_with(&arena, sorted, count, sizeof *sorted, compare_backward, &compared);
            for (uint32_t i = 1; i < count; i++)
                assert_true(sorted[i - 1].value > sorted[i].value ||
                            (sorted[i - 1].value == sorted[i].value &&
                             sorted[i - 1].number < sorted[i].number));
            assert_true(count < 2 || compared >= count - 1);
            arena_close(&arena);
        }
}

static volatile int cancelled;

static int compare_and_cancel(const void *left, const void *right, void *left_to_do)
{
    if (--*(size_t *)left_to_do == 0)
        cancelled = 1;
    assert_int_not_equal(*(size_t *)left_to_do + 100, 0);
    return compare(left, right);
}

static void leave(void *escape)
{
    longjmp(*(jmp_buf *)escape, 1);
}

static void cancel_after(size_t comparisons)
{
    struct arena arena;
    jmp_buf escape;
    arena_open(&arena);
    struct card *sorted = cards(&arena, 5000, UINT32_MAX);
    arena.cancelled = &cancelled;
    arena.exhausted = leave;
    arena.context = &escape;
    cancelled = 0;
    if (setjmp(escape) == 0) {
        sort_items_with(&arena, sorted, 5000, sizeof *sorted, compare_and_cancel, &comparisons);
        fail();
    }
    arena.cancelled = NULL;
    arena_close(&arena);
}

static void sorting_ends_soon_once_it_is_cancelled(void **state)
{
    (void)state;
    for (size_t after = 1; after < 10000; after += 777)
        cancel_after(after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_of_all_counts_are_sorted),
        cmocka_unit_test(sorting_ends_soon_once_it_is_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
