/* SPDX-License-Identifier: MIT */
/* Counting results in a row. */
#include "streak.h"

void streak_take(struct streak *streak, bool good, int64_t rise, int64_t fall)
{
    enum streak_state said = good ? STREAK_UP : STREAK_DOWN;
    if (said == streak->state) {
        streak->against = 0;
        return;
    }
    streak->against++;
    if (streak->state == STREAK_UNKNOWN || streak->against >= (good ? rise : fall)) {
        streak->state = said;
        streak->against = 0;
    }
}
