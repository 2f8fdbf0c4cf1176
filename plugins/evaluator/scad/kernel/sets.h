/* SPDX-License-Identifier: MIT */
/* Numbers that were found to belong together: each set is known by its least one, in whatever order they were united. */
#ifndef SCAD_KERNEL_SETS_H
#define SCAD_KERNEL_SETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* By number another one of its set, or itself: all alone at first. */
static inline void sets_open(uint32_t *sets, size_t count)
{
    for (size_t i = 0; i < count; i++)
        sets[i] = (uint32_t)i;
}

/* The least of the number's set. */
static inline uint32_t sets_find(uint32_t *sets, uint32_t number)
{
    while (sets[number] != number) {
        sets[number] = sets[sets[number]];
        number = sets[number];
    }
    return number;
}

/* False if they were together already. */
static inline bool sets_unite(uint32_t *sets, uint32_t a, uint32_t b)
{
    a = sets_find(sets, a);
    b = sets_find(sets, b);
    if (a < b)
        sets[b] = a;
    else
        sets[a] = b;
    return a != b;
}

#endif
