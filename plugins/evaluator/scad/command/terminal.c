/* SPDX-License-Identifier: MIT */
/* A line at the foot of a terminal that says how far a model is, and goes away. */
#include "command/terminal.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* Faster than eyes can follow it would only be work. */
enum { PAUSE_MS = 100 };

/* To the line's begin; to clear what is behind the cursor. */
#define BACK  "\r"
#define CLEAR "\033[K"

struct terminal terminal_open(bool quiet)
{
    return (struct terminal){ .used = !quiet && isatty(STDERR_FILENO) };
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The last step is the longest as a rule: it is always shown. */
static void show(void *context, const struct progress_step *step)
{
    struct terminal *terminal = context;
    int64_t now = now_ms();
    if (now < terminal->next && step->done + 1 < step->total)
        return;
    terminal->next = now + PAUSE_MS;
    terminal->shown = true;
    fprintf(stderr, BACK "%3zu %% %s" CLEAR, 100 * step->done / step->total, step->name);
    fflush(stderr);
}

struct progress terminal_progress(struct terminal *terminal)
{
    return (struct progress){ terminal->used ? show : NULL, terminal };
}

void terminal_clear(struct terminal *terminal)
{
    if (terminal->shown)
        fputs(BACK CLEAR, stderr);
    terminal->shown = false;
}
