/* SPDX-License-Identifier: MIT */
/* Counts what libscad does between two questions whether to go on: accesses to memory, as the compiler tells them one by one to whoever
 * wants to know (-fsanitize=thread), and what the C library moves and gives back. The same on every machine. */
#ifndef TEST_SCAD_METER_H
#define TEST_SCAD_METER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What builds are cancelled by. */
extern volatile int meter_cancelled;

struct meter {
    uint64_t steps, polls;
    uint64_t longest; /* most steps without a poll */
    size_t place; /* where the first poll after these was, for addr2line -fie; 0: there was none */
    uint64_t cancel_at; /* the poll that is told to end; 0: none */
    uint64_t latest;    /* steps up to the latest poll */
};

/* Begins anew. */
void meter_begin(uint64_t cancel_at);

/* The end counts as a poll, unless `open`. */
struct meter meter_end(bool open);

#endif
