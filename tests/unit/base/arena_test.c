/* SPDX-License-Identifier: MIT */
/* Arenas: alignment, zeroes, many sizes, reset, adoption. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <base/arena.h>

static void pieces_are_zeroed_and_aligned(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    for (size_t size = 0; size < 3000; size += 7) {
        unsigned char *piece = arena_alloc(&arena, size);
        assert_int_equal((uintptr_t)piece % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(piece[i], 0);
        memset(piece, 0xff, size);
    }
    arena_free(&arena);
    assert_null(arena.blocks);
}

static void what_was_used_is_zeroed_again(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    for (int round = 0; round < 3; round++) {
        unsigned char *piece = arena_alloc(&arena, 100);
        assert_int_equal(piece[99], 0);
        memset(piece, 0xff, 100);
        arena_reset(&arena);
        assert_int_equal(arena.total, 0);
    }
    arena_free(&arena);
}

static void a_huge_piece_is_not_kept(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    memset(arena_alloc(&arena, 10 << 20), 1, 10 << 20);
    arena_reset(&arena);
    assert_null(arena.blocks);
    arena_free(&arena);
}

static void pieces_do_not_overlap(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    enum { COUNT = 300 };
    char *pieces[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        size_t size = i * 37 % 9000 + 1;
        pieces[i] = arena_alloc(&arena, size);
        memset(pieces[i], (int)i, size);
    }
    for (size_t i = 0; i < COUNT; i++)
        for (size_t j = 0; j < i * 37 % 9000 + 1; j++)
            assert_int_equal(pieces[i][j], (char)i);
    arena_free(&arena);
}

static void texts(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    assert_string_equal(arena_print(&arena, "%d-%s", 5, "x").at, "5-x");
    assert_null(arena_copy(&arena, tn_text(NULL)).at);
    assert_null(arena_string(&arena, NULL));
    assert_string_equal(arena_copy(&arena, (struct tn_text){ "abc", 2 }).at, "ab");
    arena_free(&arena);
}

static void adoption_moves_everything(void **state)
{
    (void)state;
    struct arena one = { 0 }, other = { 0 };
    char *kept = arena_string(&other, "kept");
    arena_adopt(&one, &other);
    assert_null(other.blocks);
    char *second = arena_string(&other, "second");
    arena_adopt(&one, &other);
    arena_string(&one, "more");
    assert_string_equal(kept, "kept");
    assert_string_equal(second, "second");
    arena_free(&one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_zeroed_and_aligned),
        cmocka_unit_test(what_was_used_is_zeroed_again),
        cmocka_unit_test(a_huge_piece_is_not_kept),
        cmocka_unit_test(pieces_do_not_overlap),
        cmocka_unit_test(texts),
        cmocka_unit_test(adoption_moves_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
