/* SPDX-License-Identifier: MIT */
/* Memory that is given out piece by piece and given back all at once. Out of memory ends the process, here alone. */
#pragma once

#include <stdarg.h>

#include <tenon/abi.h>
#include <tenon/text.h>

struct arena_block;

/* All zero is an empty arena. */
struct arena {
    struct arena_block *blocks; /* newest first */
    size_t left;                /* in the newest */
    size_t total;               /* given out since the last reset */
};

/* Zeroed, aligned for anything, never NULL. */
void *arena_alloc(struct arena *arena, size_t size);
/* The same, but with whatever was there before: for bytes that are written at once. */
char *arena_room(struct arena *arena, size_t size);
/* NUL-terminated copies; an absent text stays absent. */
struct tn_text arena_copy(struct arena *arena, struct tn_text text);
char *arena_string(struct arena *arena, const char *string);
struct tn_text arena_print(struct arena *arena, const char *format, ...) TN_PRINTF(2, 3);
struct tn_text arena_vprint(struct arena *arena, const char *format, va_list arguments)
    TN_PRINTF(2, 0);
/* Gives everything back but the first block, which is kept for the next use. */
void arena_reset(struct arena *arena);
/* Takes over what the other has given out, which then is empty. */
void arena_adopt(struct arena *arena, struct arena *other);
/* Gives everything back. */
void arena_free(struct arena *arena);

/* Heap memory that is never NULL: zeroed, and resized. */
void *memory_alloc(size_t size);
void *memory_resize(void *memory, size_t size);
/* Ends the process: for libraries that say so when the system gave them no memory. */
_Noreturn void memory_exhausted(size_t size);
