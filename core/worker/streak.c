/* SPDX-License-Identifier: MIT */
/* Counting answers in a row. */
#include <worker/streak.h>

static void turn(struct streak *streak, enum tn_health state)
{
    *streak = (struct streak){ .state = state };
}

void streak_take(struct streak *streak, enum tn_health answer, int64_t rise, int64_t fall)
{
    if (streak->state == TN_HEALTH_UNKNOWN || answer == streak->state) {
        turn(streak, answer);
        return;
    }
    bool worse = answer > streak->state;
    if (streak->count && worse == (streak->next > streak->state)) {
        bool milder = worse == (answer < streak->next);
        streak->next = milder ? answer : streak->next;
        streak->count++;
    } else {
        streak->next = answer;
        streak->count = 1;
    }
    if (streak->count >= (worse ? fall : rise))
        turn(streak, streak->next);
}
