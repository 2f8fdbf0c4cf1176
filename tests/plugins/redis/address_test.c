/* SPDX-License-Identifier: MIT */
/* URLs of a Redis, right and wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "address.h"

static struct address parsed(const char *url)
{
    struct address address;
    const char *problem = address_parse(&address, url);
    if (problem)
        fail_msg("%s: %s", url, problem);
    return address;
}

static void a_host_alone_has_the_usual_port(void **state)
{
    (void)state;
    struct address address = parsed("redis://cache.example");
    assert_string_equal(address.host, "cache.example");
    assert_string_equal(address.port, "6379");
    assert_string_equal(address.user, "");
    assert_string_equal(address.password, "");
    assert_false(address.has_database);
    assert_string_equal(parsed("redis://cache.example/").port, "6379");
}

static void all_parts_are_found(void **state)
{
    (void)state;
    struct address address = parsed("redis://ann:s%40cret%2f@127.0.0.1:7000/12");
    assert_string_equal(address.host, "127.0.0.1");
    assert_string_equal(address.port, "7000");
    assert_string_equal(address.user, "ann");
    assert_string_equal(address.password, "s@cret/");
    assert_true(address.has_database);
    assert_int_equal(address.database, 12);
}

static void a_password_may_stand_alone_and_hold_an_at(void **state)
{
    (void)state;
    struct address address = parsed("redis://:a@b:c@host");
    assert_string_equal(address.user, "");
    assert_string_equal(address.password, "a@b:c");
    assert_string_equal(address.host, "host");
}

static void ipv6_stands_in_brackets(void **state)
{
    (void)state;
    struct address address = parsed("redis://[::1]:7000");
    assert_string_equal(address.host, "::1");
    assert_string_equal(address.port, "7000");
    assert_string_equal(parsed("redis://[fe80::1]").port, "6379");
}

static void a_socket_is_a_path(void **state)
{
    (void)state;
    assert_string_equal(parsed("unix:/run/redis.sock").path, "/run/redis.sock");
    assert_string_equal(parsed("unix:///run/redis.sock").path, "/run/redis.sock");
}

static void what_is_wrong_is_refused_without_showing_it(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "host:6379",
        "http://host",
        "rediss://host",
        "redis://",
        "redis://:6379",
        "redis://host:",
        "redis://host:0",
        "redis://host:65536",
        "redis://host:1e3",
        "redis://host:123456",
        "redis://[::1",
        "redis://[::1]7000",
        "redis://[]",
        "redis://host/cache",
        "redis://host/12345",
        "redis://host/1?x=y",
        "redis://hidden@host",
        "redis://hidden:@host",
        "redis://ann:hidden%4@host",
        "redis://ann:hidden%zz@host",
        "redis://ann:hidden%0a@host",
        "redis://ho st",
        "unix:redis.sock",
        "unix:",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct address address;
        const char *problem = address_parse(&address, wrong[i]);
        if (!problem)
            fail_msg("taken: %s", wrong[i]);
        assert_null(strstr(problem, "hidden"));
    }
}

static void what_is_too_long_is_refused(void **state)
{
    (void)state;
    char url[1024];
    struct address address;
    memset(url, 'x', sizeof url);
    memcpy(url, "redis://", 8);
    url[sizeof url - 1] = '\0';
    assert_non_null(address_parse(&address, url));
    memcpy(url, "unix:/xx", 8);
    assert_non_null(address_parse(&address, url));
    url[5 + 107] = '\0';
    assert_null(address_parse(&address, url));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_host_alone_has_the_usual_port),
        cmocka_unit_test(all_parts_are_found),
        cmocka_unit_test(a_password_may_stand_alone_and_hold_an_at),
        cmocka_unit_test(ipv6_stands_in_brackets),
        cmocka_unit_test(a_socket_is_a_path),
        cmocka_unit_test(what_is_wrong_is_refused_without_showing_it),
        cmocka_unit_test(what_is_too_long_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
