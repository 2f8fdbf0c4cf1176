/* SPDX-License-Identifier: MIT */
/* Blocks in a chain, each larger than the one before, filled from the front. */
#include "base/arena.h"

#include <malloc.h>
#include <setjmp.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_BLOCK_BYTES = 4096,
    LARGEST_BLOCK_BYTES = 1 << 20,
    LARGEST_KEPT_BYTES = LARGEST_BLOCK_BYTES + (1 << 16),
    KEPT_BYTES = 6 << 20
};

struct arena_block {
    struct arena_block *older;
    size_t size; /* of bytes */
    size_t used;
    alignas(max_align_t) unsigned char bytes[];
};

/* By default the system would give and take back the pages of each block that is longer than all before. Most blocks are a little over
 * 1 MiB and are kept; what is larger goes back at once, and what is free at the end beyond some of them. Of the grid of 20^3 cubes a third
 * of all page faults came from blocks that went back; to keep all of them costs a tenth more memory. */
void arena_keep_freed(void)
{
    mallopt(M_MMAP_THRESHOLD, LARGEST_KEPT_BYTES);
    mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
}

void arena_open(struct arena *arena)
{
    *arena = (struct arena){ 0 };
}

struct arena *arena_within(struct arena *outer)
{
    struct arena *inner = outer->inner;
    while (inner && !inner->closed)
        inner = inner->next;
    if (!inner) {
        inner = arena_take(outer, sizeof *inner);
        *inner = (struct arena){ .outer = outer, .next = outer->inner };
        outer->inner = inner;
    }
    inner->cancelled = outer->cancelled;
    inner->closed = false;
    return inner;
}

/* Counts for the arena and all around it. Two threads may have arenas within the same one. */
static void count_released(struct arena *arena, size_t size)
{
    for (; arena; arena = arena->outer)
        __atomic_fetch_sub(&arena->held_bytes, size, __ATOMIC_RELAXED);
}

void arena_close_inner(struct arena *arena)
{
    for (struct arena *inner = arena->inner; inner; inner = inner->next) {
        inner->cancelled = arena->cancelled;
        arena_close(inner);
    }
}

void arena_close(struct arena *arena)
{
    arena_close_inner(arena);
    arena->inner = NULL;
    while (arena->newest) {
        arena_poll(arena);
        struct arena_block *block = arena->newest;
        arena->newest = block->older;
        count_released(arena, sizeof *block + block->size);
        free(block);
    }
    arena->closed = arena->outer != NULL;
}

/* The arena whose owner is told that memory ended. */
static struct arena *told_arena(struct arena *arena)
{
    while (arena->outer && !arena->exhausted)
        arena = arena->outer;
    return arena;
}

_Noreturn void arena_give_up(struct arena *arena, size_t size)
{
    arena = told_arena(arena);
    if (arena->exhausted)
        arena->exhausted(arena->context);
    fprintf(stderr, "out of memory: %zu bytes held, %zu more wanted\n", arena->held_bytes, size);
    abort();
}

static void leave(void *escape)
{
    longjmp(*(jmp_buf *)escape, 1);
}

/* A function of its own: nothing that it has is needed after a jump. */
static bool comes_through(jmp_buf escape, void (*work)(void *context), void *context)
{
    if (setjmp(escape) != 0)
        return false;
    work(context);
    return true;
}

bool arena_attempt(struct arena *arena, void (*work)(void *context), void *context)
{
    struct arena *told = told_arena(arena);
    arena_exhausted *const exhausted = told->exhausted;
    void *const told_context = told->context;
    jmp_buf escape;
    told->exhausted = leave;
    told->context = &escape;
    bool done = comes_through(escape, work, context);
    told->exhausted = exhausted;
    told->context = told_context;
    return done;
}

