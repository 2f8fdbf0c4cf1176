/* SPDX-License-Identifier: MIT */
/* The algorithms once more, for a store that runs Lua: what is handed to the scripts, and what their
 * answers mean. Pure. */
#pragma once

#include "limiter.h"

/*
 * All limits of a request in one step: all are charged or none. For each limit the script takes a
 * key and SCRIPT_WORDS arguments, those of script_words and the cost, and returns SCRIPT_NUMBERS
 * integers.
 */
extern const char *const script_take;

/* Gives back. For each limit a key, those of script_words, the cost, and the stamp of the charge;
 * returns nothing. */
extern const char *const script_give_back;

enum { SCRIPT_WORDS = 5, SCRIPT_NUMBERS = 5, SCRIPT_WORD_ROOM = 24 };

/*
 * The limiter as a store can keep it. Lua has whole numbers up to 2^53 only: where a limit spans
 * more nanoseconds, its interval is rounded up to whole microseconds.
 */
struct limiter script_limiter(const struct limiter *limiter);

/* How the script is told of it. */
void script_words(const struct limiter *limiter, char words[SCRIPT_WORDS][SCRIPT_WORD_ROOM]);

/* What the script says of one limit. */
struct script_state {
    bool allowed; /* by this limit alone */
    struct limiter_decision decision;
    int64_t stamp; /* of a charge, for giving it back */
};

/*
 * Reads the numbers of one limit; `charged` if all limits have allowed the request. The decision is
 * the one that limiter_decide would have made, but for its state. False if the numbers are absurd.
 */
bool script_read(const struct limiter *limiter, const int64_t numbers[SCRIPT_NUMBERS],
                 uint64_t cost, bool charged, struct script_state *state);
