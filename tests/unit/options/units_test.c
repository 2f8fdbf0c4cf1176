/* SPDX-License-Identifier: MIT */
/* Units: what is read, what is refused, and that printing and reading agree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <options/units.h>

static void durations(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t ms;
    } good[] = {
        { "0", 0 },        { "500ms", 500 },   { "30s", 30000 },    { "15m", 900000 },
        { "1h", 3600000 }, { "1d", 86400000 }, { "1w", 604800000 }, { "1y", 31536000000 }
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct tn_duration duration;
        assert_true(units_duration(tn_text(good[i].text), &duration));
        assert_int_equal(duration.ms, good[i].ms);
    }
    static const char *const bad[] = { "",     "5",   "s",  "-1s",
                                       "1.5s", "1 s", "1S", "99999999999999999y",
                                       "1h30m" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(units_duration(tn_text(bad[i]), &(struct tn_duration){ 0 }));
}

static void sizes(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t count;
    } good[] = { { "0", 0 },       { "512", 512 },        { "1B", 1 },
                 { "8KiB", 8192 }, { "10MiB", 10485760 }, { "1GB", 1000000000 },
                 { "5kB", 5000 } };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct tn_bytes bytes;
        assert_true(units_bytes(tn_text(good[i].text), &bytes));
        assert_int_equal(bytes.count, good[i].count);
    }
    static const char *const bad[] = { "", "KiB", "1K", "1kb", "-1", "9999999TiB", "1.5MiB" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(units_bytes(tn_text(bad[i]), &(struct tn_bytes){ 0 }));
}

static void rates(void **state)
{
    (void)state;
    struct tn_rate rate;
    assert_true(units_rate(TN_TEXT("10/s"), &rate));
    assert_int_equal(rate.period_ms, 1000);
    assert_true(units_rate(TN_TEXT("100/15m"), &rate));
    assert_int_equal(rate.count, 100);
    assert_int_equal(rate.period_ms, 900000);
    static const char *const bad[] = { "",      "10",   "10/",  "/s",   "10/0",
                                       "10/0s", "10/5", "-1/s", "1/2/s" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(units_rate(tn_text(bad[i]), &rate));
}

static void numbers(void **state)
{
    (void)state;
    int64_t integer;
    double number;
    bool boolean;
    assert_true(units_integer(TN_TEXT("-42"), &integer));
    assert_int_equal(integer, -42);
    assert_true(units_integer(TN_TEXT("0x2a"), &integer));
    assert_int_equal(integer, 42);
    assert_true(units_integer(TN_TEXT("9223372036854775807"), &integer));
    assert_false(units_integer(TN_TEXT("9223372036854775808"), &integer));
    assert_false(units_integer(TN_TEXT("0x"), &integer));
    assert_false(units_integer(TN_TEXT("-"), &integer));
    assert_false(units_integer(TN_TEXT("1_000"), &integer));
    assert_true(units_number(TN_TEXT("1e3"), &number));
    assert_true(number == 1000);
    assert_false(units_number(TN_TEXT("inf"), &number));
    assert_false(units_number(TN_TEXT("1e999"), &number));
    assert_false(units_number(TN_TEXT("."), &number));
    assert_true(units_boolean(TN_TEXT("Yes"), &boolean));
    assert_true(boolean);
    assert_false(units_boolean(TN_TEXT("1"), &boolean));
}

static void printing_reads_back(void **state)
{
    (void)state;
    static const int64_t values[] = { 0,     1,     999,   1000,     1024,        1500,
                                      60000, 65536, 90000, 86400000, 31536000000, 1000000 };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct buffer buffer = { 0 };
        struct tn_duration duration;
        struct tn_bytes bytes;
        struct tn_rate rate;
        units_print_duration(&buffer, (struct tn_duration){ values[i] });
        assert_true(units_duration(buffer_text(&buffer), &duration));
        assert_int_equal(duration.ms, values[i]);
        buffer.size = 0;
        units_print_bytes(&buffer, (struct tn_bytes){ (uint64_t)values[i] });
        assert_true(units_bytes(buffer_text(&buffer), &bytes));
        assert_int_equal(bytes.count, values[i]);
        buffer.size = 0;
        units_print_rate(&buffer, (struct tn_rate){ values[i], values[i] + 1 });
        assert_true(units_rate(buffer_text(&buffer), &rate));
        assert_int_equal(rate.period_ms, values[i] + 1);
        buffer_free(&buffer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(durations),
        cmocka_unit_test(sizes),
        cmocka_unit_test(rates),
        cmocka_unit_test(numbers),
        cmocka_unit_test(printing_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
