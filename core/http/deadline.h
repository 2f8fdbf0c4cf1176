/* SPDX-License-Identifier: MIT */
/* Many deadlines, few of which ever come: a wheel in which setting one later costs nothing. Knows no loop. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DEADLINE_SLOTS = 512, DEADLINE_TICK_MS = 50 };
#define DEADLINE_NEVER UINT64_MAX

/* Part of what it bounds. All zero is one that is not set. */
struct deadline {
    uint64_t due_ms;
    /* When the wheel looks at it next, at the latest at due_ms; 0: not on the wheel. */
    uint64_t looked_at_ms;
    struct deadline *next, **link;
    void (*expired)(struct deadline *deadline, uint64_t now_ms);
};

struct deadlines {
    struct deadline *slots[DEADLINE_SLOTS];
    uint64_t tick; /* the last that was looked at */
    size_t count;
};

/* Begins the wheel's time. */
void deadlines_begin(struct deadlines *wheel, uint64_t now_ms);

/* Sets or moves a deadline. Moving it further away, or to DEADLINE_NEVER, only writes a number. */
void deadline_set(struct deadlines *wheel, struct deadline *deadline, uint64_t due_ms);

/* Takes it off the wheel: before its memory goes. */
void deadline_remove(struct deadlines *wheel, struct deadline *deadline);

/* Calls `expired` of all that are due; each is off the wheel by then and may be set again. */
void deadlines_advance(struct deadlines *wheel, uint64_t now_ms);
