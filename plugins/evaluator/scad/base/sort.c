/* SPDX-License-Identifier: MIT */
/* Short runs by insertion, then merged two by two (J. von Neumann, 1945), to and fro between the items and as much memory again. */
#include "base/sort.h"

#include <stdint.h>
#include <string.h>

enum { SHORT_RUN = 8, LARGEST_ITEM = 256 };

struct sort {
    struct arena *arena;
    size_t count, size;
    int (*compare)(const void *a, const void *b);
    int (*compare_with)(const void *a, const void *b, void *context);
    void *context;
};

static int order(const struct sort *sort, const void *a, const void *b)
{
    return sort->compare ? sort->compare(a, b) : sort->compare_with(a, b, sort->context);
}

static void sort_run(const struct sort *sort, unsigned char *run, size_t count)
{
    unsigned char item[LARGEST_ITEM];
    size_t size = sort->size;
    for (size_t i = 1; i < count; i++) {
        size_t at = i;
        while (at > 0 && order(sort, run + (at - 1) * size, run + i * size) > 0)
            at--;
        if (at == i)
            continue;
        memcpy(item, run + i * size, size);
        memmove(run + (at + 1) * size, run + at * size, (i - at) * size);
        memcpy(run + at * size, item, size);
    }
}

/* Two runs that follow each other become one. */
static void merge(const struct sort *sort, const unsigned char *from, size_t first, size_t both,
                  unsigned char *to)
{
    const unsigned char *left = from, *left_end = from + first * sort->size;
    const unsigned char *right = left_end, *right_end = from + both * sort->size;
    while (left < left_end && right < right_end) {
        arena_poll(sort->arena);
        const unsigned char **least = order(sort, left, right) <= 0 ? &left : &right;
        memcpy(to, *least, sort->size);
        *least += sort->size;
        to += sort->size;
    }
    memcpy(to, left, (size_t)(left_end - left));
    to += left_end - left;
    memcpy(to, right, (size_t)(right_end - right));
}

static void sort(const struct sort *sort, unsigned char *items)
{
    struct arena *scratch = arena_within(sort->arena);
    size_t count = sort->count, size = sort->size;
    unsigned char *from = items, *to = count > SHORT_RUN ? arena_take(scratch, count * size) : NULL;
    for (size_t at = 0; at < count; at += SHORT_RUN) {
        arena_poll(sort->arena);
        sort_run(sort, from + at * size, count - at < SHORT_RUN ? count - at : SHORT_RUN);
    }
    for (size_t run = SHORT_RUN; run < count; run *= 2) {
        for (size_t at = 0; at < count; at += 2 * run) {
            size_t left = count - at;
            merge(sort, from + at * size, left < run ? left : run, left < 2 * run ? left : 2 * run,
                  to + at * size);
        }
        unsigned char *merged = to;
        to = from;
        from = merged;
    }
    if (from != items)
        memcpy(items, from, count * size);
    arena_close(scratch);
}

void sort_items(struct arena *arena, void *items, size_t count, size_t size,
                int (*compare)(const void *a, const void *b))
{
    sort(&(struct sort){ .arena = arena, .count = count, .size = size, .compare = compare }, items);
}

void sort_items_with(struct arena *arena, void *items, size_t count, size_t size,
                     int (*compare)(const void *a, const void *b, void *context), void *context)
{
    sort(&(struct sort){ .arena = arena,
                         .count = count,
                         .size = size,
                         .compare_with = compare,
                         .context = context },
         items);
}
