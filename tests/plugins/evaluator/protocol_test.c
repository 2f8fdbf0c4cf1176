/* SPDX-License-Identifier: MIT */
/* Messages go there and back; whatever else comes is malformed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "protocol.h"

static struct tn_text payload_of(const struct frame_writer *writer)
{
    return (struct tn_text){ writer->bytes + FRAME_HEAD_BYTES, writer->size - FRAME_HEAD_BYTES };
}

static void test_messages_to_the_process_come_back(void **state)
{
    (void)state;
    struct frame_writer writer = { 0 };
    struct protocol_settings settings = { 512 << 20, 7, 100, 1 << 20, 9, 30000 }, settings_back;
    protocol_write_settings(&writer, &settings);
    assert_true(protocol_read_settings(payload_of(&writer), &settings_back));
    assert_int_equal(settings_back.memory_bytes, 512 << 20);
    assert_int_equal(settings_back.stock_items, 100);
    assert_int_equal(settings_back.keep_bytes, 9);
    assert_int_equal(settings_back.stock_bytes, 1 << 20);
    assert_int_equal(settings_back.result_bytes, 7);
    assert_int_equal(settings_back.timeout_ms, 30000);
    struct protocol_request request = { PROTOCOL_EXPORT, true, TN_TEXT("{}") }, request_back;
    protocol_write_request(&writer, &request);
    assert_true(protocol_read_request(payload_of(&writer), &request_back));
    assert_int_equal(request_back.operation, PROTOCOL_EXPORT);
    assert_true(tn_text_is(request_back.body, "{}"));
    struct protocol_file file = { PROTOCOL_FOUND, TN_TEXT("a.scad"), TN_TEXT("cube();") },
                         file_back;
    protocol_write_file(&writer, &file);
    assert_true(protocol_read_file(payload_of(&writer), &file_back));
    assert_int_equal(file_back.end, PROTOCOL_FOUND);
    assert_true(tn_text_is(file_back.name, "a.scad"));
    assert_true(tn_text_is(file_back.content, "cube();"));
    frame_writer_close(&writer);
}

static void test_messages_to_the_worker_come_back(void **state)
{
    (void)state;
    struct frame_writer writer = { 0 };
    struct protocol_ready ready = { PROTOCOL_NO_SECCOMP }, ready_back;
    protocol_write_ready(&writer, &ready);
    assert_true(protocol_read_ready(payload_of(&writer), &ready_back));
    assert_int_equal(ready_back.lacks, PROTOCOL_NO_SECCOMP);
    struct protocol_want want = { PROTOCOL_WANT_FONT, TN_TEXT("b.scad"), TN_TEXT("lib/a.scad") };
    struct protocol_want want_back;
    protocol_write_want(&writer, &want);
    assert_true(protocol_read_want(payload_of(&writer), &want_back));
    assert_int_equal(want_back.kind, PROTOCOL_WANT_FONT);
    assert_true(tn_text_is(want_back.name, "b.scad"));
    assert_true(tn_text_is(want_back.from, "lib/a.scad"));
    struct protocol_refused refused = { 400, TN_TEXT("code is required") }, refused_back;
    protocol_write_refused(&writer, &refused);
    assert_true(protocol_read_refused(payload_of(&writer), &refused_back));
    assert_int_equal(refused_back.status, 400);
    assert_true(tn_text_is(refused_back.message, "code is required"));
    frame_writer_close(&writer);
}

/* The body is sent behind the writer's bytes: the announced length must count it. */
static void test_result_announces_the_body_that_follows(void **state)
{
    (void)state;
    struct frame_writer writer = { 0 };
    struct protocol_result result = { true,
                                      false,
                                      protocol_format_number("svg"),
                                      12345,
                                      { 1, 2, 3, 4, 5 },
                                      TN_TEXT("solid") },
                           back;
    protocol_write_result(&writer, &result);
    frame_add_rest(&writer, result.body);
    size_t announced = (unsigned char)writer.bytes[0];
    assert_int_equal(announced, writer.size - FRAME_HEAD_BYTES);
    assert_true(protocol_read_result(payload_of(&writer), &back));
    assert_true(back.success);
    assert_false(back.timed_out);
    assert_int_equal(back.format, protocol_format_number("svg"));
    assert_int_equal(back.resident_bytes, 12345);
    assert_memory_equal(&back.stock, &result.stock, sizeof back.stock);
    assert_true(tn_text_is(back.body, "solid"));
    frame_writer_close(&writer);
}

