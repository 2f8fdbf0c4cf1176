/* SPDX-License-Identifier: MIT */
/* The thread writes everything, once, in order; and when it cannot, nobody waits for it. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

#include "writer.h"

static sem_t told;

static _Atomic unsigned held_up_us;

/* The system's own, after a while: as a disk that is busy with others. */
ssize_t write(int fd, const void *bytes, size_t size)
{
    usleep(held_up_us);
    return syscall(SYS_write, fd, bytes, size);
}

static void tell(void *context)
{
    (void)context;
    sem_post(&told);
}

static int temporary(void)
{
    char path[] = "/tmp/tenon-writer-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    unlink(path);
    return fd;
}

static struct writer *writer_to(int fd)
{
    struct writer *writer = writer_new(tell, NULL);
    writer->count = 1;
    sink_open(&writer->sinks[0].sink, fd);
    assert_true(writer_start(writer));
    return writer;
}

static void everything_arrives_in_order(void **state)
{
    (void)state;
    enum { LINES = 5000 };
    int fd = temporary();
    struct writer *writer = writer_to(fd);
    for (int i = 0; i < LINES; i++) {
        char line[16];
        snprintf(line, sizeof line, "%07d\n", i);
        while (writer_put(writer, 1, line, 8))
            writer_flush(writer);
    }
    writer_stop(writer);
    FILE *file = fdopen(fd, "r");
    rewind(file);
    char line[16];
    for (int i = 0; i < LINES; i++) {
        assert_non_null(fgets(line, sizeof line, file));
        assert_int_equal(atoi(line), i);
    }
    assert_null(fgets(line, sizeof line, file));
    fclose(file);
}

static void a_flush_ends_when_the_line_is_written(void **state)
{
    (void)state;
    int fd = temporary();
    struct writer *writer = writer_to(fd);
    do /* on a machine so busy that the flush gives up, once more */
        writer_put(writer, 1, "x\n", 2);
    while (!writer_flush(writer));
    char text[2];
    assert_int_equal(pread(fd, text, sizeof text, 0), 2);
    writer_stop(writer);
    close(fd);
}

/* Of a pipe that is full: puts return, lines are counted, and once somebody reads, the news is told. */
static void a_reader_that_sleeps_holds_up_nobody(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    struct writer *writer = writer_to(ends[1]);
    static char line[1000];
    memset(line, 'x', sizeof line);
    line[sizeof line - 1] = '\n';
    unsigned lost = 0;
    size_t taken = 0;
    for (int i = 0; i < 3 * SINK_ROOM / 1000; i++) {
        if (writer_put(writer, 1, line, sizeof line))
            lost++;
        else
            taken += sizeof line;
        writer_flush(writer);
    }
    assert_true(lost > 0);
    char piece[PIPE_BUF];
    for (size_t got = 0; got < taken;) {
        ssize_t size = read(ends[0], piece, sizeof piece);
        assert_true(size > 0);
        got += (size_t)size;
    }
    assert_int_equal(sem_wait(&told), 0);
    assert_int_equal(writer_news(writer, 0).lost, lost);
    assert_int_equal(writer_news(writer, 0).lost, 0);
    writer_stop(writer);
    close(ends[0]);
    close(ends[1]);
}

/* A disk that takes a second has all that was said before the end. */
static void the_end_waits_for_a_disk(void **state)
{
    (void)state;
    int fd = temporary();
    struct writer *writer = writer_to(fd);
    held_up_us = 999999;
    writer_put(writer, 1, "x\n", 2);
    writer_stop(writer);
    held_up_us = 0;
    char text[2];
    assert_int_equal(pread(fd, text, sizeof text, 0), 2);
    close(fd);
}

/* What is left unread at the end is given up, not waited for without end. */
static void the_end_comes_even_if_nobody_reads(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    struct writer *writer = writer_to(ends[1]);
    static char line[1000];
    for (int i = 0; i < 200; i++)
        writer_put(writer, 1, line, sizeof line);
    writer_stop(writer);
    close(ends[0]);
    close(ends[1]);
}

int main(void)
{
    sem_init(&told, 0, 0);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_arrives_in_order),
        cmocka_unit_test(a_flush_ends_when_the_line_is_written),
        cmocka_unit_test(a_reader_that_sleeps_holds_up_nobody),
        cmocka_unit_test(the_end_waits_for_a_disk),
        cmocka_unit_test(the_end_comes_even_if_nobody_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
