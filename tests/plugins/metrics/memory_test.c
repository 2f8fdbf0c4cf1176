/* SPDX-License-Identifier: MIT */
/* Limits of control groups and of the machine, from a small /proc and /sys of the test's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "memory.h"

static char root[] = "/tmp/tenon-memory-XXXXXX";

/* Writes a file beneath the root, with the folders above it. */
static void put(const char *path, const char *text)
{
    char full[256];
    snprintf(full, sizeof full, "%s%s", root, path);
    for (char *at = full + strlen(root) + 1; (at = strchr(at, '/')); at++) {
        *at = '\0';
        mkdir(full, 0700);
        *at = '/';
    }
    FILE *file = fopen(full, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void expect(uint64_t used, uint64_t limit)
{
    struct memory memory;
    assert_true(memory_measure(root, &memory));
    assert_int_equal(memory.used_bytes, used);
    assert_int_equal(memory.limit_bytes, limit);
}

static int begin(void **state)
{
    (void)state;
    strcpy(root + strlen(root) - 6, "XXXXXX");
    return mkdtemp(root) ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", root);
    return system(command);
}

static void put_machine(void)
{
    put("/proc/meminfo", "MemTotal:  2000 kB\nMemFree:  10 kB\nMemAvailable:  500 kB\n");
}

static void a_group_with_a_limit(void **state)
{
    (void)state;
    put_machine();
    put("/proc/self/cgroup", "0::/\n");
    put("/sys/fs/cgroup/memory.max", "1073741824\n");
    put("/sys/fs/cgroup/memory.current", "900000\n");
    put("/sys/fs/cgroup/memory.stat", "anon 1\ninactive_file 100000\n");
    expect(800000, 1073741824);
}

static void the_nearest_limit_above(void **state)
{
    (void)state;
    put("/proc/self/cgroup", "5:memory:/old\n0::/slice/service\n");
    put("/sys/fs/cgroup/slice/service/memory.max", "max\n");
    put("/sys/fs/cgroup/slice/service/memory.current", "1000\n");
    put("/sys/fs/cgroup/slice/memory.max", "5000\n");
    put("/sys/fs/cgroup/slice/memory.current", "2000\n");
    expect(2000, 5000);
}

static void the_machine_without_any(void **state)
{
    (void)state;
    put_machine();
    put("/proc/self/cgroup", "0::/slice\n");
    put("/sys/fs/cgroup/slice/memory.max", "max\n");
    put("/sys/fs/cgroup/slice/memory.current", "1000\n");
    expect(1500 * 1024, 2000 * 1024);
}

static void nothing_to_read(void **state)
{
    (void)state;
    struct memory memory;
    put("/proc/self/cgroup", "0::/slice\n");
    assert_false(memory_measure(root, &memory));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_group_with_a_limit, begin, end),
        cmocka_unit_test_setup_teardown(the_nearest_limit_above, begin, end),
        cmocka_unit_test_setup_teardown(the_machine_without_any, begin, end),
        cmocka_unit_test_setup_teardown(nothing_to_read, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
