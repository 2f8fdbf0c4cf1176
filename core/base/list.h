/* SPDX-License-Identifier: MIT */
/* Lists whose members hold their neighbours, `previous` and `next`. */
#pragma once

/* Puts a member in front of a list. */
#define list_add(list, member)                   \
    do {                                         \
        (member)->next = (list);                 \
        if ((member)->next)                      \
            (member)->next->previous = (member); \
        (list) = (member);                       \
    } while (0)

/* Takes a member out, which may be the first. */
#define list_remove(list, member)                          \
    do {                                                   \
        if ((member)->previous)                            \
            (member)->previous->next = (member)->next;     \
        else                                               \
            (list) = (member)->next;                       \
        if ((member)->next)                                \
            (member)->next->previous = (member)->previous; \
    } while (0)
