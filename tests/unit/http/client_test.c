/* SPDX-License-Identifier: MIT */
/* The client's address behind proxies. */
#include <http/client.h>

#include "cmocka_all.h"

static struct tn_range range(const char *text)
{
    struct tn_range parsed;
    assert_true(range_parse(tn_text(text), &parsed));
    return parsed;
}

/* Who the client is, with 10.0.0.0/8 and ::1 trusted. */
static const char *find(const char *peer, struct forwarding forwarding, bool *secure)
{
    static char text[ADDRESS_TEXT_MAX + 1];
    struct tn_range items[] = { range("10.0.0.0/8"), range("::1") };
    struct tn_ranges trusted = { 2, items };
    struct client client = { .secure = false };
    assert_true(address_parse(tn_text(peer), client.address));
    client_find(&client, &forwarding, &trusted);
    text[address_print(client.address, text)] = '\0';
    *secure = client.secure;
    return text;
}

static void forwarded_for_is_walked_from_the_right(void **state)
{
    (void)state;
    static const char *const rows[][3] = {
        { "192.0.2.9", "198.51.100.1", "192.0.2.9" }, /* not a proxy: its word does not count */
        { "10.0.0.1", "198.51.100.1", "198.51.100.1" },
        { "10.0.0.1", "203.0.113.7, 198.51.100.1", "198.51.100.1" },
        { "10.0.0.1", "203.0.113.7, 10.0.0.2", "203.0.113.7" },
        { "10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3" },
        { "10.0.0.1", "203.0.113.7, junk, 10.0.0.2", "10.0.0.2" },
        { "10.0.0.1", "unknown", "10.0.0.1" },
        { "10.0.0.1", "", "10.0.0.1" },
        { "10.0.0.1", ",,", "10.0.0.1" },
        { "10.0.0.1", "198.51.100.1:4711", "198.51.100.1" },
        { "::1", "2001:db8::7", "2001:db8::7" },
        { "::1", "[2001:db8::7]:80", "2001:db8::7" },
        { "::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1" },
    };
    bool secure;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(
            find(rows[i][0], (struct forwarding){ .forwarded_for = tn_text(rows[i][1]) }, &secure),
            rows[i][2]);
}

static void forwarded_is_read(void **state)
{
    (void)state;
    bool secure;
    struct forwarding forwarding = {
        .forwarded =
            TN_TEXT("for=203.0.113.7, for=\"[2001:db8::7]:80\";proto=https, for=10.0.0.2")
    };
    assert_string_equal(find("10.0.0.1", forwarding, &secure), "2001:db8::7");
    assert_true(secure);
    forwarding.forwarded = TN_TEXT("proto=http; For = _hidden");
    assert_string_equal(find("10.0.0.1", forwarding, &secure), "10.0.0.1");
    assert_false(secure);
}

static void the_protocol_is_a_trusted_proxys(void **state)
{
    (void)state;
    bool secure;
    struct forwarding forwarding = { .forwarded_protocol = TN_TEXT("http, https") };
    find("10.0.0.1", forwarding, &secure);
    assert_true(secure);
    find("192.0.2.9", forwarding, &secure);
    assert_false(secure);
    forwarding.forwarded_protocol = TN_TEXT("https, http");
    find("10.0.0.1", forwarding, &secure);
    assert_false(secure);
}

/* What the connection itself speaks stands, unless a proxy says more. */
static void silence_changes_nothing(void **state)
{
    (void)state;
    struct tn_range items[] = { range("10.0.0.0/8"), range("unix") };
    struct tn_ranges trusted = { 2, items };
    struct forwarding forwarding = { .forwarded = TN_TEXT("for=203.0.113.7") };
    struct client client = { .secure = true }; /* on a Unix socket */
    client_find(&client, &forwarding, &trusted);
    assert_true(client.secure && client.address[15] == 7);
    client = (struct client){ .secure = true };
    forwarding.forwarded = TN_TEXT("for=203.0.113.7;proto=http");
    client_find(&client, &forwarding, &trusted);
    assert_false(client.secure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forwarded_for_is_walked_from_the_right),
        cmocka_unit_test(forwarded_is_read),
        cmocka_unit_test(the_protocol_is_a_trusted_proxys),
        cmocka_unit_test(silence_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
