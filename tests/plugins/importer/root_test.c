/* SPDX-License-Identifier: MIT */
/* Reading beneath a folder: what is found, what is refused, and that no race leads out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdatomic.h>

#include "folder.h"
#include "root.h"

struct fixture {
    struct folder outside; /* holds secret.scad */
    struct folder inside;
    int root;
};

static int prepare(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    folder_make(&fixture->outside);
    folder_make(&fixture->inside);
    folder_write(&fixture->outside, "secret.scad", "secret");
    folder_write(&fixture->inside, "a.scad", "cube(10);");
    folder_sub(&fixture->inside, "lib");
    folder_write(&fixture->inside, "lib/b.scad", "sphere(1);");
    fixture->root = root_open(fixture->inside.path);
    assert_true(fixture->root >= 0);
    *state = fixture;
    return 0;
}

static int clean(void **state)
{
    struct fixture *fixture = *state;
    close(fixture->root);
    folder_remove(&fixture->inside);
    folder_remove(&fixture->outside);
    free(fixture);
    return 0;
}

static void expect_end(int root, const char *path, uint64_t size_max, enum tn_source_end end)
{
    struct root_file file = root_read(root, path, size_max);
    assert_int_equal(file.end, end);
    assert_null(file.content);
    assert_non_null(file.problem);
    assert_null(strchr(file.problem, '/'));
}

static void expect_content(int root, const char *path, uint64_t size_max, const char *content)
{
    struct root_file file = root_read(root, path, size_max);
    assert_int_equal(file.end, TN_SOURCE_FOUND);
    assert_null(file.problem);
    assert_int_equal(file.size, strlen(content));
    assert_memory_equal(file.content, content, file.size);
    free(file.content);
}

static void test_kernel_confines(void **state)
{
    struct fixture *fixture = *state;
    assert_true(root_can_confine(fixture->root));
}

static void test_files_are_read_whole(void **state)
{
    struct fixture *fixture = *state;
    folder_write(&fixture->inside, "empty.scad", "");
    expect_content(fixture->root, "a.scad", 100, "cube(10);");
    expect_content(fixture->root, "lib/b.scad", 100, "sphere(1);");
    expect_content(fixture->root, "empty.scad", 100, "");
}

static void test_size_limit_is_the_last_size_that_is_read(void **state)
{
    struct fixture *fixture = *state;
    expect_content(fixture->root, "a.scad", 9, "cube(10);");
    expect_end(fixture->root, "a.scad", 8, TN_SOURCE_TOO_LARGE);
}

static void test_missing_files_and_folders_are_missing(void **state)
{
    struct fixture *fixture = *state;
    expect_end(fixture->root, "none.scad", 100, TN_SOURCE_MISSING);
    expect_end(fixture->root, "a.scad/none.scad", 100, TN_SOURCE_MISSING);
    expect_end(fixture->root, "lib", 100, TN_SOURCE_MISSING);
}

/* The pure part refuses these names before; the kernel does not rely on it. */
static void test_paths_that_lead_out_are_forbidden(void **state)
{
    struct fixture *fixture = *state;
    expect_end(fixture->root, "/etc/passwd", 100000, TN_SOURCE_FORBIDDEN);
    expect_end(fixture->root, "../etc/passwd", 100000, TN_SOURCE_FORBIDDEN);
    expect_end(fixture->root, "lib/../../x", 100000, TN_SOURCE_FORBIDDEN);
}

static void test_symbolic_links_are_forbidden(void **state)
{
    struct fixture *fixture = *state;
    const struct folder *inside = &fixture->inside;
    assert_int_equal(
        symlink(folder_path(&fixture->outside, "secret.scad"), folder_path(inside, "out.scad")), 0);
    assert_int_equal(symlink("a.scad", folder_path(inside, "within.scad")), 0);
    assert_int_equal(symlink(fixture->outside.path, folder_path(inside, "folder")), 0);
    assert_int_equal(symlink("/proc/self/root", folder_path(inside, "magic")), 0);
    expect_end(fixture->root, "out.scad", 100, TN_SOURCE_FORBIDDEN);
    expect_end(fixture->root, "within.scad", 100, TN_SOURCE_FORBIDDEN);
    expect_end(fixture->root, "folder/secret.scad", 100, TN_SOURCE_FORBIDDEN);
    expect_end(fixture->root, "magic/etc/passwd", 100000, TN_SOURCE_FORBIDDEN);
}