static void test_formats_have_numbers_and_names(void **state)
{
    (void)state;
    const struct protocol_format *format;
    assert_int_equal(protocol_format_number("wrl"), PROTOCOL_REPLY);
    assert_int_equal(protocol_format_number(""), PROTOCOL_REPLY);
    assert_int_equal(protocol_format_number("3MF"), protocol_format_number("3mf"));
    assert_null(protocol_format(PROTOCOL_REPLY)->disposition);
    for (unsigned i = PROTOCOL_REPLY + 1; (format = protocol_format(i)); i++) {
        assert_int_equal(protocol_format_number(format->name), i);
        assert_non_null(strstr(format->disposition, format->name));
    }
}

static void test_malformed_messages_are_refused(void **state)
{
    (void)state;
    struct protocol_ready ready;
    struct protocol_begun begun;
    struct protocol_want want;
    struct protocol_refused refused;
    struct protocol_result result;
    assert_false(protocol_read_ready(TN_TEXT(""), &ready));
    assert_false(protocol_read_ready(TN_TEXT("\1\0\0\0\0\0\0\0"), &ready));
    assert_false(protocol_read_begun(TN_TEXT("\1\0\0\0\0\0\0"), &begun));
    assert_false(protocol_read_begun(TN_TEXT("\1\0\0\0\0\0\0\0\0"), &begun));
    assert_false(protocol_read_want(TN_TEXT("\0\x7f\xff\xff\xff"
                                            "a"),
                                    &want));
    assert_false(protocol_read_want(TN_TEXT("\0\0\0\0\0"), &want));
    assert_false(protocol_read_want(TN_TEXT("\3\0\0\0\0\0\0\0\0"), &want));
    assert_true(protocol_read_want(TN_TEXT("\0\0\0\0\0\0\0\0\0"), &want));
    assert_false(protocol_read_refused(TN_TEXT("\xc8\0\0\0ok"), &refused)); /* 200 */
    assert_false(protocol_read_refused(TN_TEXT("\xf4\1\0\0no"), &refused)); /* 500 */
    assert_false(protocol_read_result(TN_TEXT("\2\0\0\0\0\0\0\0\0\0\0"), &result));
    assert_false(protocol_read_result(TN_TEXT("\1\2\0\0\0\0\0\0\0\0\0"), &result));
    assert_false(protocol_read_result(TN_TEXT("\1\0\x7f\0\0\0\0\0\0\0\0"), &result));
    assert_false(protocol_read_result(TN_TEXT("\1\0\0\0"), &result));
}

static void test_each_side_may_receive_only_what_is_for_it(void **state)
{
    (void)state;
    struct frame_limits to_worker = protocol_to_worker(1000, 0);
    assert_true(protocol_to_process.of[PROTOCOL_REQUEST] > 0);
    assert_int_equal(protocol_to_process.of[PROTOCOL_RESULT], 0);
    assert_int_equal(to_worker.of[PROTOCOL_REQUEST], 0);
    assert_int_equal(to_worker.of[PROTOCOL_FILE], 0);
    assert_int_equal(to_worker.of[PROTOCOL_RESULT], 1064);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_messages_to_the_process_come_back),
        cmocka_unit_test(test_messages_to_the_worker_come_back),
        cmocka_unit_test(test_result_announces_the_body_that_follows),
        cmocka_unit_test(test_formats_have_numbers_and_names),
        cmocka_unit_test(test_malformed_messages_are_refused),
        cmocka_unit_test(test_each_side_may_receive_only_what_is_for_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
