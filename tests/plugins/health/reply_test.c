/* SPDX-License-Identifier: MIT */
/* Replies that come in one piece, byte by byte, or not whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "reply.h"

/* Feeds `text` in pieces of `step` bytes; the state when no more is wanted. */
static enum reply_state feed(struct reply *reply, const char *text, size_t step, bool end)
{
    enum reply_state state = REPLY_MORE;
    assert_true(reply_begin(reply));
    for (size_t at = 0, size = strlen(text); at < size && state == REPLY_MORE; at += step) {
        size_t room, piece = size - at < step ? size - at : step;
        char *to = reply_room(reply, &room);
        assert_true(room >= piece);
        memcpy(to, text + at, piece);
        reply->size += piece;
        state = reply_read(reply, false);
    }
    return state == REPLY_MORE && end ? reply_read(reply, true) : state;
}

static void expect(const char *text, bool end, enum reply_state state, int status, const char *body)
{
    for (size_t step = 1; step <= 1000; step += 333) {
        struct reply reply = { 0 };
        enum reply_state found = feed(&reply, text, step, end);
        if (found != state || (state == REPLY_WHOLE && reply.status != status))
            fail_msg("`%s` gave state %d and status %d", text, found, reply.status);
        if (state == REPLY_WHOLE)
            assert_true(tn_text_is(reply_body(&reply), body));
        reply_free(&reply);
    }
}

static void statuses(void **state)
{
    (void)state;
    struct reply reply = { 0 };
    assert_int_equal(feed(&reply, "HTTP/1.1 204 No", 1, false), REPLY_MORE);
    assert_int_equal(reply.status, 204);
    reply_free(&reply);
    expect("HTTP/1.0 503\r\n\r\n", true, REPLY_WHOLE, 503, "");
    static const char *const broken[] = { "SSH-2.0\r\n",   "HTTP/1.1 2x0 ",
                                          "HTTP/1.1-200 ", "HTTP/2 200 ..",
                                          "HTTP/1.1 099 ", "HTTP/1.1 20",
                                          "HTT",           "HTTP/1.1 100 Continue\r\n\r\n" };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        expect(broken[i], true, REPLY_BROKEN, 0, "");
}

static void bodies(void **state)
{
    (void)state;
    expect("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK", false, REPLY_WHOLE, 200, "OK");
    expect("HTTP/1.1 200 OK\r\ncontent-length:2\r\n\r\nO", false, REPLY_MORE, 200, "");
    expect("HTTP/1.1 200 OK\r\n\r\nto the end", true, REPLY_WHOLE, 200, "to the end");
    expect("HTTP/1.1 200 OK\r\n\r\n", true, REPLY_WHOLE, 200, "");
    expect(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n3;x=y\r\n, 1\r\n0\r\n\r\n",
        false, REPLY_WHOLE, 200, "OK, 1");
    expect("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\nOK", true, REPLY_WHOLE,
           200, "OK");
}

static void early_hints_do_not_count(void **state)
{
    (void)state;
    expect(
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 404 Not\r\nContent-Length: 1\r\n\r\n!",
        false, REPLY_WHOLE, 404, "!");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statuses),
        cmocka_unit_test(bodies),
        cmocka_unit_test(early_hints_do_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
