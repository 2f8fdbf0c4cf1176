/* SPDX-License-Identifier: MIT */
#include "evaluate/string.h"
#include "evaluate/vector.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int open_heap(void **state)
{
    static struct heap heap;
    heap_open(&heap, 0, NULL, NULL);
    *state = &heap;
    return 0;
}

static int close_heap(void **state)
{
    struct heap *heap = *state;
    size_t left = heap->used_bytes;
    heap_close(heap);
    return left == 0 ? 0 : -1;
}

static void appending_is_not_seen_by_other_holders(void **state)
{
    struct heap *heap = *state;
    struct value first = vector_with_room(heap, 8);
    vector_append(heap, &first, value_number(1));
    struct value second = value_keep(first);
    vector_append(heap, &second, value_number(2));
    struct value third = value_keep(first);
    vector_append(heap, &third, value_number(3));
    assert_int_equal(first.length, 1);
    assert_true(vector_items(second)[1].as.number == 2);
    assert_true(vector_items(third)[1].as.number == 3);
    value_drop(heap, first);
    value_drop(heap, second);
    value_drop(heap, third);
}

/* The last holder of a buffer appends in place: all of it is one buffer. */
static void the_longest_holder_appends_in_place(void **state)
{
    struct heap *heap = *state;
    struct value vector = vector_with_room(heap, 100);
    const struct vector *buffer = vector.as.vector;
    for (int i = 0; i < 100; i++) {
        struct value before = value_keep(vector);
        vector_append(heap, &vector, value_number(i));
        value_drop(heap, before);
    }
    assert_ptr_equal(vector.as.vector, buffer);
    value_drop(heap, vector);
}

/* Nobody else holds it, so its elements are not counted up and down while it grows; and all that it
 * took, in small blocks and in large ones, is counted back at the end. */
static void a_growing_vector_moves_its_elements(void **state)
{
    struct heap *heap = *state;
    struct value element = string_new(heap, text_of("shared"));
    struct value vector = vector_with_room(heap, 0);
    for (uint32_t i = 0; i < 5000; i++) {
        vector_append(heap, &vector, i % 2 ? value_keep(element) : value_number(i));
        assert_int_equal(element.as.shared->references, 1 + (i + 1) / 2);
    }
    for (uint32_t i = 0; i < 5000; i += 2)
        assert_true(vector_items(vector)[i].as.number == i);
    value_drop(heap, vector);
    assert_int_equal(element.as.shared->references, 1);
    value_drop(heap, element);
}

static void a_held_vector_is_copied_where_it_has_no_room(void **state)
{
    struct heap *heap = *state;
    const double numbers[] = { 1, 2, 3 };
    struct value vector = vector_of_numbers(heap, 3, numbers);
    struct value before = value_keep(vector);
    vector_append(heap, &vector, value_number(4));
    assert_ptr_not_equal(vector.as.vector, before.as.vector);
    assert_int_equal(before.length, 3);
    assert_true(vector_items(before)[2].as.number == 3);
    value_drop(heap, before);
    value_drop(heap, vector);
}

/* A jump in place of a return, as the evaluator has it. */
static void leave(void *context)
{
    longjmp(*(jmp_buf *)context, 1);
}

static void a_block_that_may_not_grow_stays(void **state)
{
    (void)state;
    jmp_buf escape;
    struct heap heap;
    heap_open(&heap, 4096, leave, &escape);
    char *block = heap_take(&heap, 2000);
    memset(block, 'x', 2000);
    if (setjmp(escape) == 0) {
        heap_grow(&heap, block, 2000, 5000);
        fail_msg("the heap grew beyond its limit");
    }
    assert_int_equal(heap.used_bytes, 2000);
    assert_int_equal(block[1999], 'x');
    heap_give(&heap, block, 2000);
    heap_close(&heap);
}

static void a_vector_may_be_appended_to_itself(void **state)
{
    struct heap *heap = *state;
    const double numbers[] = { 1, 2, 3 };
    struct value vector = vector_of_numbers(heap, 3, numbers);
    struct value other = value_keep(vector);
    vector_append_all(heap, &vector, other);
    value_drop(heap, other);
    assert_int_equal(vector.length, 6);
    assert_true(vector_items(vector)[5].as.number == 3);
    value_drop(heap, vector);
}

/* A million vectors, each in the next, are freed without a million C frames. */
static void deep_vectors_are_freed_without_recursion(void **state)
{
    struct heap *heap = *state;
    struct value value = value_number(0);
    for (int i = 0; i < 1000000; i++) {
        struct value outer = vector_with_room(heap, 1);
        vector_append(heap, &outer, value);
        value = outer;
    }
    value_drop(heap, value);
    assert_int_equal(heap->used_bytes, 0);
}