static size_t next_block_size(const struct arena *arena, size_t wanted)
{
    size_t size = arena->newest ? 2 * arena->newest->size : FIRST_BLOCK_BYTES;
    if (size > LARGEST_BLOCK_BYTES)
        size = LARGEST_BLOCK_BYTES;
    return size > wanted ? size : wanted;
}

/* Counts what is about to be taken from the system, if no limit stands against it. */
static void count_held(struct arena *arena, size_t more)
{
    bool allowed = true;
    for (struct arena *at = arena; at; at = at->outer) {
        size_t held = __atomic_add_fetch(&at->held_bytes, more, __ATOMIC_RELAXED);
        allowed = allowed && (at->limit_bytes == 0 || held <= at->limit_bytes);
        if (held > __atomic_load_n(&at->most_bytes, __ATOMIC_RELAXED))
            __atomic_store_n(&at->most_bytes, held, __ATOMIC_RELAXED);
    }
    if (allowed)
        return;
    count_released(arena, more);
    arena_give_up(arena, more);
}

static void add_block(struct arena *arena, size_t wanted)
{
    size_t size = next_block_size(arena, wanted);
    size_t held = sizeof(struct arena_block) + size;
    count_held(arena, held);
    struct arena_block *block = calloc(1, held); /* what is fresh from the system is 0 already */
    if (!block) {
        count_released(arena, held);
        arena_give_up(arena, wanted);
    }
    block->older = arena->newest;
    block->size = size;
    arena->newest = block;
}

static size_t rounded_up(struct arena *arena, size_t size)
{
    const size_t step = alignof(max_align_t);
    if (size > SIZE_MAX / 2)
        arena_give_up(arena, size);
    return (size + step - 1) / step * step;
}

void *arena_take(struct arena *arena, size_t size)
{
    size_t room = rounded_up(arena, size);
    if (!arena->newest || room > arena->newest->size - arena->newest->used)
        add_block(arena, room);
    struct arena_block *block = arena->newest;
    void *place = block->bytes + block->used;
    block->used += room;
    return place;
}

/* True if the bytes are the last that were taken and the block has room behind them. */
static bool grows_in_place(struct arena *arena, const void *old, size_t old_room, size_t new_room)
{
    struct arena_block *block = arena->newest;
    return old && block && old_room <= block->used &&
           block->bytes + (block->used - old_room) == (const unsigned char *)old &&
           new_room - old_room <= block->size - block->used;
}

/* The link to the block that holds nothing but this array, or NULL. Behind the newest one only large arrays are looked for. */
static struct arena_block **own_block(struct arena *arena, const void *old, size_t old_room)
{
    if (!old)
        return NULL;
    struct arena_block **link = &arena->newest;
    while (*link && (const void *)(*link)->bytes != old) {
        if (old_room < LARGEST_BLOCK_BYTES)
            return NULL;
        link = &(*link)->older;
    }
    return *link && (*link)->used == old_room ? link : NULL;
}

static void *grow_block(struct arena *arena, struct arena_block **link, size_t new_room)
{
    size_t more = new_room - (*link)->size;
    count_held(arena, more);
    struct arena_block *block = realloc(*link, sizeof *block + new_room);
    if (!block) {
        count_released(arena, more);
        arena_give_up(arena, new_room);
    }
    *link = block;
    block->size = block->used = new_room;
    return block->bytes;
}

void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size)
{
    size_t old_room = rounded_up(arena, old_size);
    size_t new_room = rounded_up(arena, new_size);
    if (grows_in_place(arena, old, old_room, new_room)) {
        arena->newest->used += new_room - old_room;
        return old;
    }
    struct arena_block **block = own_block(arena, old, old_room);
    if (block)
        return grow_block(arena, block, new_room);
    void *moved = arena_take(arena, new_size);
    if (old_size)
        memcpy(moved, old, old_size);
    return moved;
}

char *arena_copy(struct arena *arena, const char *bytes, size_t length)
{
    char *copy = arena_take(arena, length + 1);
    if (length)
        memcpy(copy, bytes, length);
    return copy;
}
