/* SPDX-License-Identifier: MIT */
/* Sinks against a full disk, a reader that does not read, and a file that is moved away. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "sink.h"

static int temporary(void)
{
    char path[] = "/tmp/tenon-sink-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    unlink(path);
    return fd;
}

static size_t lines_in(int fd)
{
    char piece[4096];
    size_t lines = 0;
    lseek(fd, 0, SEEK_SET);
    for (ssize_t size; (size = read(fd, piece, sizeof piece)) > 0;)
        for (ssize_t i = 0; i < size; i++)
            lines += piece[i] == '\n';
    return lines;
}

/* As the thread does it. */
static bool flush(struct sink *sink)
{
    struct sink_end end = { .left = false };
    while (!end.left && sink_take(sink))
        end = sink_write(sink);
    sink->stuck = end.stuck;
    sink->error = end.error;
    return !end.left;
}

static void lines_wait_for_the_flush(void **state)
{
    (void)state;
    struct sink sink;
    int fd = temporary();
    sink_open(&sink, fd);
    assert_true(sink_put(&sink, "one\n", 4));
    assert_true(sink_put(&sink, "two\n", 4));
    assert_int_equal(lines_in(fd), 0);
    assert_true(flush(&sink));
    assert_int_equal(lines_in(fd), 2);
    sink_close(&sink);
    close(fd);
}

/* The kernel's own full disk. */
static void a_full_disk_loses_lines_counts_them_and_recovers(void **state)
{
    (void)state;
    struct sink sink;
    int full = open("/dev/full", O_WRONLY);
    assert_true(full >= 0);
    sink_open(&sink, full);
    sink.may_block = false;
    static char line[1000];
    memset(line, 'x', sizeof line);
    line[sizeof line - 1] = '\n';
    size_t taken = 0;
    while (sink_put(&sink, line, sizeof line))
        taken++;
    assert_int_equal(taken, SINK_ROOM / sizeof line);
    assert_false(flush(&sink));
    assert_true(sink.stuck);
    while (sink_put(&sink, line, sizeof line)) /* the other buffer */
        taken++;
    assert_int_equal(taken, 2 * (SINK_ROOM / sizeof line));
    assert_false(flush(&sink));
    assert_int_equal(sink.error, ENOSPC);
    assert_int_equal(sink_recovered(&sink), 0);

    int fd = temporary();
    sink_replace(&sink, fd);
    close(full);
    assert_true(flush(&sink));
    assert_int_equal(lines_in(fd), taken);
    assert_int_equal(sink_recovered(&sink), 2);
    assert_int_equal(sink_recovered(&sink), 0);
    sink_close(&sink);
    close(fd);
}

static void a_pipe_that_nobody_reads_holds_up_nobody(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    struct sink sink;
    sink_open(&sink, ends[1]);
    assert_true(sink.may_block);
    char line[300];
    memset(line, 'y', sizeof line);
    line[sizeof line - 1] = '\n';
    size_t taken = 0, read_back = 0;
    while (sink_put(&sink, line, sizeof line)) {
        flush(&sink);
        taken++;
    }
    assert_true(sink.stuck);
    assert_int_equal(sink.error, 0);

    /* Each piece is whole lines: nothing of another worker's can come between. */
    char piece[PIPE_BUF];
    while (!flush(&sink) || read_back < taken * sizeof line) {
        ssize_t size = read(ends[0], piece, sizeof piece);
        assert_true(size > 0);
        read_back += (size_t)size;
    }
    assert_int_equal(read_back, taken * sizeof line);
    assert_int_equal(sink_recovered(&sink), 1);
    sink_close(&sink);
    close(ends[0]);
    close(ends[1]);
}

static void a_closed_sink_takes_everything_and_keeps_nothing(void **state)
{
    (void)state;
    struct sink sink = { .fd = -1 };
    assert_true(sink_put(&sink, "gone\n", 5));
    assert_true(flush(&sink));
    assert_int_equal(sink.lost, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_wait_for_the_flush),
        cmocka_unit_test(a_full_disk_loses_lines_counts_them_and_recovers),
        cmocka_unit_test(a_pipe_that_nobody_reads_holds_up_nobody),
        cmocka_unit_test(a_closed_sink_takes_everything_and_keeps_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
