/* SPDX-License-Identifier: MIT */
/* Addresses and networks: reading, printing, holding. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <base/address.h>

static void addresses(void **state)
{
    (void)state;
    static const char *const same[] = { "192.0.2.1", "::1", "2001:db8::1", "::", "0.0.0.0" };
    uint8_t address[16];
    char text[ADDRESS_TEXT_MAX];
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        assert_true(address_parse(tn_text(same[i]), address));
        assert_int_equal(address_print(address, text), strlen(same[i]));
        assert_string_equal(text, same[i]);
    }
    assert_true(address_parse(TN_TEXT("::ffff:10.0.0.1"), address));
    address_print(address, text);
    assert_string_equal(text, "10.0.0.1");
    static const char *const bad[] = { "",         "1.2.3", "1.2.3.4.5",  "256.1.1.1", "01.2.3.4",
                                       " 1.2.3.4", "[::1]", "fe80::1%lo", "x" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(address_parse(tn_text(bad[i]), address));
    assert_false(address_parse((struct tn_text){ "1.2.3.4\0", 8 }, address));
}

static void expect_range(const char *written, const char *printed)
{
    struct tn_range range;
    char text[RANGE_TEXT_MAX];
    assert_true(range_parse(tn_text(written), &range));
    assert_int_equal(range_print(&range, text), strlen(printed));
    assert_string_equal(text, printed);
}

static void ranges(void **state)
{
    (void)state;
    expect_range("10.1.2.3/8", "10.0.0.0/8");
    expect_range("10.1.2.3/32", "10.1.2.3");
    expect_range("0.0.0.0/0", "0.0.0.0/0");
    expect_range("2001:db8:1:2::/49", "2001:db8:1::/49");
    expect_range("::/0", "::/0");
    expect_range("::1", "::1");
    expect_range("unix", "unix"); /* who connects by a Unix socket */
    static const char *const bad[] = { "10.0.0.0/33", "::/129", "10.0.0.0/",   "10.0.0.0/-1",
                                       "10.0.0.0/08", "/8",     "10.0.0.0/8/8" };
    struct tn_range range;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(range_parse(tn_text(bad[i]), &range));
}

static bool held(const char *network, const char *text)
{
    struct tn_range range;
    uint8_t address[16];
    assert_true(range_parse(tn_text(network), &range));
    assert_true(address_parse(tn_text(text), address));
    struct tn_ranges list = { 1, &range };
    return tn_ranges_hold(&list, address);
}

static void holding(void **state)
{
    (void)state;
    assert_true(held("10.0.0.0/8", "10.255.255.255"));
    assert_false(held("10.0.0.0/8", "11.0.0.0"));
    assert_true(held("192.0.2.128/25", "192.0.2.200"));
    assert_false(held("192.0.2.128/25", "192.0.2.127"));
    assert_true(held("0.0.0.0/0", "8.8.8.8"));
    assert_true(held("unix", "::"));
    assert_false(held("unix", "::1"));
    assert_false(held("127.0.0.0/8", "::"));
    assert_false(held("0.0.0.0/0", "::1"));
    assert_true(held("::/0", "8.8.8.8")); /* every address is one of 128 bits */
    assert_true(held("2001:db8::/33", "2001:db8:7fff::"));
    assert_false(held("2001:db8::/33", "2001:db8:8000::"));
    assert_false(tn_ranges_hold(&(struct tn_ranges){ 0 }, (uint8_t[16]){ 0 }));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses),
        cmocka_unit_test(ranges),
        cmocka_unit_test(holding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
