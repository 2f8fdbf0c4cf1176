/* SPDX-License-Identifier: MIT */
/* What every kind of request asks of its session. */
#include "session.h"

#include <string.h>
#include <time.h>

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

static bool was_stopped(const struct diagnostic *diagnostic)
{
    return diagnostic->code && (strcmp(diagnostic->code, "CANCELLED") == 0 ||
                                strcmp(diagnostic->code, REPORT_CANCELLED) == 0);
}

bool session_timed_out(struct session *session)
{
    bool stopped = false;
    for (size_t i = 0; i < session->diagnostics.count; i++) {
        struct diagnostic *diagnostic = &session->diagnostics.items[i];
        if (!was_stopped(diagnostic))
            continue;
        struct builder words = builder_in(&session->arena);
        builder_format(&words, "Evaluation timeout after %llums",
                       (unsigned long long)session->timeout_ms);
        diagnostic->text = builder_result(&words);
        diagnostic->code = "EVALUATION_TIMEOUT";
        stopped = true;
    }
    return stopped;
}
