/* SPDX-License-Identifier: MIT */
/* What every kind of request asks of its session. */
#include "session.h"

#include <string.h>
#include <time.h>

#include "deadline.h"
#include "geometry/report.h"

double session_clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

bool session_can_send(struct session *session, size_t size, size_t size_max)
{
    if (size <= size_max)
        return true;
    struct builder words = builder_in(&session->arena);
    builder_format(&words, "The result is too large: it has more than %zu bytes", size_max);
    session_complain(session, "RESULT_TOO_LARGE", builder_result(&words));
    return false;
}

void session_complain(struct session *session, const char *code, struct text message)
{
    diagnostics_add(
        &session->diagnostics,
        (struct diagnostic){ .severity = SEVERITY_ERROR, .text = message, .code = code });
}

bool session_work(struct session *session, void (*work)(void *context), void *context)
{
    struct arena *arena = &session->arena;
    const volatile int *is_over = deadline_flag();
    arena->cancelled = is_over;
    bool done = !*is_over && arena_attempt(arena, work, context);
    arena->cancelled = NULL;
    if (!done && !*is_over)
        arena_give_up(arena, 0);
    session->late |= !done;
    return done;
}

static bool was_stopped(const struct diagnostic *diagnostic)
{
    return diagnostic->code && (strcmp(diagnostic->code, "CANCELLED") == 0 ||
                                strcmp(diagnostic->code, REPORT_CANCELLED) == 0);
}

bool session_timed_out(struct session *session)
{
    static const char code[] = "EVALUATION_TIMEOUT";
    bool told = false;
    struct builder words = builder_in(&session->arena);
    builder_format(&words, "Evaluation timeout after %llums",
                   (unsigned long long)session->timeout_ms);
    struct text message = builder_result(&words);
    for (size_t i = 0; i < session->diagnostics.count; i++) {
        struct diagnostic *diagnostic = &session->diagnostics.items[i];
        if (!was_stopped(diagnostic))
            continue;
        diagnostic->text = message;
        diagnostic->code = code;
        told = true;
    }
    if (session->late && !told)
        session_complain(session, code, message);
    return session->late || told;
}
