/* SPDX-License-Identifier: MIT */
/* The channel: messages arrive whole, with their descriptors, and its end is noticed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <worker/channel.h>

static int setup(void **state)
{
    static int ends[2];
    *state = ends;
    return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends);
}

static void a_message_arrives_whole(void **state)
{
    int *ends = *state;
    struct channel_message *sent = calloc(1, sizeof *sent), *got = calloc(1, sizeof *got);
    sent->kind = CHANNEL_START;
    sent->numbers[3] = -1;
    sent->size = CHANNEL_TEXT_MAX - 1;
    memset(sent->text, 'x', sent->size);
    sent->fd_count = 2;
    sent->fds[0] = STDIN_FILENO;
    sent->fds[1] = STDERR_FILENO;
    assert_int_equal(channel_receive(ends[1], got, false), CHANNEL_NOTHING);
    assert_true(channel_send(ends[0], sent));
    assert_true(channel_send_kind(ends[0], CHANNEL_READY));
    assert_int_equal(channel_receive(ends[1], got, true), CHANNEL_GOT);
    assert_int_equal(got->kind, CHANNEL_START);
    assert_int_equal(got->numbers[3], -1);
    assert_int_equal(got->size, sent->size);
    assert_string_equal(got->text, sent->text);
    assert_int_equal(got->fd_count, 2);
    assert_true(fcntl(got->fds[1], F_GETFD) & FD_CLOEXEC);
    close(got->fds[0]);
    close(got->fds[1]);
    assert_int_equal(channel_receive(ends[1], got, true), CHANNEL_GOT);
    assert_int_equal(got->kind, CHANNEL_READY);
    assert_int_equal(got->size + got->fd_count, 0);
    close(ends[0]);
    assert_int_equal(channel_receive(ends[1], got, true), CHANNEL_CLOSED);
    close(ends[1]);
    free(sent);
    free(got);
}

/* Whoever does not read must not hold up the other side. */
static void sending_never_waits(void **state)
{
    int *ends = *state;
    unsigned sent = 0;
    while (channel_send_kind(ends[0], CHANNEL_ASK))
        sent++;
    assert_true(sent > 0);
    close(ends[1]);
    assert_false(channel_send_kind(ends[0], CHANNEL_ASK));
    close(ends[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_message_arrives_whole, setup),
        cmocka_unit_test_setup(sending_never_waits, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
