/* SPDX-License-Identifier: MIT */
/* Settings of the server: addresses to listen on, defaults. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <base/address.h>
#include <config/config.h>

static void expect(const char *text, const char *address, unsigned port)
{
    struct config_listen listen;
    char printed[ADDRESS_TEXT_MAX];
    assert_true(config_listen(text, &listen));
    assert_null(listen.path);
    address_print(listen.address, printed);
    assert_string_equal(printed, address);
    assert_int_equal(listen.port, port);
}

static void addresses(void **state)
{
    (void)state;
    expect("0.0.0.0:3000", "0.0.0.0", 3000);
    expect("127.0.0.1:0", "127.0.0.1", 0);
    expect("[::]:65535", "::", 65535);
    expect("[2001:db8::1]:80", "2001:db8::1", 80);
    struct config_listen listen;
    assert_true(config_listen("unix:/run/x.sock", &listen));
    assert_string_equal(listen.path, "/run/x.sock");
    static const char *const bad[] = { "",           "3000",  ":3000",        "localhost:80",
                                       "::1:80",     "[::1]", "[::1]:",       "[::1]:65536",
                                       "1.2.3.4:-1", "unix:", "[1.2.3.4]:80", "1.2.3.4:80 " };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(config_listen(bad[i], &listen));
    char path[200] = "unix:/";
    memset(path + 6, 'x', 150);
    assert_false(config_listen(path, &listen)); /* longer than a socket's address can be */
}

static void modes(void **state)
{
    (void)state;
    unsigned mode;
    assert_true(config_mode("0660", &mode) && mode == 0660);
    assert_true(config_mode("777", &mode) && mode == 0777);
    static const char *const bad[] = { "", "0668", "1777", "-1", "0x1", "rw", "660 " };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(config_mode(bad[i], &mode));
}

/* A scalar, a list, and maps that say more of an address or of several. */
static void rows(void **state)
{
    (void)state;
    struct errors errors = { 0 };
    struct config *config = config_parse(
        "file",
        TN_TEXT("server: { listen: [\"127.0.0.1:1, 127.0.0.1:2\", { address: [unix:a, unix:b],\n"
                "  mode: 0600, proxy_protocol: true }] }"),
        &errors);
    assert_non_null(config);
    const struct config_listener *listeners = config->server.listen.items;
    assert_int_equal(config->server.listen.count, 2);
    assert_int_equal(listeners[0].address.count, 2);
    assert_false(listeners[0].proxy_protocol);
    assert_string_equal(listeners[1].address.items[1], "unix:b");
    assert_true(listeners[1].proxy_protocol);
    assert_int_equal(config_listener_node(config, 1, "mode")->place.line, 2);
    config_free(config);
    errors_free(&errors);
}

static void defaults(void **state)
{
    (void)state;
    struct errors errors = { 0 };
    struct config *config = config_parse("file", TN_TEXT("plugins: []"), &errors);
    assert_non_null(config);
    assert_string_equal(
        ((const struct config_listener *)config->server.listen.items)->address.items[0],
        "127.0.0.1:3000");
    assert_int_equal(config->server.limits.body.count, 10 << 20);
    assert_int_equal(config->server.timeouts.header.ms, 10000);
    assert_null(config->server.pid_file.at);
    config_free(config);
    errors_free(&errors);
}

static void after_errors_the_config_is_gone_but_not_its_text(void **state)
{
    (void)state;
    struct errors errors = { 0 };
    assert_null(config_parse("file", TN_TEXT("server: { workers: many }"), &errors));
    char *text;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    errors_print(&errors, stream);
    fclose(stream);
    assert_non_null(strstr(text, "server: { workers: many }"));
    free(text);
    errors_free(&errors);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses),
        cmocka_unit_test(modes),
        cmocka_unit_test(rows),
        cmocka_unit_test(defaults),
        cmocka_unit_test(after_errors_the_config_is_gone_but_not_its_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
