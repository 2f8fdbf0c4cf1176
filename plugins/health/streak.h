/* SPDX-License-Identifier: MIT */
/* Rise and fall: one odd result does not turn a check over. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum streak_state { STREAK_UNKNOWN, STREAK_UP, STREAK_DOWN };

struct streak {
    enum streak_state state;
    int64_t against; /* results in a row that say otherwise */
};

/* Takes a result in: the first is believed at once, then `rise` good ones in a row turn it up, and
 * `fall` bad ones turn it down. */
void streak_take(struct streak *streak, bool good, int64_t rise, int64_t fall);
