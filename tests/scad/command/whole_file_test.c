/* SPDX-License-Identifier: MIT */
/* Whatever happens while a file is written: it is there as a whole, or what was there before is. */
#include "command/whole_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { LENGTH = 5 << 20, LIMIT = 3 << 20 };

static char folder[] = "/tmp/whole-file-XXXXXX";
static char bytes[LENGTH];

/* What the write after so many does; 0: all are as they are. */
static struct {
    int after;
    int signal;  /* raised instead */
    int problem; /* or the write fails so */
} trouble;

ssize_t __real_write(int descriptor, const void *from, size_t size);
ssize_t __wrap_write(int descriptor, const void *from, size_t size);
ssize_t __wrap_write(int descriptor, const void *from, size_t size)
{
    if (trouble.after == 0 || --trouble.after > 0)
        return __real_write(descriptor, from, size);
    if (trouble.signal)
        raise(trouble.signal);
    errno = trouble.problem;
    return -1;
}

/* --- a folder --- */

static int open_folder(void **state)
{
    (void)state;
    memset(bytes, 'x', sizeof bytes);
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int close_folder(void **state)
{
    (void)state;
    return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static void write_old(void)
{
    FILE *stream = fopen("model.stl", "wb");
    assert_non_null(stream);
    fputs("old", stream);
    fclose(stream);
}

static bool is_old(void)
{
    char text[8] = "";
    FILE *stream = fopen("model.stl", "rb");
    bool read = stream && fgets(text, sizeof text, stream);
    if (stream)
        fclose(stream);
    return read && strcmp(text, "old") == 0;
}

static int count_files(void)
{
    int count = 0;
    DIR *entries = opendir(".");
    for (struct dirent *entry; (entry = readdir(entries));)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(entries);
    return count;
}

/* --- in a process of its own --- */

struct attempt {
    int after, signal, problem;
    bool limited; /* files may have no more than LIMIT bytes */
};

static int write_in_child(const struct attempt *attempt)
{
    int status = 0;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        const struct rlimit limit = { LIMIT, LIMIT };
        if (attempt->limited)
            setrlimit(RLIMIT_FSIZE, &limit);
        freopen("/dev/null", "w", stderr);
        trouble.after = attempt->after;
        trouble.signal = attempt->signal;
        trouble.problem = attempt->problem;
        whole_file_guard();
        _exit(whole_file_write("model.stl", (struct text){ bytes, LENGTH }) ? 0 : 1);
    }
    assert_true(child > 0 && waitpid(child, &status, 0) == child);
    return status;
}

static void who_ends_it_leaves_nothing(void **state)
{
    static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
    (void)state;
    for (int old = 0; old < 2; old++)
        for (int after = 1; after <= 5; after++)
            for (int i = 0; i < 3; i++) {
                if (old)
                    write_old();
                int status =
                    write_in_child(&(struct attempt){ .after = after, .signal = signals[i] });
                assert_true(WIFSIGNALED(status) && WTERMSIG(status) == signals[i]);
                assert_int_equal(count_files(), old);
                assert_true(!old || is_old());
            }
    unlink("model.stl");
}

static void no_room_leaves_what_was_there(void **state)
{
    (void)state;
    const struct attempt attempts[] = { { .after = 3, .problem = ENOSPC }, { .limited = true } };
    for (int i = 0; i < 2; i++) {
        write_old();
        int status = write_in_child(&attempts[i]);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 1);
        assert_int_equal(count_files(), 1);
        assert_true(is_old());
        unlink("model.stl");
        write_in_child(&attempts[i]);
        assert_int_equal(count_files(), 0);
    }
}

/* --- as it was --- */

static void a_file_keeps_its_mode_and_its_links(void **state)
{
    struct stat status;
    (void)state;
    write_old();
    chmod("model.stl", 0604);
    assert_int_equal(symlink("model.stl", "link"), 0);
    assert_true(whole_file_write("link", (struct text){ bytes, 7 }));
    assert_true(lstat("link", &status) == 0 && S_ISLNK(status.st_mode));
    assert_true(stat("model.stl", &status) == 0 && status.st_size == 7);
    assert_int_equal(status.st_mode & 0777, 0604);
    unlink("link");
    assert_int_equal(link("model.stl", "other"), 0);
    assert_true(whole_file_write("model.stl", (struct text){ bytes, 9 }));
    assert_true(stat("other", &status) == 0 && status.st_size == 9 && status.st_nlink == 2);
    unlink("other");
    unlink("model.stl");
}

static void a_new_file_has_the_usual_mode(void **state)
{
    struct stat status;
    (void)state;
    mode_t before = umask(027);
    assert_true(whole_file_write("model.stl", (struct text){ bytes, LENGTH }));
    umask(before);
    assert_true(stat("model.stl", &status) == 0 && status.st_size == LENGTH);
    assert_int_equal(status.st_mode & 0777, 0640);
    unlink("model.stl");
}

static void what_is_no_file_is_written_where_it_is(void **state)
{
    struct stat status;
    (void)state;
    assert_true(whole_file_write("/dev/null", (struct text){ bytes, LENGTH }));
    assert_true(stat("/dev/null", &status) == 0 && S_ISCHR(status.st_mode));
    assert_false(whole_file_write("/dev/full", (struct text){ bytes, 10 }));
    assert_false(whole_file_write("missing/model.stl", (struct text){ bytes, 10 }));
    assert_int_equal(symlink("later", "link"), 0); /* to what is not there yet */
    assert_true(whole_file_write("link", (struct text){ bytes, 10 }));
    assert_true(stat("later", &status) == 0 && status.st_size == 10);
    unlink("link");
    unlink("later");
    assert_int_equal(count_files(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_ends_it_leaves_nothing),
        cmocka_unit_test(no_room_leaves_what_was_there),
        cmocka_unit_test(a_file_keeps_its_mode_and_its_links),
        cmocka_unit_test(a_new_file_has_the_usual_mode),
        cmocka_unit_test(what_is_no_file_is_written_where_it_is),
    };
    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
