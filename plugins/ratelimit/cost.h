/* SPDX-License-Identifier: MIT */
/* What a request costs, and with which replies it gets that back. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <tenon/text.h>

/* Reads a number, a fraction rounded up, anything above LIMITER_COUNT_MAX as that. False if the text
 * is no such number; negative ones are none. */
bool cost_read(struct tn_text text, uint64_t *cost);

/* Whether the pattern is a status or a class of them: 503, 50x, 5xx. */
bool cost_pattern_sane(const char *pattern);

/* Whether the status is one of the pattern. */
bool cost_pattern_matches(const char *pattern, int status);
