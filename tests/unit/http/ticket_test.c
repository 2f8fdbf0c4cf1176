/* SPDX-License-Identifier: MIT */
/* Tickets: what a signature holds for, and what it does not. */
#include <http/ticket.h>

#include "cmocka_all.h"

static const char key[] = "a key of the tests";
enum { NOW = 1800000000, SOON = NOW + 600 };

static bool opens(struct tn_text ticket, const char *path)
{
    return ticket_opens(ticket, key, NOW, tn_text(path));
}

static struct tn_text made(struct arena *arena, int64_t expiry_s, const char *prefix)
{
    return ticket_make(arena, key, expiry_s, tn_text(prefix));
}

static void a_ticket_opens_until_it_expires(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    assert_true(opens(made(&arena, SOON, ""), "/any/path"));
    assert_true(opens(made(&arena, NOW + 1, ""), "/"));
    assert_false(opens(made(&arena, NOW, ""), "/"));
    assert_false(opens(made(&arena, NOW - 1, ""), "/"));
    arena_free(&arena);
}

/* Whoever has the key could sign anything: a slip of a script must not make a password. */
static void none_lives_longer_than_a_day(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    assert_true(opens(made(&arena, NOW + TICKET_LIFE_MAX_S, ""), "/"));
    assert_false(opens(made(&arena, NOW + TICKET_LIFE_MAX_S + 1, ""), "/"));
    arena_free(&arena);
}

static void a_prefix_ends_at_a_slash(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    static const char *const prefixes[] = { "/api", "/api/" };
    for (size_t i = 0; i < 2; i++) {
        struct tn_text ticket = made(&arena, SOON, prefixes[i]);
        assert_true(opens(ticket, "/api"));
        assert_true(opens(ticket, "/api/evaluate"));
        assert_false(opens(ticket, "/apiary"));
        assert_false(opens(ticket, "/"));
    }
    assert_true(opens(made(&arena, SOON, "/a:b"), "/a:b/c"));
    arena_free(&arena);
}

/* Any single change of it closes it: of the expiry, the prefix, the signature, its length. */
static void no_other_ticket_opens(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    struct tn_text ticket = made(&arena, SOON, "/api");
    char changed[200];
    for (size_t i = 0; i < ticket.size; i++) {
        memcpy(changed, ticket.at, ticket.size);
        changed[i] ^= 1;
        assert_false(opens((struct tn_text){ changed, ticket.size }, "/api"));
        assert_false(opens((struct tn_text){ ticket.at, i }, "/api"));
    }
    assert_false(ticket_opens(ticket, "another key of the tests", NOW, TN_TEXT("/api")));
    assert_false(opens(TN_TEXT(""), "/"));
    assert_false(opens(TN_TEXT(":"), "/"));
    arena_free(&arena);
}

/* Computed with OpenSSL: printf 'tenon trace 1\n1800000600:/api' | openssl dgst -sha256 -hmac 'a key of the tests' */
static void the_signature_is_hmac_sha256(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    assert_string_equal(made(&arena, SOON, "/api").at,
                        "1800000600:/api:"
                        "dddb7699b6c918795a63922462f654266598d5a11466d4142e31ba5b2f155b9b");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ticket_opens_until_it_expires),
        cmocka_unit_test(none_lives_longer_than_a_day),
        cmocka_unit_test(a_prefix_ends_at_a_slash),
        cmocka_unit_test(no_other_ticket_opens),
        cmocka_unit_test(the_signature_is_hmac_sha256),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
