/* SPDX-License-Identifier: MIT */
/* Frames: whole ones whatever the pieces, and hostile ones refused before memory is taken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "frame.h"

enum { KIND = 3, OTHER_KIND = 4, LIMIT = 100000 };

static const struct frame_limits limits = { { [KIND] = LIMIT + 1 } };

/* Puts bytes into the reader in pieces of at most `piece`; the state after the last that was taken. */
static enum frame_state feed(struct frame_reader *reader, const char *bytes, size_t size,
                             size_t piece)
{
    enum frame_state state = FRAME_PART;
    while (size > 0 && state == FRAME_PART) {
        size_t room;
        char *at = frame_reader_room(reader, &room);
        assert_true(room > 0);
        size_t count = room < size ? room : size;
        count = count < piece ? count : piece;
        memcpy(at, bytes, count);
        bytes += count;
        size -= count;
        state = frame_reader_took(reader, count);
    }
    assert_int_equal(size, 0);
    return state;
}

static void fill(struct frame_writer *writer, size_t size)
{
    frame_begin(writer, KIND);
    for (size_t i = 0; i < size; i++)
        frame_add_byte(writer, (uint8_t)(i * 7));
    frame_end(writer, 0);
}

static void test_pieces_of_any_size_make_the_same_frame(void **state)
{
    (void)state;
    static const size_t sizes[] = { 0, 1, 5, 4095, 4096, 4097, LIMIT };
    static const size_t pieces[] = { 1, 3, 4096, LIMIT };
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
        struct frame_writer writer = { 0 };
        fill(&writer, sizes[s]);
        for (size_t p = 0; p < sizeof pieces / sizeof pieces[0]; p++) {
            struct frame_reader reader;
            frame_reader_open(&reader, &limits);
            assert_int_equal(feed(&reader, writer.bytes, writer.size, pieces[p]), FRAME_WHOLE);
            assert_int_equal(reader.kind, KIND);
            struct tn_text payload = frame_payload(&reader);
            assert_int_equal(payload.size, sizes[s]);
            assert_memory_equal(payload.at, writer.bytes + FRAME_HEAD_BYTES, sizes[s]);
            frame_reader_close(&reader);
        }
        frame_writer_close(&writer);
    }
}

static void test_one_frame_follows_another(void **state)
{
    (void)state;
    struct frame_writer writer = { 0 };
    struct frame_reader reader;
    frame_reader_open(&reader, &limits);
    for (size_t size = 0; size < 20000; size += 5000) {
        fill(&writer, size);
        assert_int_equal(feed(&reader, writer.bytes, writer.size, 999), FRAME_WHOLE);
        assert_int_equal(frame_payload(&reader).size, size);
        frame_reader_next(&reader);
    }
    frame_reader_close(&reader);
    frame_writer_close(&writer);
}

static void test_payload_taken_outlives_the_reader(void **state)
{
    (void)state;
    struct frame_writer writer = { 0 };
    struct frame_reader reader;
    frame_reader_open(&reader, &limits);
    fill(&writer, 300);
    assert_int_equal(feed(&reader, writer.bytes, writer.size, 100), FRAME_WHOLE);
    struct tn_text payload = frame_take_payload(&reader);
    frame_reader_next(&reader);
    assert_int_equal(feed(&reader, writer.bytes, writer.size, 100), FRAME_WHOLE);
    frame_reader_close(&reader);
    assert_memory_equal(payload.at, writer.bytes + FRAME_HEAD_BYTES, 300);
    free((void *)(uintptr_t)payload.at);
    frame_writer_close(&writer);
}

static void test_other_kinds_are_refused(void **state)
{
    (void)state;
    static const unsigned char kinds[] = { 0, OTHER_KIND, FRAME_KINDS, 255 };
    for (size_t i = 0; i < sizeof kinds; i++) {
        char head[FRAME_HEAD_BYTES] = { 0, 0, 0, 0, (char)kinds[i] };
        struct frame_reader reader;
        frame_reader_open(&reader, &limits);
        assert_int_equal(feed(&reader, head, sizeof head, 5), FRAME_BROKEN);
        frame_reader_close(&reader);
    }
}

