/* SPDX-License-Identifier: MIT */
/* The JSON writer: escapes, numbers, where commas go. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <base/json.h>

static void expect_text(const char *bytes, size_t size, const char *expected)
{
    struct json json = { .indent = 0 };
    json_text(&json, (struct tn_text){ bytes, size });
    assert_string_equal(json.out.at, expected);
    assert_int_equal(json_text_size((struct tn_text){ bytes, size }) + 2, strlen(expected));
    json_free(&json);
}
#define EXPECT_TEXT(literal, expected) expect_text("" literal, sizeof(literal) - 1, expected)

static void escapes(void **state)
{
    (void)state;
    EXPECT_TEXT("", "\"\"");
    EXPECT_TEXT("plain", "\"plain\"");
    EXPECT_TEXT("a\"b\\c/", "\"a\\\"b\\\\c/\"");
    EXPECT_TEXT("\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"");
    EXPECT_TEXT("\0\x1f\x7f", "\"\\u0000\\u001f\x7f\"");
}

/* Whatever stands before and behind it, a byte that needs an escape gets it, and no other does. */
static void every_byte_at_every_place(void **state)
{
    (void)state;
    for (int byte = 0; byte < 0x80; byte++) {
        for (size_t place = 0; place < 20; place++) {
            char text[20], expected[8];
            memset(text, 'a', sizeof text);
            text[place] = (char)byte;
            bool plain = byte >= 0x20 && byte != '"' && byte != '\\';
            char shorts[] = "\"\\\b\f\n\r\t", *found = byte ? strchr(shorts, byte) : NULL;
            size_t extra = plain ? 0 : found ? 1 : 5;
            char written[64];
            char *end = json_text_write(written, (struct tn_text){ text, sizeof text });
            assert_int_equal(end - written, sizeof text + extra);
            assert_int_equal(json_text_size((struct tn_text){ text, sizeof text }),
                             sizeof text + extra);
            snprintf(expected, sizeof expected, "\\u%04x", (unsigned)byte);
            if (extra == 5)
                assert_memory_equal(written + place, expected, 6);
            else
                assert_int_equal(written[place], extra ? '\\' : byte);
        }
    }
}

#define REPLACED "\xef\xbf\xbd"

static void utf8(void **state)
{
    (void)state;
    EXPECT_TEXT("\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80",
                "\"\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80\"");
    EXPECT_TEXT("\xff", "\"" REPLACED "\"");
    EXPECT_TEXT("\xc0\xaf", "\"" REPLACED REPLACED "\"");              /* overlong */
    EXPECT_TEXT("\xed\xa0\x80", "\"" REPLACED REPLACED REPLACED "\""); /* a surrogate */
    EXPECT_TEXT("\xf4\x90\x80\x80", "\"" REPLACED REPLACED REPLACED REPLACED "\"");
    EXPECT_TEXT("a\xe2\x82", "\"a" REPLACED REPLACED "\""); /* cut off */
}

static void numbers(void **state)
{
    (void)state;
    static const struct {
        double number;
        const char *text;
    } cases[] = { { 0, "0" },
                  { -0.5, "-0.5" },
                  { 0.1, "0.1" },
                  { 0.125, "0.125" },
                  { 2.05, "2.05" },
                  { 1000, "1000" },
                  { 999999999.999, "999999999.999" },
                  { 1e9, "1000000000" },
                  { 0.0005, "0.0005" },
                  { -0.0, "-0" },
                  { 1e300, "1e+300" },
                  { 123456789, "123456789" } };
    char text[JSON_NUMBER_MAX];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(json_number_print(cases[i].number, text), strlen(cases[i].text));
        assert_string_equal(text, cases[i].text);
    }
    static const double awkward[] = { 1.0 / 3, 5e-324, 1.7976931348623157e308,
                                      0.30000000000000004 };
    for (size_t i = 0; i < sizeof awkward / sizeof *awkward; i++) {
        json_number_print(awkward[i], text);
        assert_true(strtod(text, NULL) == awkward[i]);
    }
    json_number_print(1.0 / 0.0, text);
    assert_string_equal(text, "null");
}

static void integers(void **state)
{
    (void)state;
    static const int64_t some[] = { 0, 7, -1, 10, 503, INT64_MAX, INT64_MIN };
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        char text[JSON_NUMBER_MAX], expected[JSON_NUMBER_MAX];
        int size = snprintf(expected, sizeof expected, "%lld", (long long)some[i]);
        assert_int_equal(json_integer_print(some[i], text), size);
        assert_string_equal(text, expected);
    }
}

static void write_everything(struct json *json)
{
    json_object(json);
    json_member(json, "a", "b");
    json_key(json, "list");
    json_array(json);
    json_integer(json, -5);
    json_boolean(json, true);
    json_null(json);
    json_object(json);
    json_object_end(json);
    json_array(json);
    json_array_end(json);
    json_raw(json, TN_TEXT("[1]"));
    json_print(json, "%d", 7);
    json_array_end(json);
    json_key(json, "none");
    json_string(json, NULL);
    json_object_end(json);
}

static void structure(void **state)
{
    (void)state;
    struct json json = { .indent = 0 };
    write_everything(&json);
    assert_string_equal(json.out.at,
                        "{\"a\":\"b\",\"list\":[-5,true,null,{},[],[1],\"7\"],\"none\":null}");
    json_free(&json);
    struct json indented = { .indent = 1 };
    write_everything(&indented);
    assert_string_equal(indented.out.at,
                        "{\n \"a\": \"b\",\n \"list\": [\n  -5,\n  true,\n  null,\n  {},\n  [],\n"
                        "  [1],\n  \"7\"\n ],\n \"none\": null\n}");
    json_free(&indented);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes),  cmocka_unit_test(every_byte_at_every_place),
        cmocka_unit_test(utf8),     cmocka_unit_test(numbers),
        cmocka_unit_test(integers), cmocka_unit_test(structure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
