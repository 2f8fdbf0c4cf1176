/* SPDX-License-Identifier: MIT */
/* Responses that are used again say what they are asked to say, and nothing of before. */
#include <http/envelope.h>

#include "cmocka_all.h"

static struct arena arena;
static struct envelopes *envelopes;

static int begin(void **state)
{
    (void)state;
    envelopes = envelopes_new();
    return 0;
}

static int end(void **state)
{
    (void)state;
    envelopes_free(envelopes);
    arena_free(&arena);
    return 0;
}

static struct fields two(const char *first, const char *one, const char *second, const char *other)
{
    struct fields fields = { 0 };
    fields_add(&fields, &arena, tn_text(first), tn_text(one));
    fields_add(&fields, &arena, tn_text(second), tn_text(other));
    return fields;
}

static struct MHD_Response *reply(const char *body, struct fields fields)
{
    struct envelope *envelope = envelope_take(envelopes, tn_text(body), &fields);
    assert_non_null(envelope);
    struct MHD_Response *response = envelope_response(envelope);
    envelope_give_back(envelopes, envelope);
    return response;
}

static enum MHD_Result print(void *context, enum MHD_ValueKind kind, const char *name,
                             const char *value)
{
    (void)kind;
    strcat(strcat(strcat(context, name), value), ";");
    return MHD_YES;
}

static void assert_fields(struct MHD_Response *response, const char *expected)
{
    char found[200] = "";
    MHD_get_response_headers(response, print, found);
    assert_string_equal(found, expected);
}

static void a_value_is_replaced(void **state)
{
    (void)state;
    struct MHD_Response *first = reply("body", two("Id", "one", "Type", "text"));
    assert_fields(first, "Idone;Typetext;");
    struct MHD_Response *second = reply("else", two("Id", "another", "Type", "text"));
    assert_ptr_equal(second, first);
    assert_fields(second, "Typetext;Idanother;");
    assert_fields(reply("body", two("Id", "", "Type", "text")), "Typetext;Id ;");
    assert_fields(reply("body", two("Id", "3", "Type", "html")), "Typehtml;Id3;");
    assert_fields(reply("body", two("Id", "a longer value", "Type", "")),
                  "Ida longer value;Type ;");
}

static void one_of_the_same_size_stays_in_its_place(void **state)
{
    (void)state;
    struct MHD_Response *first = reply("body", two("Id", "one", "Type", "text"));
    assert_ptr_equal(reply("body", two("Id", "two", "Type", "text")), first);
    assert_fields(first, "Idtwo;Typetext;");
    assert_ptr_equal(reply("body", two("Id", "two", "Type", "html")), first);
    assert_fields(first, "Idtwo;Typehtml;");
}

/* The host's own texts of configuration are compared by where they come from. */
static void prepared_fields_are_known(void **state)
{
    (void)state;
    static const char one, other; /* two that are not the same */
    const struct tn_header *prepared = (const void *)&one, *another = (const void *)&other;
    struct fields fields = two("Id", "one", "Type", "text");
    fields.items[1].prepared = prepared;
    struct MHD_Response *first = reply("body", fields);
    fields.items[1] = (struct field){ TN_TEXT("Type"), TN_TEXT("html"), another };
    assert_ptr_equal(reply("body", fields), first);
    assert_fields(first, "Idone;Typehtml;");
    fields.items[1] = (struct field){ TN_TEXT("Type"), TN_TEXT("text"), prepared };
    assert_ptr_equal(reply("body", fields), first);
    assert_fields(first, "Idone;Typetext;");
}

/* libmicrohttpd takes no line end; what it has not taken is not written over either. */
static void a_field_that_was_not_taken_is_tried_again(void **state)
{
    (void)state;
    assert_fields(reply("body", two("Id", "a\nb", "Type", "text")), "Typetext;");
    assert_fields(reply("body", two("Id", "abc", "Type", "html")), "Typehtml;Idabc;");
}

static void other_names_are_another_response(void **state)
{
    (void)state;
    reply("body", two("Id", "1", "Type", "text"));
    assert_fields(reply("body", two("Type", "text", "Id", "1")), "Typetext;Id1;");
    assert_fields(reply("body", two("id", "1", "Other", "2")), "id1;Other2;");
    assert_fields(reply("longer", two("id", "9", "Other", "2")), "id9;Other2;");
}

static void fields_of_one_name_keep_their_order(void **state)
{
    (void)state;
    reply("body", two("Set-Cookie", "a", "set-cookie", "b"));
    assert_fields(reply("body", two("Set-Cookie", "c", "set-cookie", "b")),
                  "Set-Cookiec;set-cookieb;");
    assert_fields(reply("body", two("Set-Cookie", "longer", "set-cookie", "d")),
                  "Set-Cookielonger;set-cookied;");
}

static void one_that_is_taken_is_not_given_twice(void **state)
{
    (void)state;
    struct fields fields = two("A", "1", "B", "2");
    struct envelope *one = envelope_take(envelopes, TN_TEXT("x"), &fields);
    struct envelope *other = envelope_take(envelopes, TN_TEXT("y"), &fields);
    assert_ptr_not_equal(one, other);
    envelope_give_back(envelopes, one);
    envelope_give_back(envelopes, other);
}

static void large_bodies_are_refused(void **state)
{
    (void)state;
    static const char large[5000];
    struct fields fields = { 0 };
    assert_null(envelope_take(envelopes, (struct tn_text){ large, sizeof large }, &fields));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_value_is_replaced, begin, end),
        cmocka_unit_test_setup_teardown(one_of_the_same_size_stays_in_its_place, begin, end),
        cmocka_unit_test_setup_teardown(prepared_fields_are_known, begin, end),
        cmocka_unit_test_setup_teardown(a_field_that_was_not_taken_is_tried_again, begin, end),
        cmocka_unit_test_setup_teardown(other_names_are_another_response, begin, end),
        cmocka_unit_test_setup_teardown(fields_of_one_name_keep_their_order, begin, end),
        cmocka_unit_test_setup_teardown(one_that_is_taken_is_not_given_twice, begin, end),
        cmocka_unit_test_setup_teardown(large_bodies_are_refused, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
