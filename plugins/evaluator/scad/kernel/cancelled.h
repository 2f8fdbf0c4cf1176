/* SPDX-License-Identifier: MIT */
/* Whether the work is to end. To ask costs a look at one word: loops over all of a model ask in each pass, and whoever called them
 * before he goes on, since what they have made may not be whole then. */
#ifndef SCAD_KERNEL_CANCELLED_H
#define SCAD_KERNEL_CANCELLED_H

#include <stdbool.h>
#include <stddef.h>

/* Once true it stays so. NULL: never. */
static inline bool is_cancelled(const volatile int *cancelled)
{
    return cancelled != NULL && *cancelled != 0;
}

#endif
