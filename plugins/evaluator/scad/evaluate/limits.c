/* SPDX-License-Identifier: MIT */
/* What an evaluation may use, and what is said when it wants more. */
#include "evaluate/evaluator.h"

#include <sys/resource.h>

#define SLICE 1024u

/* So many parts of values are visited between two looks, and count as WORK_STEPS steps. */
#define WORK_SLICE 2048u
#define WORK_STEPS (WORK_SLICE / 64)

static _Noreturn void values_exhausted(void *context)
{
    struct evaluator *evaluator = context;
    report_limit(evaluator, "LIMIT_MEMORY",
                 "Evaluation stopped: its values need more than %zu bytes",
                 evaluator->heap.limit_bytes);
}

static _Noreturn void stack_exhausted(void *context)
{
    report_limit(context, "LIMIT_DEPTH", "Evaluation stopped: a value is nested too deeply");
}

static size_t stack_bytes(const struct evaluate_limits *limits)
{
    if (limits->stack_bytes)
        return limits->stack_bytes;
    struct rlimit limit;
    size_t wanted = 6u << 20;
    if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
        limit.rlim_cur / 4 * 3 < wanted)
        wanted = limit.rlim_cur / 4 * 3;
    return wanted;
}

/* Does not return if the evaluation is to end here. What is said about it is not cancelled any more. */
static void look(struct evaluator *evaluator)
{
    bool cancelled = arena_is_cancelled(evaluator->arena);
    if (cancelled)
        evaluator->arena->cancelled = NULL;
    if (cancelled)
        report_limit(evaluator, "CANCELLED", "Evaluation stopped: it was cancelled");
    if (evaluator->steps == 0)
        report_limit(evaluator, "LIMIT_STEPS", "Evaluation stopped: it took more than %llu steps",
                     evaluator->input->limits.steps
                         ? (unsigned long long)evaluator->input->limits.steps
                         : 1000000000ull);
}

static void work_spent(void *context)
{
    struct evaluator *evaluator = context;
    look(evaluator);
    evaluator->steps -= evaluator->steps < WORK_STEPS ? evaluator->steps : WORK_STEPS;
    evaluator->heap.work = WORK_SLICE;
}

void limits_refill(struct evaluator *evaluator)
{
    look(evaluator);
    evaluator->slice = evaluator->steps < SLICE ? (uint32_t)evaluator->steps : SLICE;
    evaluator->steps -= evaluator->slice;
}

void limits_open(struct evaluator *evaluator, const char *outermost)
{
    const struct evaluate_limits *limits = &evaluator->input->limits;
    size_t bytes = limits->value_bytes ? limits->value_bytes : (size_t)1 << 30;
    heap_open(&evaluator->heap, bytes, values_exhausted, evaluator);
    evaluator->heap.stack_floor = outermost - stack_bytes(limits);
    evaluator->heap.stack_exhausted = stack_exhausted;
    evaluator->heap.work = WORK_SLICE;
    evaluator->heap.work_spent = work_spent;
    evaluator->steps = limits->steps ? limits->steps : 1000000000;
    evaluator->slice = 1;
}
