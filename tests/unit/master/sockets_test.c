/* SPDX-License-Identifier: MIT */
/* Listening sockets: one a slot, taken over by reloads, never given up while their address stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <config/config.h>
#include <master/sockets.h>

/* The config outlives none of the tests' sockets, which keep copies of what they need. */
static bool open_for(struct sockets *sockets, const struct sockets *before, unsigned slots,
                     const char *first, const char *second, struct errors *errors)
{
    char text[400];
    struct errors none = { 0 };
    snprintf(text, sizeof text, "server: { listen: [\"%s\"%s%s%s] }", first, second ? ", \"" : "",
             second ? second : "", second ? "\"" : "");
    struct config *config = config_parse("file", tn_text(text), &none);
    assert_non_null(config);
    bool good = sockets_open(sockets, before, config, slots, errors);
    config_free(config);
    errors_free(&none);
    return good;
}

/* What is done once a generation is to serve. */
static void serve(const struct sockets *sockets)
{
    assert_true(sockets_listen(sockets));
}

static bool is_open(int fd)
{
    return fcntl(fd, F_GETFD) >= 0;
}

static void each_slot_has_its_own(void **state)
{
    (void)state;
    struct sockets sockets = { 0 };
    struct errors errors = { 0 };
    int one[8], other[8];
    assert_true(open_for(&sockets, NULL, 2, "127.0.0.1:0", "[::1]:0", &errors));
    assert_int_equal(sockets.count, 4);
    assert_string_equal(sockets.items[0].address, sockets.items[1].address);
    assert_true(strncmp(sockets.items[0].address, "127.0.0.1:", 10) == 0);
    assert_true(strncmp(sockets.items[2].address, "[::1]:", 6) == 0);
    assert_int_equal(sockets_of_slot(&sockets, 0, 2, one, NULL, 8), 2);
    assert_int_equal(sockets_of_slot(&sockets, 1, 2, other, NULL, 8), 2);
    assert_int_not_equal(one[0], other[0]);
    assert_int_equal(sockets_of_slot(&sockets, 0, 1, one, NULL, 8), 4);
    assert_int_equal(sockets_of_slot(&sockets, 0, 1, one, NULL, 3), 3);
    sockets_close(&sockets, NULL);
    errors_free(&errors);
}

static void a_reload_takes_over_what_stays(void **state)
{
    (void)state;
    struct sockets before = { 0 }, after = { 0 };
    struct errors errors = { 0 };
    assert_true(open_for(&before, NULL, 3, "127.0.0.1:0", "[::1]:0", &errors));
    int kept = before.items[2].fd, lost = before.items[3].fd;
    /* Fewer slots: but clients may be queueing on the third socket. */
    assert_true(open_for(&after, &before, 1, "127.0.0.1:0", NULL, &errors));
    assert_int_equal(after.count, 3);
    assert_int_equal(after.items[2].fd, kept);
    sockets_close(&before, &after);
    assert_true(is_open(kept));
    assert_false(is_open(lost));
    sockets_close(&after, NULL);
    assert_false(is_open(kept));
    errors_free(&errors);
}

static void a_refused_reload_changes_nothing(void **state)
{
    (void)state;
    struct sockets before = { 0 }, after = { 0 }, other = { 0 };
    struct errors errors = { 0 };
    assert_true(open_for(&before, NULL, 1, "127.0.0.1:0", NULL, &errors));
    assert_true(open_for(&other, NULL, 1, "127.0.0.1:0", NULL, &errors));
    serve(&other);
    assert_false(open_for(&after, &before, 2, "127.0.0.1:0", other.items[0].address, &errors));
    assert_int_equal(errors.count, 1);
    assert_non_null(strstr(errors.first->message, "cannot listen on"));
    assert_int_equal(after.count, 0);
    assert_true(is_open(before.items[0].fd));
    sockets_close(&before, NULL);
    sockets_close(&other, NULL);
    errors_free(&errors);
}

/* A file that nobody answers on is taken over; one that a server answers on is not. */
static void a_path_is_taken_over_from_the_dead_alone(void **state)
{
    (void)state;
    char folder[] = "/tmp/tenon-XXXXXX", written[80];
    assert_non_null(mkdtemp(folder));
    snprintf(written, sizeof written, "unix:%s/socket", folder);
    struct sockets first = { 0 }, second = { 0 };
    struct errors errors = { 0 };
    assert_true(open_for(&first, NULL, 2, written, NULL, &errors));
    assert_int_equal(first.count, 1);
    assert_true(first.items[0].shared);
    serve(&first);
    assert_false(open_for(&second, NULL, 1, written, NULL, &errors));
    close(first.items[0].fd);
    assert_true(open_for(&second, NULL, 1, written, NULL, &errors));
    sockets_close(&second, NULL);
    assert_int_not_equal(access(written + 5, F_OK), 0);
    sockets_close(&first, NULL);
    rmdir(folder);
    errors_free(&errors);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_slot_has_its_own),
        cmocka_unit_test(a_reload_takes_over_what_stays),
        cmocka_unit_test(a_refused_reload_changes_nothing),
        cmocka_unit_test(a_path_is_taken_over_from_the_dead_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
