/* SPDX-License-Identifier: MIT */
/* The arena gives zeroed, aligned memory, grows in place where it can, and ends in one place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/list.h"

#include <stdalign.h>

static void memory_is_zeroed_and_aligned(void **state)
{
    (void)state;
    struct arena arena;
    arena_open(&arena);
    for (size_t size = 0; size < 3000; size += 7) {
        unsigned char *bytes = arena_take(&arena, size);
        assert_int_equal((uintptr_t)bytes % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(bytes[i], 0);
        memset(bytes, 0xff, size);
    }
    arena_close(&arena);
    assert_int_equal(arena.held_bytes, 0);
}

static void the_last_piece_grows_in_place(void **state)
{
    (void)state;
    struct arena arena;
    arena_open(&arena);
    int *first = arena_take(&arena, sizeof *first);
    *first = 7;
    assert_ptr_equal(arena_grow(&arena, first, sizeof *first, 100), first);
    arena_take(&arena, 1);
    int *moved = arena_grow(&arena, first, 100, 200);
    assert_ptr_not_equal(moved, first);
    assert_int_equal(moved[0], 7);
    arena_close(&arena);
}

static void lists_keep_what_they_were_given(void **state)
{
    (void)state;
    struct arena arena;
    arena_open(&arena);
    struct {
        int *items;
        size_t count, capacity;
    } list = { 0 };
    for (int i = 0; i < 10000; i++) {
        list_append(&arena, &list, i);
        if (i % 3 == 0)
            arena_take(&arena, 5);
    }
    assert_int_equal(list.count, 10000);
    for (int i = 0; i < 10000; i++)
        assert_int_equal(list.items[i], i);
    arena_close(&arena);
}

static void jump_out(void *context)
{
    longjmp(context, 1);
}

static void the_limit_ends_in_one_place(void **state)
{
    (void)state;
    static size_t taken;
    jmp_buf exhausted;
    struct arena arena;
    arena_open(&arena);
    arena.limit_bytes = 100000;
    arena.exhausted = jump_out;
    arena.context = exhausted;
    taken = 0;
    if (setjmp(exhausted) == 0)
        for (;;) {
            arena_take(&arena, 1000);
            taken += 1000;
        }
    assert_in_range(taken, 30000, 100000);
    assert_true(arena.held_bytes <= arena.limit_bytes);
    arena_close(&arena);
}

/* A thread cannot jump to where another one came from. */
static void who_is_nearest_is_told_that_memory_ends(void **state)
{
    (void)state;
    jmp_buf far, near;
    struct arena arena;
    arena_open(&arena);
    arena.limit_bytes = 100000;
    arena.exhausted = jump_out;
    arena.context = far;
    struct arena *inner = arena_within(&arena), *innermost = arena_within(inner);
    inner->exhausted = jump_out;
    inner->context = near;
    if (setjmp(far) != 0)
        fail();
    if (setjmp(near) == 0) {
        arena_take(innermost, 200000);
        fail();
    }
    arena_close(&arena);
    assert_int_equal(arena.held_bytes, 0);
}

static void absurd_sizes_are_refused(void **state)
{
    (void)state;
    jmp_buf exhausted;
    struct arena arena;
    arena_open(&arena);
    arena.exhausted = jump_out;
    arena.context = exhausted;
    if (setjmp(exhausted) == 0) {
        arena_take(&arena, SIZE_MAX - 4);
        fail();
    }
    arena_close(&arena);
}

static void inner_arenas_count_and_can_be_used_again(void **state)
{
    (void)state;
    struct arena arena;
    arena_open(&arena);
    struct arena *inner = arena_within(&arena), *deeper = arena_within(inner);
    arena_take(deeper, 100000);
    size_t held = arena.held_bytes;
    assert_true(held > 100000 && inner->held_bytes > 100000);
    arena_close(deeper);
    assert_true(arena.held_bytes < held - 100000);
    assert_ptr_equal(arena_within(inner), deeper);
    assert_ptr_not_equal(arena_within(&arena), inner);
    arena_take(deeper, 100000);
    arena_close_inner(&arena);
    assert_ptr_equal(arena_within(&arena)->outer, &arena);
    arena_close(&arena);
    assert_int_equal(arena.held_bytes, 0);
}

struct attempt {
    struct arena *arena;
    size_t size;
    bool done;
};

