/* SPDX-License-Identifier: MIT */
/* A line at the foot of a terminal that says how far a model is, and goes away. */
#ifndef SCAD_TERMINAL_H
#define SCAD_TERMINAL_H

#include "geometry/progress.h"

#include <stdbool.h>
#include <stdint.h>

struct terminal {
    bool used;    /* somebody looks at standard error, and wants to know */
    bool shown;   /* the line is there */
    int64_t next; /* when it may change again, in milliseconds */
};

struct terminal terminal_open(bool quiet);

/* A listener that shows the steps; the terminal must outlive it. */
struct progress terminal_progress(struct terminal *terminal);

/* Takes the line away, before something else is printed. */
void terminal_clear(struct terminal *terminal);

#endif
