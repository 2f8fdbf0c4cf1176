/* SPDX-License-Identifier: MIT */
/* Where shared values live. Blocks of one size class are carved from chunks and reused through a
 * list; under the address sanitizer every block is its own, so that it can watch them. */
#include "evaluate/heap.h"

#include <stdint.h>
#include <stdlib.h>

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

void heap_open(struct heap *heap, size_t limit_bytes, heap_exhausted *exhausted, void *context)
{
    *heap = (struct heap){ .limit_bytes = limit_bytes, .exhausted = exhausted, .context = context };
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

static void *system_take(struct heap *heap, size_t size)
{
    void *memory = malloc(size);
    if (!memory) {
        if (heap->exhausted)
            heap->exhausted(heap->context);
        abort();
    }
    return memory;
}

static void *take_large(struct heap *heap, size_t size)
{
    if (size > SIZE_MAX - sizeof(struct heap_chunk))
        heap->exhausted(heap->context);
    struct heap_chunk *chunk = system_take(heap, sizeof *chunk + size);
    chunk->previous = NULL;
    chunk->next = heap->large;
    if (heap->large)
        heap->large->previous = chunk;
    heap->large = chunk;
    return chunk + 1;
}

static void give_large(struct heap *heap, void *block)
{
    struct heap_chunk *chunk = (struct heap_chunk *)block - 1;
    if (chunk->previous)
        chunk->previous->next = chunk->next;
    else
        heap->large = chunk->next;
    if (chunk->next)
        chunk->next->previous = chunk->previous;
    free(chunk);
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

void *heap_take(struct heap *heap, size_t size)
{
    heap->used_bytes += size;
    if (heap->limit_bytes && heap->used_bytes > heap->limit_bytes) {
        heap->used_bytes -= size;
        heap->exhausted(heap->context);
    }
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
        give_large(heap, block);
        return;
    }
    size_t class = (size + HEAP_CLASS_BYTES - 1) / HEAP_CLASS_BYTES;
    struct heap_block *unused = block;
    unused->next = heap->unused[class];
    heap->unused[class] = unused;
}