static void take(void *context)
{
    struct attempt *attempt = context;
    arena_take(attempt->arena, attempt->size);
    attempt->done = true;
}

/* Also where an inner arena takes it, and afterwards whoever was told before is told again. */
static void an_attempt_comes_back(void **state)
{
    (void)state;
    struct arena arena;
    jmp_buf exhausted;
    arena_open(&arena);
    arena.limit_bytes = 100000;
    arena.exhausted = jump_out;
    arena.context = exhausted;
    struct attempt small = { arena_within(&arena), 1000, false };
    struct attempt large = { arena_within(&arena), 1000000, false };
    assert_true(arena_attempt(small.arena, take, &small));
    assert_true(small.done);
    assert_false(arena_attempt(large.arena, take, &large));
    assert_false(large.done);
    assert_true(arena.exhausted == jump_out && arena.context == exhausted);
    assert_null(large.arena->exhausted);
    volatile bool told = false;
    if (setjmp(exhausted) == 0)
        arena_give_up(large.arena, 0);
    else
        told = true;
    assert_true(told);
    arena_close(&arena);
}

static void large_arrays_leave_no_old_copy(void **state)
{
    (void)state;
    struct arena arena;
    arena_open(&arena);
    size_t size = 2 << 20;
    unsigned char *bytes = arena_take(&arena, size);
    bytes[size - 1] = 7;
    for (int i = 0; i < 4; i++) {
        arena_take(&arena, 10);
        bytes = arena_grow(&arena, bytes, size, 2 * size);
        assert_int_equal(bytes[(2 << 20) - 1], 7);
        size *= 2;
    }
    assert_true(arena.held_bytes < size + (4 << 20));
    arena_close(&arena);
}

static void an_array_alone_leaves_no_old_copy(void **state)
{
    (void)state;
    struct arena arena;
    arena_open(&arena);
    size_t size = 1000;
    unsigned char *bytes = arena_take(&arena, size);
    memset(bytes, 5, size);
    for (; size < 500000; size *= 2) {
        bytes = arena_grow(&arena, bytes, size, 2 * size);
        assert_int_equal(bytes[999], 5);
        assert_true(arena.held_bytes < 2 * size + 8192);
    }
    arena_close(&arena);
    assert_int_equal(arena.held_bytes, 0);
}

static void leave(void *escape)
{
    longjmp(*(jmp_buf *)escape, 1);
}

/* What was taken for work that is cancelled stays until the outer arena is closed, whoever asks and whoever wants to close. */
static void cancelled_work_ends_and_leaves_its_memory(void **state)
{
    (void)state;
    const size_t large = 5 << 20;
    volatile int cancelled = 0;
    struct arena arena;
    jmp_buf escape;
    arena_open(&arena);
    arena.cancelled = &cancelled;
    arena.exhausted = leave;
    arena.context = &escape;
    struct arena *inner = arena_within(&arena), *innermost = arena_within(inner);
    struct {
        int *items;
        size_t count, capacity;
    } list = { NULL, 0, 0 };
    memset(arena_take(inner, large), 1, large);
    arena_take(innermost, 100);
    arena_poll(innermost);
    cancelled = 1;
    volatile int ended = 0;
    if (setjmp(escape) != 0)
        ended++;
    if (ended == 0)
        arena_poll(innermost);
    if (ended == 1)
        list_append(innermost, &list, 1);
    if (ended == 2)
        arena_close(innermost);
    if (ended == 3)
        arena_close(inner);
    assert_int_equal(ended, 4);
    assert_true(arena.held_bytes > large);
    arena.cancelled = NULL;
    arena_close(&arena);
    assert_int_equal(arena.held_bytes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(the_last_piece_grows_in_place),
        cmocka_unit_test(lists_keep_what_they_were_given),
        cmocka_unit_test(the_limit_ends_in_one_place),
        cmocka_unit_test(who_is_nearest_is_told_that_memory_ends),
        cmocka_unit_test(absurd_sizes_are_refused),
        cmocka_unit_test(inner_arenas_count_and_can_be_used_again),
        cmocka_unit_test(an_attempt_comes_back),
        cmocka_unit_test(large_arrays_leave_no_old_copy),
        cmocka_unit_test(an_array_alone_leaves_no_old_copy),
        cmocka_unit_test(cancelled_work_ends_and_leaves_its_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
