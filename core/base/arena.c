/* SPDX-License-Identifier: MIT */
/* Memory that is given out piece by piece and given back all at once. */
#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <base/arena.h>

enum { ALIGNMENT = alignof(max_align_t), BLOCK_MIN = 4096, BLOCK_MAX = 256 * 1024 };

struct arena_block {
    struct arena_block *next; /* older */
    size_t size;              /* of `bytes` */
    alignas(max_align_t) char bytes[];
};

static struct arena_block *block_new(size_t size)
{
    struct arena_block *block = memory_resize(NULL, sizeof *block + size);
    block->size = size;
    return block;
}

/* Each block doubles the last, so that a large document costs few calls and a request one. */
static size_t next_block_size(const struct arena *arena)
{
    if (!arena->blocks)
        return BLOCK_MIN;
    return arena->blocks->size < BLOCK_MAX ? arena->blocks->size * 2 : BLOCK_MAX;
}

/* A piece that would fill most of a block gets its own, behind the newest, which stays in use. */
static void *alloc_apart(struct arena *arena, size_t size)
{
    struct arena_block *block = block_new(size);
    if (arena->blocks) {
        block->next = arena->blocks->next;
        arena->blocks->next = block;
    } else {
        block->next = NULL;
        arena->blocks = block;
        arena->left = 0;
    }
    return block->bytes;
}

static void *alloc_in_newest(struct arena *arena, size_t size)
{
    struct arena_block *block = arena->blocks;
    void *piece = block->bytes + (block->size - arena->left);
    arena->left -= size;
    return piece;
}

/* What is given out as it is: whoever asks fills all of it. */
static void *take(struct arena *arena, size_t size)
{
    assert(size <= PTRDIFF_MAX / 2);
    size = (size + ALIGNMENT - (size > 0)) / ALIGNMENT * ALIGNMENT; /* nothing takes room too */
    arena->total += size;
    void *piece;
    if (size <= arena->left) {
        piece = alloc_in_newest(arena, size);
    } else if (size > next_block_size(arena) / 2) {
        piece = alloc_apart(arena, size);
    } else {
        struct arena_block *block = block_new(next_block_size(arena));
        block->next = arena->blocks;
        arena->blocks = block;
        arena->left = block->size;
        piece = alloc_in_newest(arena, size);
    }
    return piece;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(take(arena, size), 0, size);
}

char *arena_room(struct arena *arena, size_t size)
{
    return take(arena, size);
}

struct tn_text arena_copy(struct arena *arena, struct tn_text text)
{
    if (!text.at)
        return text;
    char *copy = take(arena, text.size + 1);
    memcpy(copy, text.at, text.size);
    copy[text.size] = '\0';
    return (struct tn_text){ copy, text.size };
}

char *arena_string(struct arena *arena, const char *string)
{
    if (!string)
        return NULL;
    size_t size = strlen(string) + 1;
    return memcpy(take(arena, size), string, size);
}

struct tn_text arena_vprint(struct arena *arena, const char *format, va_list arguments)
{
    assert(format);
    va_list again;
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, arguments);
    assert(size >= 0);
    char *at = arena_alloc(arena, (size_t)size + 1);
    vsnprintf(at, (size_t)size + 1, format, again);
    va_end(again);
    return (struct tn_text){ at, (size_t)size };
}

struct tn_text arena_print(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct tn_text text = arena_vprint(arena, format, arguments);
    va_end(arguments);
    return text;
}

void arena_reset(struct arena *arena)
{
    struct arena_block *block = arena->blocks;
    while (block && block->next) {
        struct arena_block *older = block->next;
        free(block);
        block = older;
    }
    arena->blocks = block;
    arena->left = block ? block->size : 0;
    arena->total = 0;
    if (block && block->size > BLOCK_MAX) /* one huge piece is not worth keeping */
        arena_free(arena);
}

void arena_adopt(struct arena *arena, struct arena *other)
{
    if (!arena->blocks) {
        arena_free(arena);
        *arena = *other;
    } else {
        struct arena_block *oldest = arena->blocks;
        while (oldest->next)
            oldest = oldest->next;
        oldest->next = other->blocks;
        arena->total += other->total;
    }
    *other = (struct arena){ 0 };
}

void arena_free(struct arena *arena)
{
    for (struct arena_block *block = arena->blocks, *older; block; block = older) {
        older = block->next;
        free(block);
    }
    *arena = (struct arena){ 0 };
}
