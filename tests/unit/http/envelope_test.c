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
    strcat(strcat(strcat(strcat(context, name), ":"), value), ";");
    return MHD_YES;
}

/* As they will be sent, but for the line ends, which are semicolons here. */
static void assert_fields(struct MHD_Response *response, const char *expected)
{
    char found[200] = "", plain[200] = "";
    MHD_get_response_headers(response, print, found);
    for (char *from = found, *to = plain; *from; from++)
        if (from[0] == '\r' && from[1] == '\n')
            *to++ = ';', from++;
        else if (from[0] != ' ' || from[-1] != ':')
            *to++ = *from;
    assert_string_equal(plain, expected);
}

static void a_value_of_the_same_size_is_written_over(void **state)
{
    (void)state;
    struct MHD_Response *first = reply("body", two("Id", "one", "Type", "text"));
    assert_fields(first, "Id:one;Type:text;");
    assert_ptr_equal(reply("else", two("Id", "two", "Type", "text")), first);
    assert_fields(first, "Id:two;Type:text;");
    assert_ptr_equal(reply("body", two("Id", "two", "Type", "html")), first);
    assert_fields(first, "Id:two;Type:html;");
}

static void another_size_is_another_response(void **state)
{
    (void)state;
    reply("body", two("Id", "one", "Type", "text"));
    assert_fields(reply("body", two("Id", "another", "Type", "text")), "Id:another;Type:text;");
    assert_fields(reply("body", two("Id", "1", "Type", "html")), "Id:1;Type:html;");
    assert_fields(reply("longer", two("Id", "2", "Type", "html")), "Id:2;Type:html;");
}

static void empty_values_are_sent(void **state)
{
    (void)state;
    assert_fields(reply("body", two("Id", "", "Type", "")), "Id:;Type:;");
    struct fields one = { 0 };
    fields_add(&one, &arena, TN_TEXT("Id"), TN_TEXT(""));
    assert_fields(reply("body", one), "Id:;");
    assert_fields(reply("body", (struct fields){ 0 }), "");
}

/* What one that did not fit has left behind is not sent by the next. */
static void a_half_that_fits_does_no_harm(void **state)
{
    (void)state;
    struct fields fields = two("Id", "one", "Type", "text");
    struct envelope *kept = envelope_take(envelopes, TN_TEXT("body"), &fields);
    envelope_give_back(envelopes, kept);
    struct fields other = two("Id", "two", "Type", "longer");
    struct envelope *made = envelope_take(envelopes, TN_TEXT("body"), &other);
    assert_ptr_not_equal(made, kept);
    assert_ptr_equal(envelope_take(envelopes, TN_TEXT("body"), &fields), kept);
    assert_fields(envelope_response(kept), "Id:one;Type:text;");
    assert_fields(envelope_response(made), "Id:two;Type:longer;");
    envelope_give_back(envelopes, made);
    envelope_give_back(envelopes, kept);
}

/* A prepared field is compared by where it comes from. */
static void prepared_fields_are_known(void **state)
{
    (void)state;
    static const char one, other;
    const struct tn_header *prepared = (const void *)&one, *another = (const void *)&other;
    struct fields fields = two("Id", "one", "Type", "text");
    fields.items[1].prepared = prepared;
    struct MHD_Response *first = reply("body", fields);
    fields.items[1] = (struct field){ TN_TEXT("Type"), TN_TEXT("html"), another };
    assert_ptr_equal(reply("body", fields), first);
    assert_fields(first, "Id:one;Type:html;");
    fields.items[1] = (struct field){ TN_TEXT("Type"), TN_TEXT("text"), prepared };
    assert_ptr_equal(reply("body", fields), first);
    assert_fields(first, "Id:one;Type:text;");
}

/* libmicrohttpd looks for it, and adds its own if it finds none. */
static void a_date_stands_alone(void **state)
{
    (void)state;
    struct MHD_Response *first = reply("body", two("Date", "now", "Type", "text"));
    assert_string_equal(MHD_get_response_header(first, "Date"), "now");
    assert_string_equal(MHD_get_response_header(first, "Type"), "text");
    assert_ptr_equal(reply("body", two("Date", "one", "Type", "html")), first);
    assert_fields(first, "Type:html;Date:one;");
    assert_fields(reply("body", two("Type", "text", "Date", "now")), "Type:text;Date:now;");
}

static void other_names_are_another_response(void **state)
{
    (void)state;
    reply("body", two("Id", "1", "Type", "text"));
    assert_fields(reply("body", two("Type", "text", "Id", "1")), "Type:text;Id:1;");
    assert_fields(reply("body", two("id", "1", "Sort", "text")), "id:1;Sort:text;");
}

static void fields_of_one_name_keep_their_order(void **state)
{
    (void)state;
    reply("body", two("Set-Cookie", "a", "set-cookie", "b"));
    assert_fields(reply("body", two("Set-Cookie", "c", "set-cookie", "b")),
                  "Set-Cookie:c;set-cookie:b;");
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
        cmocka_unit_test_setup_teardown(a_value_of_the_same_size_is_written_over, begin, end),
        cmocka_unit_test_setup_teardown(another_size_is_another_response, begin, end),
        cmocka_unit_test_setup_teardown(empty_values_are_sent, begin, end),
        cmocka_unit_test_setup_teardown(a_half_that_fits_does_no_harm, begin, end),
        cmocka_unit_test_setup_teardown(prepared_fields_are_known, begin, end),
        cmocka_unit_test_setup_teardown(a_date_stands_alone, begin, end),
        cmocka_unit_test_setup_teardown(other_names_are_another_response, begin, end),
        cmocka_unit_test_setup_teardown(fields_of_one_name_keep_their_order, begin, end),
        cmocka_unit_test_setup_teardown(one_that_is_taken_is_not_given_twice, begin, end),
        cmocka_unit_test_setup_teardown(large_bodies_are_refused, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
