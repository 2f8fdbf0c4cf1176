/* SPDX-License-Identifier: MIT */
/* The heap, and the one place where running out of it ends the process. */
#include <stdio.h>
#include <stdlib.h>

#include <base/arena.h>

_Noreturn void memory_exhausted(size_t size)
{
    fprintf(stderr, "tenon: out of memory: the system gave no %zu bytes\n", size);
    abort();
}

void *memory_alloc(size_t size)
{
    void *memory = calloc(1, size ? size : 1);
    if (!memory)
        memory_exhausted(size);
    return memory;
}

void *memory_resize(void *memory, size_t size)
{
    void *resized = realloc(memory, size ? size : 1);
    if (!resized)
        memory_exhausted(size);
    return resized;
}
