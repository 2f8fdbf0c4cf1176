/* SPDX-License-Identifier: MIT */
/* A file's contents, read by one of the readers. */
#ifndef SCAD_TESTS_READERS_BENCH_H
#define SCAD_TESTS_READERS_BENCH_H

#include "readers/reading.h"
#include "readers/soup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

struct bench {
    struct arena arena;
    struct reading reading;
    struct soup soup;
};

typedef bool bench_reader(struct reading *reading, struct soup *soup);

static inline bool bench_read(struct bench *bench, bench_reader *reader, const char *bytes,
                              size_t length)
{
    /* at its exact size in memory, so that a sanitizer sees who reads on */
    char *copy = arena_take(&bench->arena, length ? length : 1);
    memcpy(copy, bytes, length);
    bench->reading = reading_of(&bench->arena, (struct text){ copy, length });
    bench->soup = soup_in(&bench->arena);
    return reader(&bench->reading, &bench->soup);
}

static inline bool bench_read_string(struct bench *bench, bench_reader *reader, const char *string)
{
    return bench_read(bench, reader, string, strlen(string));
}

static inline void bench_refuses(struct bench *bench, bench_reader *reader, const char *string,
                                 const char *problem)
{
    assert_false(bench_read_string(bench, reader, string));
    assert_string_equal(bench->reading.problem.bytes, problem);
}

/* Whatever is left out at the end, or changed in one place, the reader comes back. */
static inline void bench_survives(struct bench *bench, bench_reader *reader, const char *bytes,
                                  size_t length)
{
    char *copy = arena_take(&bench->arena, length);
    for (size_t i = 0; i < length; i++) {
        bench_read(bench, reader, bytes, i);
        for (int change = 1; change < 256; change *= 2) {
            memcpy(copy, bytes, length);
            copy[i] = (char)(copy[i] ^ change);
            bench_read(bench, reader, copy, length);
            for (size_t j = 0; j < bench->soup.corners.count; j++)
                assert_true(bench->soup.corners.items[j] < bench->soup.points.count);
        }
    }
}

static inline int bench_set_up(void **state)
{
    static struct bench bench;
    memset(&bench, 0, sizeof bench);
    arena_open(&bench.arena);
    *state = &bench;
    return 0;
}

static inline int bench_tear_down(void **state)
{
    arena_close(&((struct bench *)*state)->arena);
    return 0;
}

#define BENCH_TEST(name) cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)

#endif
