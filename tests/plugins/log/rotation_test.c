/* SPDX-License-Identifier: MIT */
/* Several processes write to one file that is begun anew again and again: no line is lost, none is split. */
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
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "rotation.h"

static char folder[] = "/tmp/tenon-rotation-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    strcpy(folder + strlen(folder) - 6, "XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    char command[PATH_MAX];
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static const char *path_of(unsigned number)
{
    static char path[PATH_MAX];
    if (number)
        snprintf(path, sizeof path, "%s/a.log.%u", folder, number);
    else
        snprintf(path, sizeof path, "%s/a.log", folder);
    return path;
}

static void say(int fd, const char *text)
{
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
}

static void expect_text(unsigned number, const char *text)
{
    char found[1000] = "";
    FILE *file = fopen(path_of(number), "r");
    assert_non_null(file);
    size_t size = fread(found, 1, sizeof found - 1, file);
    fclose(file);
    found[size] = '\0';
    assert_string_equal(found, text);
}

/* Renews if it is time to; the descriptor to go on with. */
static int renewed(const struct log_file *file, int fd)
{
    int other = log_file_renew(file, fd);
    if (other < 0)
        return fd;
    close(fd);
    return other;
}

static void full_files_move_on_and_the_oldest_goes(void **state)
{
    (void)state;
    struct log_file file = { folder, "a.log", 4, 2 };
    int fd = log_file_open(&file);
    static const char *const said[] = { "one\n", "two\n", "three\n", "four\n" };
    for (size_t i = 0; i < 4; i++) {
        fd = renewed(&file, fd);
        say(fd, said[i]);
    }
    expect_text(0, "four\n");
    expect_text(1, "three\n");
    expect_text(2, "two\n");
    assert_int_equal(access(path_of(3), F_OK), -1);
    assert_int_equal(errno, ENOENT);
    close(fd);
}

static void who_is_late_follows_and_loses_nothing(void **state)
{
    (void)state;
    struct log_file file = { folder, "a.log", 4, 1 };
    int quick = log_file_open(&file), late = log_file_open(&file);
    say(late, "late one\n");
    for (int i = 0; i < 4; i++) {
        quick = renewed(&file, quick);
        say(quick, "quick\n");
    }
    /* Its file would have been deleted long ago, were it not held. */
    say(late, "late two\n");
    expect_text(3, "late one\nlate two\n");
    late = renewed(&file, late);
    say(late, "late three\n");
    expect_text(0, "quick\nlate three\n");
    /* The next time, what nobody holds goes. */
    quick = renewed(&file, quick);
    assert_int_equal(access(path_of(0), F_OK), 0);
    assert_int_equal(access(path_of(1), F_OK), 0);
    for (unsigned number = 3; number < 10; number++)
        assert_int_equal(access(path_of(number), F_OK), -1);
    close(quick);
    close(late);
}

static void a_file_that_was_deleted_is_made_again(void **state)
{
    (void)state;
    struct log_file file = { folder, "a.log", 0, 5 };
    int fd = log_file_open(&file);
    assert_int_equal(log_file_renew(&file, fd), -1);
    assert_int_equal(errno, 0);
    unlink(path_of(0));
    fd = renewed(&file, fd);
    say(fd, "again\n");
    expect_text(0, "again\n");
    close(fd);
}

static void a_fifo_that_nobody_reads_opens_all_the_same(void **state)
{
    (void)state;
    struct log_file file = { folder, "a.log", 4, 5 };
    assert_int_equal(mkfifo(path_of(0), 0600), 0);
    int fd = log_file_open(&file);
    assert_true(fd >= 0);
    say(fd, "kept\n");
    assert_int_equal(log_file_renew(&file, fd), -1);
    assert_int_equal(errno, 0);
    int reader = open(path_of(0), O_RDONLY | O_NONBLOCK);
    char text[10];
    assert_int_equal(read(reader, text, sizeof text), 5);
    close(reader);
    close(fd);
}

enum { WRITERS = 4, LINES = 3000 };

static void write_many(unsigned writer)
{
    struct log_file file = { folder, "a.log", 2000, 1000 };
    int fd = log_file_open(&file);
    for (int i = 0; i < LINES; i++) {
        char line[64];
        fd = renewed(&file, fd);
        int size = snprintf(line, sizeof line, "<%u %d %.*s>\n", writer, i, i % 30,
                            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
        if (write(fd, line, (size_t)size) != size)
            _exit(1);
    }
    _exit(0);
}

/* Each line of the file must be whole and new. */
static size_t count_lines(unsigned number, char seen[WRITERS][LINES])
{
    char line[128];
    size_t count = 0;
    FILE *file = fopen(path_of(number), "r");
    while (file && fgets(line, sizeof line, file)) {
        unsigned writer;
        int i;
        assert_int_equal(sscanf(line, "<%u %d ", &writer, &i), 2);
        assert_non_null(strstr(line, ">\n"));
        assert_true(writer < WRITERS && i >= 0 && i < LINES && !seen[writer][i]);
        seen[writer][i] = 1;
        count++;
    }
    if (file)
        fclose(file);
    return count;
}

static void no_line_is_lost_or_split(void **state)
{
    (void)state;
    static char seen[WRITERS][LINES];
    for (unsigned writer = 0; writer < WRITERS; writer++)
        if (fork() == 0)
            write_many(writer);
    for (unsigned writer = 0; writer < WRITERS; writer++) {
        int status;
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    size_t lines = 0, files = 0;
    for (unsigned number = 0; number < 1100; number++) {
        size_t here = count_lines(number, seen);
        lines += here;
        files += here > 0;
    }
    assert_int_equal(lines, WRITERS * LINES);
    assert_true(files > 10);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(full_files_move_on_and_the_oldest_goes),
        TEST(who_is_late_follows_and_loses_nothing),
        TEST(a_file_that_was_deleted_is_made_again),
        TEST(a_fifo_that_nobody_reads_opens_all_the_same),
        TEST(no_line_is_lost_or_split),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
