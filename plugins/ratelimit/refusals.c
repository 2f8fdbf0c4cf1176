/* SPDX-License-Identifier: MIT */
/* Sets of a few rows, which are looked through. */
#include "refusals.h"

static size_t set_of(const struct refusals_question *question)
{
    uint64_t mixed = (question->place ^ question->cost ^ (uint64_t)(uintptr_t)question->limit) *
                     UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(mixed >> 32) % REFUSALS_SETS * REFUSALS_WAYS;
}

static bool same(const struct refusals_question *one, const struct refusals_question *other)
{
    return one->limit == other->limit && one->place == other->place && one->cost == other->cost;
}

void refusals_put(struct refusals_row *rows, const struct refusals_row *row)
{
    struct refusals_row *set = rows + set_of(&row->question), *chosen = set;
    for (size_t i = 0; i < REFUSALS_WAYS; i++) {
        if (same(&set[i].question, &row->question)) {
            chosen = &set[i];
            break;
        }
        if (set[i].until_ns < chosen->until_ns)
            chosen = &set[i];
    }
    *chosen = *row;
}

static uint64_t later(uint64_t duration_ns, uint64_t gone_ns)
{
    return duration_ns > gone_ns ? duration_ns - gone_ns : 0;
}

bool refusals_find(const struct refusals_row *rows, const struct refusals_question *question,
                   uint64_t now_ns, struct limiter_decision *decision)
{
    const struct refusals_row *set = rows + set_of(question);
    for (size_t i = 0; i < REFUSALS_WAYS; i++) {
        if (!same(&set[i].question, question) || set[i].until_ns <= now_ns)
            continue;
        *decision = set[i].decision;
        decision->reset_ns = later(decision->reset_ns, now_ns - set[i].asked_ns);
        decision->retry_ns = later(decision->retry_ns, now_ns - set[i].asked_ns);
        return true;
    }
    return false;
}
