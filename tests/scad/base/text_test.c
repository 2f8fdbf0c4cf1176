/* SPDX-License-Identifier: MIT */
/* UTF-8 is written and recognised as RFC 3629 says; builders grow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

static void assert_encoded(uint32_t character, const char *expected)
{
    char bytes[5] = "";
    assert_int_equal(text_encode_utf8(character, bytes), strlen(expected));
    assert_string_equal(bytes, expected);
}

static void characters_become_utf8(void **state)
{
    (void)state;
    assert_encoded('a', "a");
    assert_encoded(0x7f, "\x7f");
    assert_encoded(0x80, "\xc2\x80");
    assert_encoded(0x20ac, "\xe2\x82\xac");
    assert_encoded(0xffff, "\xef\xbf\xbf");
    assert_encoded(0x10000, "\xf0\x90\x80\x80");
    assert_encoded(0x10ffff, "\xf4\x8f\xbf\xbf");
    assert_encoded(0xd800, "");
    assert_encoded(0x110000, "");
}

static size_t length_of(const char *bytes)
{
    return text_utf8_length(text_of(bytes), 0);
}

static void only_valid_utf8_has_a_length(void **state)
{
    (void)state;
    assert_int_equal(length_of("ab"), 1);
    assert_int_equal(length_of("\xc2\xa0"), 2);
    assert_int_equal(length_of("\xe2\x82\xac!"), 3);
    assert_int_equal(length_of("\xf4\x8f\xbf\xbf"), 4);
    assert_int_equal(length_of("\xc0\x80"), 0);     /* overlong */
    assert_int_equal(length_of("\xe0\x80\x80"), 0); /* overlong */
    assert_int_equal(length_of("\xed\xa0\x80"), 0); /* a surrogate */
    assert_int_equal(length_of("\xf4\x90\x80\x80"), 0);
    assert_int_equal(length_of("\xe2\x82"), 0); /* cut short */
    assert_int_equal(length_of("\xa0"), 0);
}

static void builders_grow(void **state)
{
    (void)state;
    struct arena arena;
    arena_open(&arena);
    struct builder builder = builder_in(&arena);
    assert_string_equal(builder_result(&builder).bytes, "");
    for (int i = 0; i < 1000; i++)
        builder_format(&builder, "%d,", i % 10);
    builder_text(&builder, text_of("end"));
    struct text result = builder_result(&builder);
    assert_int_equal(result.length, 2003);
    assert_memory_equal(result.bytes, "0,1,2,3,4,5,6,7,8,9,0,", 22);
    assert_string_equal(result.bytes + 2000, "end");
    arena_close(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_become_utf8),
        cmocka_unit_test(only_valid_utf8_has_a_length),
        cmocka_unit_test(builders_grow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
