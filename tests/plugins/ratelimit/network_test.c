/* SPDX-License-Identifier: MIT */
/* Which texts are addresses, and of which network. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "network.h"

static void addresses_have_a_network(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned bits;
        const char *network; /* NULL: it stands for itself */
    } rows[] = {
        { "2001:db8:1:2:3:4:5:6", 56, "2001:db8:1::/56" },
        { "2001:0DB8:1:ff:0::1", 56, "2001:db8:1::/56" },
        { "2001:db8:1:100::1", 56, "2001:db8:1:100::/56" },
        { "2001:db8:1:2::1", 64, "2001:db8:1:2::/64" },
        { "2001:db8:1:2::1", 128, "2001:db8:1:2::1" },
        { "2001:0db8:0001:0002:0:0:0:1", 128, "2001:db8:1:2::1" },
        { "ffff::", 1, "8000::/1" },
        { "::1", 56, "::/56" },
        { "[2001:db8::1]", 56, "2001:db8::/56" },
        { "[2001:db8::1]:8080", 56, "2001:db8::/56" },
        { "fe80::1%eth0", 64, "fe80::/64" },
        { "[fe80::1%eth0]:80", 64, "fe80::/64" },
        { "::ffff:192.0.2.1", 56, "192.0.2.1" },
        { "::ffff:c000:201", 56, "192.0.2.1" },
        { "192.0.2.1", 56, NULL },
        { "192.0.2.1:80", 56, NULL },
        { "2001:db8::/56", 56, NULL },
        { "tenant:user", 56, NULL },
        { "2001:db8::1, 192.0.2.1", 56, NULL },
        { ":", 56, NULL },
        { "", 56, NULL },
        { "[", 56, NULL },
        { "[]:1", 56, NULL },
        { "1:2:3:4:5:6:7:8:9:10:11:12:13:14:15:16:17:18:19:20:21:22:23:24", 56, NULL },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char network[NETWORK_TEXT_MAX];
        bool is_one = network_write(tn_text(rows[i].text), rows[i].bits, network);
        assert_int_equal(is_one, rows[i].network != NULL);
        if (is_one)
            assert_string_equal(network, rows[i].network);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(addresses_have_a_network) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
