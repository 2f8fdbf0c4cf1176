/* SPDX-License-Identifier: MIT */
/* The last errors, in a ring that all workers write to. */
#pragma once

#include "label.h"

enum { RECENT_ERRORS = 100 };

/* One error. `version` is odd while it is being written; who reads it twice and finds it the same
 * has read something whole. */
struct recent_error {
    _Atomic uint64_t version;
    int64_t time_ms;
    char type[48], message[201], endpoint[151];
};

/* In shared memory: all zero is an empty ring. */
struct recent {
    _Atomic uint64_t count;
    struct recent_error errors[RECENT_ERRORS];
};

void recent_add(struct recent *recent, const struct observation *observation);

/* The errors as a JSON array, the newest first, in the request's arena. */
struct tn_text recent_json(const struct recent *recent, struct tn_request *request);