/* Would wait for ever if it were opened like a file. */
static void test_fifo_does_not_hold_the_reader(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(mkfifo(folder_path(&fixture->inside, "fifo.scad"), 0644), 0);
    expect_end(fixture->root, "fifo.scad", 100, TN_SOURCE_UNREADABLE);
}

static void test_devices_are_not_read(void **state)
{
    (void)state;
    int devices = root_open("/dev");
    assert_true(devices >= 0);
    expect_end(devices, "zero", 100, TN_SOURCE_UNREADABLE);
    expect_end(devices, "null", 100, TN_SOURCE_UNREADABLE);
    close(devices);
}

static void test_files_without_a_size_are_bounded_while_reading(void **state)
{
    (void)state;
    int processes = root_open("/proc");
    assert_true(processes >= 0);
    expect_end(processes, "meminfo", 20, TN_SOURCE_TOO_LARGE);
    struct root_file file = root_read(processes, "meminfo", 100000);
    assert_int_equal(file.end, TN_SOURCE_FOUND);
    assert_true(file.size > 20);
    free(file.content);
    close(processes);
}

struct exchange {
    const struct fixture *fixture;
    atomic_bool stop;
};

/* Puts a link to the secret, and the honest file, under one name by turns. */
static void *exchange(void *context)
{
    struct exchange *turns = context;
    const struct folder *inside = &turns->fixture->inside;
    char link[256], file[256], name[256], target[256];
    snprintf(link, sizeof link, "%s/link", inside->path);
    snprintf(file, sizeof file, "%s/file", inside->path);
    snprintf(name, sizeof name, "%s/raced.scad", inside->path);
    snprintf(target, sizeof target, "%s/secret.scad", turns->fixture->outside.path);
    while (!atomic_load(&turns->stop)) {
        int honest = open(file, O_CREAT | O_WRONLY, 0644);
        if (honest >= 0) {
            if (write(honest, "honest", 6) != 6)
                abort();
            close(honest);
        }
        if (symlink(target, link) != 0 || rename(link, name) != 0 || rename(file, name) != 0)
            abort();
    }
    return NULL;
}

static void test_exchanged_file_never_shows_the_secret(void **state)
{
    struct exchange turns = { .fixture = *state };
    folder_write(&turns.fixture->inside, "raced.scad", "honest");
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, exchange, &turns), 0);
    unsigned honest = 0, forbidden = 0;
    while (honest < 500 || forbidden < 500) {
        struct root_file file = root_read(turns.fixture->root, "raced.scad", 100);
        if (file.end == TN_SOURCE_FOUND) {
            assert_int_equal(file.size, 6);
            assert_memory_equal(file.content, "honest", 6);
            honest++;
        } else {
            assert_int_equal(file.end, TN_SOURCE_FORBIDDEN);
            forbidden++;
        }
        free(file.content);
    }
    atomic_store(&turns.stop, true);
    assert_int_equal(pthread_join(thread, NULL), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, prepare, clean)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_kernel_confines),
        TEST(test_files_are_read_whole),
        TEST(test_size_limit_is_the_last_size_that_is_read),
        TEST(test_missing_files_and_folders_are_missing),
        TEST(test_paths_that_lead_out_are_forbidden),
        TEST(test_symbolic_links_are_forbidden),
        TEST(test_fifo_does_not_hold_the_reader),
        TEST(test_devices_are_not_read),
        TEST(test_files_without_a_size_are_bounded_while_reading),
        TEST(test_exchanged_file_never_shows_the_secret),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
