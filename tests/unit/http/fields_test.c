/* SPDX-License-Identifier: MIT */
/* The header fields of a reply. */
#include <http/fields.h>

#include "cmocka_all.h"

static struct arena arena;

static int reset(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static void add(struct fields *fields, const char *name, const char *value)
{
    fields_add(fields, &arena, tn_text(name), tn_text(value));
}

static void set_replaces_all_of_a_name(void **state)
{
    (void)state;
    struct fields fields = { 0 };
    add(&fields, "A", "1");
    add(&fields, "B", "2");
    add(&fields, "a", "3");
    fields_set(&fields, &arena, TN_TEXT("A"), TN_TEXT("4"));
    assert_int_equal(fields.count, 2);
    assert_text(fields.items[0].value, "4");
    assert_text(fields.items[1].value, "2");
    fields_set(&fields, &arena, TN_TEXT("C"), TN_TEXT("5"));
    assert_text(fields_find(&fields, TN_TEXT("c"))->value, "5");
}

static void remove_takes_patterns(void **state)
{
    (void)state;
    struct fields fields = { 0 };
    add(&fields, "X-Powered-By", "1");
    add(&fields, "x-runtime", "2");
    add(&fields, "Server", "3");
    fields_remove(&fields, "X-*");
    assert_int_equal(fields.count, 1);
    fields_remove(&fields, "server");
    assert_int_equal(fields.count, 0);
}

static void fill_leaves_what_is_there(void **state)
{
    (void)state;
    struct fields fields = { 0 };
    const struct field own = { .name = TN_TEXT("Vary"), .value = TN_TEXT("1") };
    const struct field late = { .name = TN_TEXT("vary"), .value = TN_TEXT("2") };
    fields_fill(&fields, &arena, &own);
    fields_fill(&fields, &arena, &late);
    assert_int_equal(fields.count, 1);
    assert_text(fields.items[0].value, "1");
    fields_remove(&fields, "vary");
    fields_fill(&fields, &arena, &late);
    assert_int_equal(fields.count, 1);
    assert_text(fields.items[0].value, "2");
}

static void a_copy_is_apart(void **state)
{
    (void)state;
    struct fields fields = { 0 };
    for (int i = 0; i < 40; i++)
        add(&fields, "A", "1");
    struct fields copy = fields_copy(&fields, &arena);
    fields_set(&fields, &arena, TN_TEXT("A"), TN_TEXT("2"));
    assert_int_equal(fields.count, 1);
    assert_int_equal(copy.count, 40);
    assert_text(copy.items[0].value, "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(set_replaces_all_of_a_name, reset),
        cmocka_unit_test_teardown(remove_takes_patterns, reset),
        cmocka_unit_test_teardown(fill_leaves_what_is_there, reset),
        cmocka_unit_test_teardown(a_copy_is_apart, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
