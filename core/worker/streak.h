/* SPDX-License-Identifier: MIT */
/* Rise and fall: one odd answer does not turn a check over. */
#pragma once

#include <tenon/health.h>

struct streak {
    enum tn_health state;
    enum tn_health next; /* what the last answers agree on, if they are on one side of the state */
    int64_t count;       /* of them */
};

/*
 * Takes an answer in: the first is believed at once, then `rise` better ones in a row turn the state to the worst of them, and `fall`
 * worse ones to the best of them.
 */
void streak_take(struct streak *streak, enum tn_health answer, int64_t rise, int64_t fall);
