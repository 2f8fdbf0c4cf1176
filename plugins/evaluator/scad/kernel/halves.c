/* SPDX-License-Identifier: MIT */
/* The first half is done by who asks, the second by a thread that lives no longer. */
#include "kernel/halves.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>

void halves_open(struct halves *halves, struct arena *outer, bool beside)
{
    *halves = (struct halves){ .outer = outer, .beside = beside };
    halves->arenas[0] = arena_within(outer);
    halves->arenas[1] = beside ? arena_within(outer) : halves->arenas[0];
}

void halves_close(struct halves *halves)
{
    for (int half = halves->beside; half >= 0; half--)
        arena_close(halves->arenas[half]);
}

struct part {
    void (*work)(void *context, int half);
    void *context;
    int half;
    struct arena *arena; /* whose memory may be exhausted */
    bool exhausted;
    jmp_buf escape;
};

static void leave(void *part)
{
    longjmp(((struct part *)part)->escape, 1);
}

/* Nobody may jump out of a thread, nor past one that still works. */
static void *do_part(void *context)
{
    struct part *part = context;
    arena_exhausted *const before = part->arena->exhausted;
    void *const before_context = part->arena->context;
    part->arena->exhausted = leave;
    part->arena->context = part;
    if (setjmp(part->escape) == 0)
        part->work(part->context, part->half);
    else
        part->exhausted = true;
    part->arena->exhausted = before;
    part->arena->context = before_context;
    return NULL;
}

/* Signals are for the thread that was there before. */
static bool start(pthread_t *thread, struct part *part)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(thread, NULL, do_part, part) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

void halves_do(struct halves *halves, void (*work)(void *context, int half), void *context)
{
    struct part first = { .work = work, .context = context, .half = 0, .arena = halves->outer };
    struct part second = {
        .work = work, .context = context, .half = 1, .arena = halves->arenas[1]
    };
    pthread_t thread;
    if (!halves->beside || !start(&thread, &second)) {
        work(context, 0);
        work(context, 1);
        return;
    }
    do_part(&first);
    pthread_join(thread, NULL);
    if (first.exhausted || second.exhausted)
        arena_give_up(halves->outer, 0);
}
