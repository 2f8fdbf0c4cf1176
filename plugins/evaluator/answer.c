/* SPDX-License-Identifier: MIT */
/* From the end of an evaluation to an HTTP reply. A program that fails, takes too long or needs too
 * much is no error of HTTP: the reply is 200 and says what went wrong, as for any other program. */
#include "answer.h"

#include <tenon/tenon.h>

#define RETRY_AFTER "5"

static enum tn_verdict answer_result(struct tn_request *request, const struct outcome *outcome)
{
    static const struct {
        const char *type, *disposition;
    } media[PROTOCOL_MEDIA] = {
        [PROTOCOL_JSON] = { "application/json", NULL },
        [PROTOCOL_STL] = { "application/octet-stream", "attachment; filename=\"model.stl\"" },
        [PROTOCOL_OBJ] = { "text/plain", "attachment; filename=\"model.obj\"" },
    };
    enum protocol_media kind = outcome->result.media;
    tn_request_defer(request, outcome->release, outcome->memory);
    if (media[kind].disposition)
        tn_reply_set(request, "Content-Disposition", tn_text(media[kind].disposition));
    return tn_reply(request, 200, media[kind].type, outcome->result.body);
}

/* What went wrong with a program that did not come to its end. */
struct failure {
    const char *code;
    struct tn_text message;
};

static struct failure failure_of(const struct task *task, enum outcome_kind kind,
                                 const struct pool_settings *settings)
{
    switch (kind) {
    case OUTCOME_TIMEOUT:
        return (struct failure){ "EVALUATION_TIMEOUT",
                                 tn_request_print(task->request, "Evaluation timeout after %lldms",
                                                  (long long)settings->timeout_ms) };
    case OUTCOME_MEMORY:
        return (struct failure){ "OUT_OF_MEMORY",
                                 tn_request_print(
                                     task->request, "Evaluation needs more than %llu MiB of memory",
                                     (unsigned long long)(settings->memory_bytes >> 20)) };
    default:
        return (struct failure){ "EVALUATOR_CRASHED",
                                 TN_TEXT("The evaluator ended unexpectedly on this program") };
    }
}

/* The shape of a result without anything in it but the error. No text here needs escaping. */
static enum tn_verdict answer_failure(const struct task *task, struct failure failure)
{
    struct tn_request *request = task->request;
    struct tn_text error =
        tn_request_print(request,
                         "{\"message\":\"%" TN_PRI
                         "\",\"severity\":\"error\",\"category\":\"system\",\"code\":\"%s\"}",
                         TN_ARG(failure.message), failure.code);
    double time_ms = (double)(tn_clock_ns() - task->started_ns) / 1e6;
    if (task->operation == PROTOCOL_PARSE)
        return tn_reply(request, 200, "application/json",
                        tn_request_print(request,
                                         "{\"ast\":[],\"errors\":[%" TN_PRI "],\"success\":false}",
                                         TN_ARG(error)));
    return tn_reply(request, 200, "application/json",
                    tn_request_print(request,
                                     "{\"geometry\":null,\"errors\":[%" TN_PRI
                                     "],\"console\":[],\"success\":false,\"executionTime\":%.3f}",
                                     TN_ARG(error), time_ms));
}

static enum tn_verdict answer_busy(struct tn_request *request, const char *code,
                                   const char *message)
{
    tn_reply_set(request, "Retry-After", TN_TEXT(RETRY_AFTER));
    return tn_refuse_code(request, 503, code, "%s", message);
}

enum tn_verdict answer(const struct task *task, const struct outcome *outcome,
                       const struct pool_settings *settings)
{
    struct tn_request *request = task->request;
    struct failure failure;
    switch (outcome->kind) {
    case OUTCOME_RESULT:
        return answer_result(request, outcome);
    case OUTCOME_REFUSED:
        return tn_refuse_code(request, (int)outcome->refused.status, "BAD_REQUEST", "%" TN_PRI,
                              TN_ARG(outcome->refused.message));
    case OUTCOME_WAITED:
    case OUTCOME_FULL:
        return answer_busy(request, "EVALUATOR_BUSY", "Too many evaluations are waiting");
    case OUTCOME_UNAVAILABLE:
        return answer_busy(request, "EVALUATOR_UNAVAILABLE", "The evaluator is not available");
    case OUTCOME_CANCELLED:
        return TN_NEXT; /* nobody is there to read it */
    default:
        failure = failure_of(task, outcome->kind, settings);
        if (task->operation == PROTOCOL_EXPORT)
            return tn_refuse_code(request, 500, failure.code, "%" TN_PRI, TN_ARG(failure.message));
        return answer_failure(task, failure);
    }
}
