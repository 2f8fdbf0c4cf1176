/* SPDX-License-Identifier: MIT */
/* Where shared values live. Blocks of one size class are carved from chunks and reused through a
 * list; under the address sanitizer every block is its own, so that it can watch them. */
#include "evaluate/heap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_BYTES (256 * 1024)

#if defined(__SANITIZE_ADDRESS__)
#define SMALL_BYTES 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SMALL_BYTES 0
#endif
#endif
#ifndef SMALL_BYTES
#define SMALL_BYTES ((HEAP_CLASSES - 1) * HEAP_CLASS_BYTES)
#endif

struct heap_block {
    struct heap_block *next;
};

/* The head of what came from the system: a chunk of small blocks or one large block. */
struct heap_chunk {
    struct heap_chunk *next, *previous;
};

/* For those who have nobody to look. */
#define WORK ((size_t)-1)

static void give_work(void *context)
{
    (void)context; /* what is left is enough for ever */
}

void heap_open(struct heap *heap, size_t limit_bytes, heap_exhausted *exhausted, void *context)
{
    *heap = (struct heap){ .limit_bytes = limit_bytes,
                           .exhausted = exhausted,
                           .context = context,
                           .work = WORK,
                           .work_spent = give_work };
}

void heap_spend_much(struct heap *heap, size_t count)
{
    while (heap->work <= count) {
        count -= heap->work;
        heap->work = WORK;
        heap->work_spent(heap->context);
    }
    heap->work -= count;
}

static void free_chunks(struct heap_chunk *chunk)
{
    while (chunk) {
        struct heap_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
}

void heap_close(struct heap *heap)
{
    free_chunks(heap->chunks);
    free_chunks(heap->large);
    free(heap->dying);
    *heap = (struct heap){ .limit_bytes = heap->limit_bytes };
}

static _Noreturn void give_up(struct heap *heap)
{
    if (heap->exhausted)
        heap->exhausted(heap->context);
    abort();
}

static void *system_take(struct heap *heap, size_t size)
{
    void *memory = malloc(size);
    if (!memory)
        give_up(heap);
    return memory;
}

static void *link_large(struct heap *heap, struct heap_chunk *chunk)
{
    chunk->previous = NULL;
    chunk->next = heap->large;
    if (heap->large)
        heap->large->previous = chunk;
    heap->large = chunk;
    return chunk + 1;
}

static void *take_large(struct heap *heap, size_t size)
{
    if (size > SIZE_MAX - sizeof(struct heap_chunk))
        give_up(heap);
    return link_large(heap, system_take(heap, sizeof(struct heap_chunk) + size));
}

static struct heap_chunk *unlink_large(struct heap *heap, void *block)
{
    struct heap_chunk *chunk = (struct heap_chunk *)block - 1;
    if (chunk->previous)
        chunk->previous->next = chunk->next;
    else
        heap->large = chunk->next;
    if (chunk->next)
        chunk->next->previous = chunk->previous;
    return chunk;
}

/* The system moves a large block by its pages, without touching them. */
static void *grow_large(struct heap *heap, void *block, size_t size)
{
    if (size > SIZE_MAX - sizeof(struct heap_chunk))
        give_up(heap);
    struct heap_chunk *chunk = unlink_large(heap, block);
    struct heap_chunk *grown = realloc(chunk, sizeof *chunk + size);
    void *moved = link_large(heap, grown ? grown : chunk);
    if (!grown)
        give_up(heap);
    return moved;
}

static void *carve(struct heap *heap, size_t size)
{
    if ((size_t)(heap->fresh_end - heap->fresh) < size) {
        struct heap_chunk *chunk = system_take(heap, CHUNK_BYTES);
        chunk->next = heap->chunks;
        heap->chunks = chunk;
        heap->fresh = (char *)(chunk + 1);
        heap->fresh_end = (char *)chunk + CHUNK_BYTES;
    }
    void *block = heap->fresh;
    heap->fresh += size;
    return block;
}

static void count_used(struct heap *heap, size_t more)
{
    heap->used_bytes += more;
    if (heap->limit_bytes && heap->used_bytes > heap->limit_bytes) {
        heap->used_bytes -= more;
        give_up(heap);
    }
}

void *heap_take(struct heap *heap, size_t size)
{
    count_used(heap, size);
    if (size > SMALL_BYTES)
        return take_large(heap, size);
    size_t class = (size + HEAP_CLASS_BYTES - 1) / HEAP_CLASS_BYTES;
    struct heap_block *block = heap->unused[class];
    if (!block)
        return carve(heap, class * HEAP_CLASS_BYTES);
    heap->unused[class] = block->next;
    return block;
}

void heap_give(struct heap *heap, void *block, size_t size)
{
    heap->used_bytes -= size;
    if (size > SMALL_BYTES) {
        free(unlink_large(heap, block));
        return;
    }
    size_t class = (size + HEAP_CLASS_BYTES - 1) / HEAP_CLASS_BYTES;
    struct heap_block *unused = block;
    unused->next = heap->unused[class];
    heap->unused[class] = unused;
}

void *heap_grow(struct heap *heap, void *block, size_t old_size, size_t new_size)
{
    if (old_size > SMALL_BYTES) {
        count_used(heap, new_size - old_size);
        return grow_large(heap, block, new_size);
    }
    void *larger = heap_take(heap, new_size);
    memcpy(larger, block, old_size);
    heap_give(heap, block, old_size);
    return larger;
}
