/* SPDX-License-Identifier: MIT */
/* Whom a store has refused, and until when: they need not be asked about again. A bounded table of
 * this worker; in a full one, who may pass first is forgotten. Pure. */
#pragma once

#include <stddef.h>

#include "limiter.h"

enum { REFUSALS_SETS = 1024, REFUSALS_WAYS = 4, REFUSALS_SIZE = REFUSALS_SETS * REFUSALS_WAYS };

/* Which question: by which limit, whose count, how much. */
struct refusals_question {
    const void *limit;
    uint64_t place, cost;
};

struct refusals_row {
    struct refusals_question question;
    struct limiter_decision decision;
    uint64_t asked_ns, until_ns; /* what is past may be written over */
};

/* Remembers a decision on a request that was refused, by this limit or another, until then.
 * `rows` are REFUSALS_SIZE, zeroed in the beginning. */
void refusals_put(struct refusals_row *rows, const struct refusals_row *row);

/* The decision as it is by now; false if there is none that still holds. */
bool refusals_find(const struct refusals_row *rows, const struct refusals_question *question,
                   uint64_t now_ns, struct limiter_decision *decision);