static void strings_are_indexed_by_character(void **state)
{
    struct heap *heap = *state;
    struct value string = string_new(heap, text_of("a\xD0\x9B\xF0\x9F\x82\xA1z"));
    assert_int_equal(string_length(heap, string), 4);
    struct value card = string_at(heap, string, 2);
    assert_int_equal(string_character(string_text(card)), 0x1F0A1);
    assert_int_equal(string_at(heap, string, 4).kind, VALUE_UNDEFINED);
    value_drop(heap, card);
    value_drop(heap, string);
}

/* Every place is found again, whatever was asked for before, also by who holds only the first part of
 * a buffer that has grown since. */
static void marks_lead_to_the_same_characters(void **state)
{
    struct heap *heap = *state;
    struct value string = string_with_room(heap, 4000);
    for (int i = 0; i < 500; i++)
        string_append(heap, &string, text_of(i % 3 ? "é" : i % 2 ? "♠" : "a"));
    assert_int_equal(string_length(heap, string), 500);
    struct value part = value_keep(string);
    for (int i = 0; i < 500; i++)
        string_append(heap, &string, text_of("ß"));
    assert_int_equal(string_length(heap, string), 1000);
    assert_int_equal(string_length(heap, part), 500);
    for (uint32_t i = 1000; i-- > 0;) {
        struct value character = string_at(heap, string, i);
        const char *expected = i >= 500 ? "ß" : i % 3 ? "é" : i % 2 ? "♠" : "a";
        assert_true(text_equal(string_text(character), text_of(expected)));
        value_drop(heap, character);
    }
    assert_int_equal(string_at(heap, part, 500).kind, VALUE_UNDEFINED);
    value_drop(heap, string);
    string_append(heap, &part, text_of("x")); /* over what only the longer one had */
    assert_int_equal(string_length(heap, part), 501);
    value_drop(heap, part);
}

/* What the end of the string cuts short becomes one character with the bytes that follow. */
static void a_character_at_a_mark_may_be_completed(void **state)
{
    struct heap *heap = *state;
    struct value string = string_with_room(heap, 200);
    for (int i = 0; i < 63; i++)
        string_append(heap, &string, text_of("é"));
    string_append(heap, &string, text_of("\xC3"));
    assert_int_equal(string_length(heap, string), 64);
    string_append(heap, &string, text_of("\xA9z"));
    assert_int_equal(string_length(heap, string), 65);
    struct value last = string_at(heap, string, 64);
    assert_true(text_equal(string_text(last), text_of("z")));
    value_drop(heap, last);
    value_drop(heap, string);
}

static void broken_utf8_is_not_valid(void **state)
{
    (void)state;
    assert_true(string_is_valid(text_of("\xE2\x98\xBA")));
    assert_false(string_is_valid(text_of("\xE2\x98")));
    assert_false(string_is_valid(text_of("\x80")));
    assert_false(string_is_valid(text_of("\xC0\xAF")));
    assert_false(string_is_valid(text_of("\xED\xA0\x80")));
}

static void ranges_include_their_end(void **state)
{
    (void)state;
    struct range range = { .begin = 0, .step = 30, .end = 90 };
    assert_int_equal(range_count(&range), 4);
    range = (struct range){ .begin = 0, .step = 0.1, .end = 1 };
    assert_int_equal(range_count(&range), 11);
    range = (struct range){ .begin = 1, .step = 1, .end = 0 };
    assert_int_equal(range_count(&range), 0);
    range = (struct range){ .begin = 0, .step = 1, .end = INFINITY };
    assert_int_equal(range_count(&range), UINT32_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(appending_is_not_seen_by_other_holders, open_heap,
                                        close_heap),
        cmocka_unit_test_setup_teardown(the_longest_holder_appends_in_place, open_heap, close_heap),
        cmocka_unit_test_setup_teardown(a_growing_vector_moves_its_elements, open_heap, close_heap),
        cmocka_unit_test_setup_teardown(a_held_vector_is_copied_where_it_has_no_room, open_heap,
                                        close_heap),
        cmocka_unit_test(a_block_that_may_not_grow_stays),
        cmocka_unit_test_setup_teardown(a_vector_may_be_appended_to_itself, open_heap, close_heap),
        cmocka_unit_test_setup_teardown(deep_vectors_are_freed_without_recursion, open_heap,
                                        close_heap),
        cmocka_unit_test_setup_teardown(strings_are_indexed_by_character, open_heap, close_heap),
        cmocka_unit_test_setup_teardown(marks_lead_to_the_same_characters, open_heap, close_heap),
        cmocka_unit_test_setup_teardown(a_character_at_a_mark_may_be_completed, open_heap,
                                        close_heap),
        cmocka_unit_test(broken_utf8_is_not_valid),
        cmocka_unit_test(ranges_include_their_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
