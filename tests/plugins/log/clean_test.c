/* SPDX-License-Identifier: MIT */
/* Secrets and persons in texts as clients, plugins and libraries write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>
#include <jansson.h>

#include "clean.h"

static const char *const usual[] = { "authorization", "cookie", "*password*", "*token*" };
static const char *const more[] = { "user_id" };

static struct clean *fresh(bool addresses, bool mail)
{
    static struct clean clean;
    static char room[CLEAN_ROOM];
    static struct clean_verdict verdicts[CLEAN_VERDICTS];
    memset(verdicts, 0, sizeof verdicts);
    clean = (struct clean){ .enabled = true,
                            .names = { { 4, usual }, { 1, more } },
                            .with = TN_TEXT("[X]"),
                            .addresses = addresses,
                            .mail = mail,
                            .verdicts = verdicts,
                            .room = room };
    return &clean;
}

struct row {
    const char *from, *to;
};

static void expect(struct clean *clean, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        clean_reset(clean);
        /* Of the exact size, so that sanitizers see any byte read behind it. */
        size_t size = strlen(rows[i].from);
        char *exact = malloc(size ? size : 1);
        memcpy(exact, rows[i].from, size);
        struct tn_text text = clean_text(clean, (struct tn_text){ exact, size });
        if (!tn_text_is(text, rows[i].to))
            fail_msg("%s: expected %s, found %.*s", rows[i].from, rows[i].to, TN_ARG(text));
        free(exact);
    }
}

static void names_in_any_case_and_coding(void **state)
{
    (void)state;
    struct clean *clean = fresh(false, false);
    static const char *const secret[] = {
        "Authorization",
        "COOKIE",
        "access_token",
        "X-Auth-Token",
        "%74oken",
        "%54%4f%4B%45n",
        "user[password]",
        "login.cookie",
        "user%5Bauthorization%5D",
        "header.authorization",
        "reply.header.cookie",
        "cookie.theme",
        "user_id",
        "a-name-that-is-far-longer-than-any-table-has-room-for-password"
    };
    static const char *const open[] = { "a",  "",  "path",   "author",         "cookies",
                                        "%7", "%", "tok.en", "authorization2", "user_ids" };
    for (int twice = 0; twice < 2; twice++) {
        for (size_t i = 0; i < sizeof secret / sizeof *secret; i++)
            if (!clean_is_secret(clean, tn_text(secret[i])))
                fail_msg("%s", secret[i]);
        for (size_t i = 0; i < sizeof open / sizeof *open; i++)
            if (clean_is_secret(clean, tn_text(open[i])))
                fail_msg("%s", open[i]);
    }
    clean->enabled = false;
    assert_false(clean_is_secret(clean, TN_TEXT("password")));
}

static void parameters_and_members_in_texts(void **state)
{
    (void)state;
    static const struct row rows[] = {
        { "", "" },
        { "GET /a?x=1&y=2 200", "GET /a?x=1&y=2 200" },
        { "/a?token=abc", "/a?token=[X]" },
        { "/a?x=1&token=abc&y=2", "/a?x=1&token=[X]&y=2" },
        { "/a?token=&y=2", "/a?token=&y=2" },
        { "/a?%74oken=a%26b=c&x=1", "/a?%74oken=[X]&x=1" },
        { "/a?user[password]=a;b,c)d&x", "/a?user[password]=[X]&x" },
        { "token=a token=b\ntoken=c", "token=[X] token=[X]\ntoken=[X]" },
        { "password=\"a b\\\" c\" x=1", "password=\"[X]\" x=1" },
        { "password=\"never ends", "password=\"[X]" },
        { "password=a\\", "password=[X]" },
        { "=x&=token", "=x&=token" },
        { "token==a==", "token=[X]" },
        { "unexpected token: x", "unexpected token: x" },
        { "{\"token\":\"a\\\"b\",\"x\":\"y\"}", "{\"token\":\"[X]\",\"x\":\"y\"}" },
        { "{\"token\": 12,\"x\":1}", "{\"token\": \"[X]\",\"x\":1}" },
        { "{\"token\":null}", "{\"token\":\"[X]\"}" },
        { "{\"token\":{\"password\":true}}", "{\"token\":{\"password\":\"[X]\"}}" },
        { "{\"m\":\"{\\\"token\\\":\\\"abc\\\"}\"}", "{\"m\":\"{\\\"token\\\":\\\"[X]\\\"}\"}" },
        { "{\"url\":\"/a?token=b\\\"c\",\"x\":1}", "{\"url\":\"/a?token=[X]\",\"x\":1}" },
        { "{\"m\":\"{\\\"token\\\":\\\"a\\\\\\\"b\\\"}\"}",
          "{\"m\":\"{\\\"token\\\":\\\"[X]\\\"}\"}" },
        { "\"token\":", "\"token\":" },
        { "\":", "\":" },
        { ":=\":=\":", ":=\":=\":" },
    };
    expect(fresh(false, false), rows, sizeof rows / sizeof *rows);
}

