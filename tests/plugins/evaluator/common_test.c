/* SPDX-License-Identifier: MIT */
/* Contents in common: found as they were put, or not at all, whoever writes and dies meanwhile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common.h"

enum { BYTES = 64 << 10, WRITERS = 4, TURNS = 100 };

static void *zone;

static int prepare(void **state)
{
    zone = mmap(NULL, common_zone_bytes(BYTES), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                -1, 0);
    assert_ptr_not_equal(zone, MAP_FAILED);
    *state = common_open(zone, BYTES);
    return 0;
}

static int clean(void **state)
{
    free(*state);
    return munmap(zone, common_zone_bytes(BYTES));
}

static struct digest name_of(unsigned number)
{
    struct digester digester;
    digester_open(&digester);
    digester_add_number(&digester, number);
    return digester_close(&digester);
}

/* What belongs to a number: as long as it says, all of one byte. */
static struct tn_text content_of(char *bytes, unsigned number)
{
    size_t size = 1 + number * 37 % 5000;
    memset(bytes, (int)('a' + number % 26), size);
    return (struct tn_text){ bytes, size };
}

static void put(struct common *common, unsigned number)
{
    char bytes[5001];
    struct digest name = name_of(number);
    common_put(common, &name, content_of(bytes, number));
}

/* Whether it is found; then it must be right. */
static bool has(struct common *common, unsigned number)
{
    char bytes[5001];
    struct digest name = name_of(number);
    struct tn_text found, expected = content_of(bytes, number);
    if (!common_find(common, &name, &found))
        return false;
    assert_int_equal(found.size, expected.size);
    assert_memory_equal(found.at, expected.at, expected.size);
    free((void *)(uintptr_t)found.at);
    return true;
}

static void what_was_put_is_found(void **state)
{
    struct common *common = *state;
    assert_false(has(common, 1));
    put(common, 1);
    assert_true(has(common, 1));
    assert_false(has(common, 2));
    struct common *other = common_open(zone, BYTES); /* as after a reload */
    assert_true(has(other, 1));
    free(other);
}

static void the_oldest_gives_way(void **state)
{
    struct common *common = *state;
    unsigned found = 0;
    for (unsigned i = 0; i < 1000; i++) {
        put(common, i);
        assert_true(has(common, i));
    }
    for (unsigned i = 0; i < 1000; i++)
        found += has(common, i);
    assert_true(found > 3 && found < 40);
    assert_false(has(common, 1));
}

static void what_is_too_large_is_not_kept(void **state)
{
    struct common *common = *state;
    char bytes[BYTES / 8 + 1] = { 0 };
    struct digest name = name_of(0);
    struct tn_text found;
    assert_int_equal(common_content_max(BYTES), BYTES / 8);
    common_put(common, &name, (struct tn_text){ bytes, sizeof bytes });
    assert_false(common_find(common, &name, &found));
    common_put(common, &name, (struct tn_text){ bytes, sizeof bytes - 1 });
    assert_true(common_find(common, &name, &found));
    free((void *)(uintptr_t)found.at);
}

/* Any byte that changes makes it not found. */
static void what_is_torn_is_not_found(void **state)
{
    struct common *common = *state;
    put(common, 3);
    unsigned char *ring = (unsigned char *)zone + common_zone_bytes(BYTES) - BYTES;
    for (size_t i = 0; i < 80 + 1 + 3 * 37; i++) {
        ring[i] ^= 1;
        assert_false(has(common, 3));
        ring[i] ^= 1;
    }
    assert_true(has(common, 3));
}

_Noreturn static void write_for_ever(struct common *common, unsigned first)
{
    for (unsigned i = first;; i++)
        put(common, i % 64);
}

/* Writers are killed at any instant; what is found is always right, and something is. */
static void writers_may_die(void **state)
{
    struct common *common = *state;
    unsigned found = 0;
    for (unsigned turn = 0; turn < TURNS; turn++) {
        pid_t writers[WRITERS];
        for (unsigned i = 0; i < WRITERS; i++)
            if ((writers[i] = fork()) == 0)
                write_for_ever(common, turn * 7 + i * 16);
        do /* on a busy machine they have not begun for a while */
            for (unsigned i = 0; i < 64; i++)
                found += has(common, i);
        while (found == 0);
        for (unsigned i = 0; i < WRITERS; i++)
            kill(writers[i], SIGKILL);
        for (unsigned i = 0; i < WRITERS; i++)
            waitpid(writers[i], NULL, 0);
    }
    put(common, 1000);
    assert_true(has(common, 1000));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, prepare, clean)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_put_is_found),
        TEST(the_oldest_gives_way),
        TEST(what_is_too_large_is_not_kept),
        TEST(what_is_torn_is_not_found),
        TEST(writers_may_die),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
