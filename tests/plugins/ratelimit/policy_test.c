/* SPDX-License-Identifier: MIT */
/* What clients read: names, windows, partition keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "policy.h"

static void names_and_windows(void **state)
{
    (void)state;
    static const struct {
        int64_t count, period_ms;
        const char *name, *window;
    } rows[] = {
        { 100, 900000, "100-in-15min", "15 minutes" }, { 10, 60000, "10-in-1min", "1 minute" },
        { 5, 1000, "5-in-1sec", "1 second" },          { 5, 90000, "5-in-90sec", "90 seconds" },
        { 1, 3600000, "1-in-1hr", "1 hour" },          { 1, 7200000, "1-in-2hrs", "2 hours" },
        { 9, 86400000, "9-in-1day", "1 day" },         { 9, 604800000, "9-in-7days", "7 days" },
        { 3, 250, "3-in-250ms", "250 milliseconds" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char name[64], window[48];
        policy_name(name, sizeof name, rows[i].count, rows[i].period_ms);
        policy_window(window, sizeof window, rows[i].period_ms);
        assert_string_equal(name, rows[i].name);
        assert_string_equal(window, rows[i].window);
    }
}

/* sha256("127.0.0.1") begins with 12ca17b49af2. */
static void partition_of_an_address(void **state)
{
    (void)state;
    char partition[POLICY_PARTITION_SIZE];
    policy_partition(partition, "127.0.0.1", 9);
    assert_string_equal(partition, "MTJjYTE3YjQ5YWYy");
    policy_partition(partition, "", 0);
    assert_string_equal(partition, "ZTNiMGM0NDI5OGZj");
}

static void digest_of_a_key(void **state)
{
    (void)state;
    char digest[POLICY_DIGEST_SIZE];
    policy_digest(digest, "secret", 6); /* printf secret | sha256sum | cut -c1-32 */
    assert_string_equal(digest, "2bb80d537b1da3e38bd30361aa855686");
}

static void seconds_are_rounded_up(void **state)
{
    (void)state;
    assert_int_equal(policy_seconds(0), 0);
    assert_int_equal(policy_seconds(1), 1);
    assert_int_equal(policy_seconds(1000000000), 1);
    assert_int_equal(policy_seconds(1000000001), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_and_windows),
        cmocka_unit_test(partition_of_an_address),
        cmocka_unit_test(digest_of_a_key),
        cmocka_unit_test(seconds_are_rounded_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