static void values_by_their_names(void **state)
{
    (void)state;
    struct clean *clean = fresh(true, true);
    struct tn_value value =
        clean_value(clean, TN_TEXT("header.authorization"), tn_value_text(TN_TEXT("Bearer x")));
    assert_true(tn_text_is(value.text, "[X]"));
    value = clean_value(clean, TN_TEXT("password"), tn_value_integer(7));
    assert_int_equal(value.kind, TN_VALUE_TEXT);
    value = clean_value(clean, TN_TEXT("password"), tn_value_absent());
    assert_int_equal(value.kind, TN_VALUE_ABSENT);
    value = clean_value(clean, TN_TEXT("count"), tn_value_integer(7));
    assert_int_equal(value.integer, 7);
    value = clean_value(clean, TN_TEXT("client.ip"), tn_value_text(TN_TEXT("192.0.2.77")));
    assert_true(tn_text_is(value.text, "192.0.2.0"));
    value = clean_value(clean, TN_TEXT("list"),
                        tn_value_json(TN_TEXT("[{\"token\":1},\"jane@example.com\"]")));
    assert_int_equal(value.kind, TN_VALUE_JSON);
    assert_true(tn_text_is(value.text, "[{\"token\":\"[X]\"},\"j***@example.com\"]"));
}

static void addresses_and_mail(void **state)
{
    (void)state;
    static const struct row rows[] = {
        { "192.0.2.77", "192.0.2.0" },
        { "192.0.2.77:8080", "192.0.2.0:8080" },
        { "from 192.0.2.77.", "from 192.0.2.0." },
        { "1.2.3 and 300.1.1.1 and 1.2.3.4a", "1.2.3 and 300.1.1.1 and 1.2.3.4a" },
        { "v1.2.3.4.5, ip:192.0.2.7", "v1.2.3.4.0, ip:192.0.2.0" },
        { "2001:db8:1:2:3:4:5:6", "2001:db8:1::" },
        { "[2001:db8:1:2::1]:443", "[2001:db8:1::]:443" },
        { "client 2001:db8:1:2::1: gone", "client 2001:db8:1::: gone" },
        { "::ffff:192.0.2.77", "::ffff:192.0.2.0" },
        { "::1", "::" },
        { "at 12:30:45 of cafe::babe", "at 12:30:45 of cafe::" },
        { "face:book", "face:book" },
        { "x192.0.2.1", "x192.0.2.1" },
        { "jane.doe+x@example.com", "j***@example.com" },
        { "<a@b.org>, mail=bob%40example.org", "<a***@b.org>, mail=b***%40example.org" },
        { "@here a @ b c@", "@here a @ b c@" },
        { "1.2.3.4@example.com", "1***@example.com" },
    };
    expect(fresh(true, true), rows, sizeof rows / sizeof *rows);
    static const struct row apart[] = { { "192.0.2.7 a@b.org", "192.0.2.7 a***@b.org" } };
    expect(fresh(false, true), apart, 1);
    static const struct row other[] = { { "192.0.2.7 a@b.org", "192.0.2.0 a@b.org" } };
    expect(fresh(true, false), other, 1);
}

/* What a fuzzer has found: JSON that a client has a hand in stays JSON. */
static void json_stays_json(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "{\"x\":\"token=\"}",
        "{\"x\":\"a\\\"token=\\\"b?token\"}",
        "{\"x\":\"token=\\\\\",\"y\":\"\\\"token\\\":\\\"\\\\\"}",
        "{\"x\":\"\\\"token\\\":\\\"a\"}",
    };
    struct clean *clean = fresh(true, true);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tn_value value = clean_value(clean, TN_TEXT("v"), tn_value_json(tn_text(rows[i])));
        json_t *parsed = json_loadb(value.text.at, value.text.size, 0, NULL);
        if (!parsed)
            fail_msg("%s became %.*s", rows[i], TN_ARG(value.text));
        json_decref(parsed);
    }
}

/* A stranger's thousand parameters cost no more than a hundred; the rest is not written at all, secret or not. */
static void what_is_too_much_ends(void **state)
{
    (void)state;
    struct clean *clean = fresh(false, false);
    char text[9000] = "/?";
    for (int i = 0; i < 1000; i++)
        strcat(text, i == 900 ? "&token=abc" : "&x=1");
    struct tn_text cut = clean_text(clean, tn_text(text));
    assert_in_range(cut.size, 300, 500);
    assert_memory_equal(cut.at + cut.size - 3, "...", 3);
    /* But JSON must stay JSON. */
    char json[9000] = "[";
    for (int i = 0; i < 300; i++)
        strcat(json, "{\"x\":\"a=b\"},");
    strcat(json, "{\"token\":1}]");
    struct tn_value value = clean_value(clean, TN_TEXT("v"), tn_value_json(tn_text(json)));
    json_t *parsed = json_loadb(value.text.at, value.text.size, 0, NULL);
    assert_int_equal(json_array_size(parsed), 301);
    assert_string_equal(json_string_value(json_object_get(json_array_get(parsed, 300), "token")),
                        "[X]");
    json_decref(parsed);
}

/* Line after line without a reset in between must end, not overflow. */
static void the_room_ends(void **state)
{
    (void)state;
    struct clean *clean = fresh(true, true);
    char text[5000] = "token=x ";
    memset(text + 8, 'a', sizeof text - 9);
    for (int i = 0; i < 100; i++)
        clean_text(clean, tn_text(text));
    assert_true(clean->used <= CLEAN_ROOM);
    clean_reset(clean);
    assert_int_equal(clean_text(clean, tn_text(text)).size, strlen(text) + 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_in_any_case_and_coding),
        cmocka_unit_test(parameters_and_members_in_texts),
        cmocka_unit_test(values_by_their_names),
        cmocka_unit_test(addresses_and_mail),
        cmocka_unit_test(json_stays_json),
        cmocka_unit_test(what_is_too_much_ends),
        cmocka_unit_test(the_room_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
