/* SPDX-License-Identifier: MIT */
/* Growing arrays in an arena. A list is any struct with the members items, count and capacity. */
#ifndef SCAD_BASE_LIST_H
#define SCAD_BASE_LIST_H

#include "base/arena.h"

/* Adds a value at the end. What pointed into the items may point to the old place afterwards. Asks the arena whether the work goes on:
 * so do loops that gather something, by this alone. */
#define list_append(arena, list, value)           \
    do {                                          \
        arena_poll(arena);                        \
        if ((list)->count == (list)->capacity)    \
            list_make_room(arena, list);          \
        (list)->items[(list)->count++] = (value); \
    } while (0)

#define list_make_room(arena, list)                                                                \
    do {                                                                                           \
        size_t list_wanted = (list)->capacity ? 2 * (size_t)(list)->capacity : 4;                  \
        (list)->items = arena_grow(arena, (list)->items, (list)->capacity * sizeof *(list)->items, \
                                   list_wanted * sizeof *(list)->items);                           \
        (list)->capacity = list_wanted;                                                            \
    } while (0)

#endif
