/* SPDX-License-Identifier: MIT */
/* Where shared values live: small blocks by size class, large ones from the system; all of it can be
 * given back at once, so that an evaluation may be left by a jump. */
#ifndef SCAD_EVALUATE_HEAP_H
#define SCAD_EVALUATE_HEAP_H

#include <stdbool.h>
#include <stddef.h>

#define HEAP_CLASS_BYTES 16
#define HEAP_CLASSES     33 /* blocks of up to 512 bytes */

struct heap_chunk;
struct heap_block;
struct shared;

/* Called when the heap may not or cannot grow. It must not return. */
typedef void heap_exhausted(void *context);

struct heap {
    size_t used_bytes;
    size_t limit_bytes; /* 0 is no limit */
    heap_exhausted *exhausted;
    void *context;
    const char *stack_floor; /* recursion over values may not go below; NULL is no limit */
    heap_exhausted *stack_exhausted;
    size_t work;                /* parts of values that may be visited before somebody looks */
    heap_exhausted *work_spent; /* gives more work, or does not return */
    struct heap_block *unused[HEAP_CLASSES];
    struct heap_chunk *chunks;
    struct heap_chunk *large;
    char *fresh, *fresh_end;
    struct shared *
        *dying; /* values whose last reference is gone and whose parts are not yet freed */
    size_t dying_count, dying_capacity;
};

/* An empty heap. */
void heap_open(struct heap *heap, size_t limit_bytes, heap_exhausted *exhausted, void *context);

/* Gives everything back, whatever still refers to it. */
void heap_close(struct heap *heap);

/* A block of at least `size` bytes, not cleared, aligned for any value. Never NULL. */
void *heap_take(struct heap *heap, size_t size);

/* Gives a block back; `size` is what it was taken with. */
void heap_give(struct heap *heap, void *block, size_t size);

/* A block of `new_size` bytes that begins as the old one, which is given back. */
void *heap_grow(struct heap *heap, void *block, size_t old_size, size_t new_size);

/* Is there too little of the C stack left to go deeper? */
static inline bool heap_stack_is_low(const struct heap *heap)
{
    return (const char *)__builtin_frame_address(0) < heap->stack_floor;
}

/* Leaves by heap->stack_exhausted if values are nested deeper than the C stack allows. */
static inline void heap_check_stack(struct heap *heap)
{
    if (__builtin_expect(heap_stack_is_low(heap), 0))
        heap->stack_exhausted(heap->context);
}

/* More than there is left: lets somebody look, as often as it is much. */
void heap_spend_much(struct heap *heap, size_t count);

/* Counts work on so many parts of values, which one step of a program may be a great deal of. */
static inline void heap_spend(struct heap *heap, size_t count)
{
    if (__builtin_expect(heap->work <= count, 0))
        heap_spend_much(heap, count);
    else
        heap->work -= count;
}

/* The same for what is only copied or compared: so many bytes take as long as one part does. */
static inline void heap_spend_bytes(struct heap *heap, size_t bytes)
{
    heap_spend(heap, bytes / 64);
}

#endif
