/* SPDX-License-Identifier: MIT */
/* Sorting that can be cancelled. */
#ifndef SCAD_BASE_SORT_H
#define SCAD_BASE_SORT_H

#include "base/arena.h"

/* As qsort(); what is equal stays in its order. */
void sort_items(struct arena *arena, void *items, size_t count, size_t size,
                int (*compare)(const void *a, const void *b));

/* The same with one more argument. */
void sort_items_with(struct arena *arena, void *items, size_t count, size_t size,
                     int (*compare)(const void *a, const void *b, void *context), void *context);

#endif
