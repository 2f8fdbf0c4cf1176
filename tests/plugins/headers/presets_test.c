/* SPDX-License-Identifier: MIT */
/* Presets are pinned: what their names mean must not change unseen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#include "field.h"
#include "presets.h"

static const char *value_of(enum preset_name preset, const char *name)
{
    for (const struct preset_field *row = preset_get(preset)->fields; row->name; row++)
        if (!strcmp(row->name, name))
            return row->value;
    return NULL;
}

static size_t count_of(enum preset_name preset)
{
    size_t count = 0;
    while (preset_get(preset)->fields[count].name)
        count++;
    return count;
}

static void helmet_8_is_pinned(void **state)
{
    (void)state;
    static const struct preset_field expected[] = {
        { "Content-Security-Policy",
          "default-src 'self';base-uri 'self';font-src 'self' https: data:;form-action "
          "'self';frame-ancestors 'self';img-src 'self' data: https:;object-src "
          "'none';script-src 'self';script-src-attr 'none';style-src 'self' "
          "'unsafe-inline';upgrade-insecure-requests;connect-src 'self' ws: wss:" },
        { "Cross-Origin-Opener-Policy", "same-origin" },
        { "Cross-Origin-Resource-Policy", "same-origin" },
        { "Origin-Agent-Cluster", "?1" },
        { "Referrer-Policy", "no-referrer" },
        { "X-Content-Type-Options", "nosniff" },
        { "X-DNS-Prefetch-Control", "off" },
        { "X-Download-Options", "noopen" },
        { "X-Frame-Options", "SAMEORIGIN" },
        { "X-Permitted-Cross-Domain-Policies", "none" },
        { "X-XSS-Protection", "0" },
    };
    size_t count = sizeof expected / sizeof *expected;
    assert_int_equal(count_of(PRESET_HELMET_8), count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(value_of(PRESET_HELMET_8, expected[i].name), expected[i].value);
    assert_string_equal(preset_get(PRESET_HELMET_8)->hsts,
                        "max-age=31536000; includeSubDomains; preload");
}

static void owasp_2026_is_pinned(void **state)
{
    (void)state;
    assert_int_equal(count_of(PRESET_OWASP_2026), 11);
    assert_string_equal(value_of(PRESET_OWASP_2026, "X-Frame-Options"), "deny");
    assert_string_equal(value_of(PRESET_OWASP_2026, "Cross-Origin-Embedder-Policy"),
                        "require-corp");
    assert_string_equal(value_of(PRESET_OWASP_2026, "Cache-Control"), "no-store, max-age=0");
    assert_null(value_of(PRESET_OWASP_2026, "Clear-Site-Data"));
    assert_string_equal(preset_get(PRESET_OWASP_2026)->hsts, "max-age=63072000; includeSubDomains");
}

static void every_row_is_a_header_and_none_comes_twice(void **state)
{
    (void)state;
    for (int name = PRESET_NONE; name <= PRESET_API; name++) {
        const struct preset *preset = preset_get((enum preset_name)name);
        for (const struct preset_field *row = preset->fields; row->name; row++) {
            assert_true(field_name_valid(row->name));
            assert_true(field_value_valid(row->value, strlen(row->value)));
            assert_true(strcasecmp(row->name, "Strict-Transport-Security") != 0);
            for (const struct preset_field *other = preset->fields; other < row; other++)
                assert_true(strcasecmp(row->name, other->name) != 0);
        }
    }
    assert_int_equal(count_of(PRESET_NONE), 0);
}

static void names_and_values(void **state)
{
    (void)state;
    assert_true(field_name_valid("X-Frame-Options"));
    assert_false(field_name_valid(""));
    assert_false(field_name_valid("X Frame"));
    assert_false(field_name_valid("X-Frame:"));
    assert_true(field_value_valid("a\tb", 3));
    assert_false(field_value_valid("a\r\nSet-Cookie: b", 15));
    assert_false(field_value_valid("a\0b", 3));
    assert_true(field_is_framing("content-length"));
    assert_false(field_is_framing("Content-Type"));
}

static void hsts_text(void **state)
{
    (void)state;
    char value[64];
    field_hsts(value, sizeof value, 31536000, true, true);
    assert_string_equal(value, "max-age=31536000; includeSubDomains; preload");
    field_hsts(value, sizeof value, 60, false, false);
    assert_string_equal(value, "max-age=60");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(helmet_8_is_pinned),
        cmocka_unit_test(owasp_2026_is_pinned),
        cmocka_unit_test(every_row_is_a_header_and_none_comes_twice),
        cmocka_unit_test(names_and_values),
        cmocka_unit_test(hsts_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