static void test_too_large_is_refused_from_the_head_alone(void **state)
{
    (void)state;
    char huge[FRAME_HEAD_BYTES] = { (char)0xff, (char)0xff, (char)0xff, (char)0xff, KIND };
    char one_more[FRAME_HEAD_BYTES] = { (char)((LIMIT + 1) & 0xff), (char)((LIMIT + 1) >> 8 & 0xff),
                                        (char)((LIMIT + 1) >> 16), 0, KIND };
    struct frame_reader reader;
    frame_reader_open(&reader, &limits);
    assert_int_equal(feed(&reader, huge, sizeof huge, 1), FRAME_BROKEN);
    assert_null(reader.payload);
    frame_reader_close(&reader);
    frame_reader_open(&reader, &limits);
    assert_int_equal(feed(&reader, one_more, sizeof one_more, 5), FRAME_BROKEN);
    frame_reader_close(&reader);
}

/* A process that announces much and sends little costs little. */
static void test_memory_follows_the_bytes_not_the_announcement(void **state)
{
    (void)state;
    char head[FRAME_HEAD_BYTES] = { (char)(LIMIT & 0xff), (char)(LIMIT >> 8 & 0xff), LIMIT >> 16, 0,
                                    KIND };
    struct frame_reader reader;
    frame_reader_open(&reader, &limits);
    assert_int_equal(feed(&reader, head, sizeof head, 5), FRAME_PART);
    assert_true(reader.capacity <= 4096);
    frame_reader_close(&reader);
}

static void test_parts_come_back_as_they_were_put(void **state)
{
    (void)state;
    struct frame_writer writer = { 0 };
    frame_begin(&writer, KIND);
    frame_add_byte(&writer, 200);
    frame_add_32(&writer, 0xfedcba98);
    frame_add_64(&writer, 0x0123456789abcdef);
    frame_add_text(&writer, TN_TEXT("a\0b"));
    frame_add_rest(&writer, TN_TEXT("rest"));
    frame_end(&writer, 0);
    struct tn_text payload = { writer.bytes + FRAME_HEAD_BYTES, writer.size - FRAME_HEAD_BYTES };
    struct frame_parts parts = frame_parts(payload);
    assert_int_equal(frame_byte(&parts), 200);
    assert_int_equal(frame_32(&parts), 0xfedcba98);
    assert_true(frame_64(&parts) == 0x0123456789abcdef);
    assert_true(tn_text_equal(frame_text(&parts), TN_TEXT("a\0b")));
    assert_true(tn_text_is(frame_rest(&parts), "rest"));
    assert_true(frame_complete(&parts));
    frame_writer_close(&writer);
}

static void test_missing_parts_read_as_nothing(void **state)
{
    (void)state;
    struct frame_parts parts = frame_parts(TN_TEXT("\xff\xff\xff\xff"
                                                   "abc"));
    assert_int_equal(frame_text(&parts).size, 0);
    assert_false(frame_complete(&parts));
    parts = frame_parts(TN_TEXT("abc"));
    assert_int_equal(frame_32(&parts), 0);
    assert_int_equal(frame_byte(&parts), 0);
    assert_false(frame_complete(&parts));
    parts = frame_parts(TN_TEXT("ab"));
    assert_int_equal(frame_byte(&parts), 'a');
    assert_false(frame_complete(&parts));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces_of_any_size_make_the_same_frame),
        cmocka_unit_test(test_one_frame_follows_another),
        cmocka_unit_test(test_payload_taken_outlives_the_reader),
        cmocka_unit_test(test_other_kinds_are_refused),
        cmocka_unit_test(test_too_large_is_refused_from_the_head_alone),
        cmocka_unit_test(test_memory_follows_the_bytes_not_the_announcement),
        cmocka_unit_test(test_parts_come_back_as_they_were_put),
        cmocka_unit_test(test_missing_parts_read_as_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
