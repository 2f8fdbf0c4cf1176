/* SPDX-License-Identifier: MIT */
/* Presets are pinned: what their names mean must not change unseen. Then names, values, nonces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#include "field.h"
#include "nonce.h"
#include "policy.h"
#include "presets.h"

static const char *value_of(enum preset_name preset, const char *name)
{
    return preset_value(preset_get(preset), name);
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
          "'self';frame-ancestors 'self';img-src 'self' data:;object-src "
          "'none';script-src 'self';script-src-attr 'none';style-src 'self' https: "
          "'unsafe-inline';upgrade-insecure-requests" },
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
    assert_string_equal(preset_get(PRESET_HELMET_8)->hsts, "max-age=31536000; includeSubDomains");
}

static void owasp_2026_is_pinned(void **state)
{
    (void)state;
    static const struct preset_field expected[] = {
        { "Cache-Control", "no-store, max-age=0" },
        { "Content-Security-Policy",
          "default-src 'self'; form-action 'self'; base-uri 'self'; object-src 'none'; "
          "frame-ancestors 'none'; upgrade-insecure-requests" },
        { "Cross-Origin-Embedder-Policy", "require-corp" },
        { "Cross-Origin-Opener-Policy", "same-origin" },
        { "Cross-Origin-Resource-Policy", "same-origin" },
        { "Permissions-Policy",
          "accelerometer=(), autoplay=(), camera=(), cross-origin-isolated=(), "
          "display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), "
          "keyboard-map=(), magnetometer=(), microphone=(), midi=(), payment=(), "
          "picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), "
          "sync-xhr=(self), usb=(), web-share=(), xr-spatial-tracking=(), clipboard-read=(), "
          "clipboard-write=(), gamepad=(), hid=(), idle-detection=(), interest-cohort=(), "
          "serial=(), unload=()" },
        { "Referrer-Policy", "no-referrer" },
        { "X-Content-Type-Options", "nosniff" },
        { "X-DNS-Prefetch-Control", "off" },
        { "X-Frame-Options", "deny" },
        { "X-Permitted-Cross-Domain-Policies", "none" },
    };
    size_t count = sizeof expected / sizeof *expected;
    assert_int_equal(count_of(PRESET_OWASP_2026), count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(value_of(PRESET_OWASP_2026, expected[i].name), expected[i].value);
    assert_null(value_of(PRESET_OWASP_2026, "Clear-Site-Data"));
    assert_string_equal(preset_get(PRESET_OWASP_2026)->hsts, "max-age=63072000; includeSubDomains");
}

static void api_is_pinned(void **state)
{
    (void)state;
    static const struct preset_field expected[] = {
        { "Cache-Control", "no-store" },
        { "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'" },
        { "Cross-Origin-Resource-Policy", "same-origin" },
        { "Referrer-Policy", "no-referrer" },
        { "X-Content-Type-Options", "nosniff" },
        { "X-Frame-Options", "DENY" },
    };
    size_t count = sizeof expected / sizeof *expected;
    assert_int_equal(count_of(PRESET_API), count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(value_of(PRESET_API, expected[i].name), expected[i].value);
    assert_string_equal(preset_get(PRESET_API)->hsts, "max-age=63072000; includeSubDomains");
}

/* Some of each family in the project's list, which the preset names by patterns. */
static void owasp_2026_removes_families(void **state)
{
    (void)state;
    static const char *const names[] = { "Server",       "X-Powered-*", "X-AspNet*",
                                         "X-B3-*",       "X-Datadog-*", "X-Envoy-*",
                                         "X-Kong-*",     "X-Varnish-*", "X-Tyk-Trace-Id",
                                         "X-Gitlab-Meta" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *const *row = preset_get(PRESET_OWASP_2026)->removes;
        while (*row && strcmp(*row, names[i]))
            row++;
        assert_string_equal(*row, names[i]);
    }
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
    assert_true(field_is_for_pages("x-frame-options"));
    assert_false(field_is_for_pages("X-Content-Type-Options"));
    assert_false(field_is_for_pages("Strict-Transport-Security"));
}

static void keywords_without_quotes(void **state)
{
    (void)state;
    static const struct {
        const char *policy, *word;
    } cases[] = {
        { "default-src self", "self" },
        { "default-src 'self' none;", "none" },
        { "script-src nonce-abc 'self'", "nonce-abc" },
        { "script-src\tsha256-abc", "sha256-abc" },
        { "default-src 'self'; script-src 'nonce-abc' 'strict-dynamic'", NULL },
        { "default-src self.example https://none", NULL },
        { "", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t size = 0;
        const char *word = policy_bare_keyword(cases[i].policy, &size);
        assert_int_equal(word != NULL, cases[i].word != NULL);
        if (word) {
            assert_int_equal(size, strlen(cases[i].word));
            assert_memory_equal(word, cases[i].word, size);
        }
    }
}

static void endpoints(void **state)
{
    (void)state;
    assert_true(endpoint_name_valid("csp-2_a.*"));
    assert_false(endpoint_name_valid(""));
    assert_false(endpoint_name_valid("Csp"));
    assert_false(endpoint_name_valid("1csp"));
    assert_true(endpoint_url_valid("https://reports.example/csp?a=b"));
    assert_true(endpoint_url_valid("/reports"));
    assert_false(endpoint_url_valid("//reports.example"));
    assert_false(endpoint_url_valid("reports"));
    assert_false(endpoint_url_valid("https://a.example/\", evil=\"https://b.example"));
    assert_false(endpoint_url_valid("/a;script-src *"));
    assert_false(endpoint_url_valid("/a b"));
}

static void nonces_differ(void **state)
{
    (void)state;
    static char nonces[100][NONCE_SIZE + 1];
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < 100; i++) {
        assert_true(nonce_make(nonces[i]));
        assert_int_equal(strlen(nonces[i]), NONCE_SIZE);
        assert_int_equal(strspn(nonces[i], digits), NONCE_SIZE);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(nonces[i], nonces[j]);
    }
    assert_true(NONCE_SIZE * 6 >= 128);
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
        cmocka_unit_test(owasp_2026_removes_families),
        cmocka_unit_test(api_is_pinned),
        cmocka_unit_test(every_row_is_a_header_and_none_comes_twice),
        cmocka_unit_test(names_and_values),
        cmocka_unit_test(hsts_text),
        cmocka_unit_test(keywords_without_quotes),
        cmocka_unit_test(endpoints),
        cmocka_unit_test(nonces_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
