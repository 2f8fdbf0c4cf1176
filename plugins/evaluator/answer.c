/* SPDX-License-Identifier: MIT */
/* From the end of an evaluation to an HTTP reply. A program that fails, takes too long or needs too
 * much is no error of HTTP: the reply is 200 and says what went wrong, as for any other program. Only where a file was asked
 * for, and the reply would be taken for it, the status says that it is none. */
#include "answer.h"

#include <tenon/tenon.h>

#include "feed.h"

#define RETRY_AFTER  "5"
#define BUSY_CODE    "EVALUATOR_BUSY"
#define BUSY_MESSAGE "Too many evaluations are waiting"

/* The request is understood, and nothing can be made of what it says. */
enum { NO_FILE = 422 };

static enum tn_verdict answer_result(struct tn_request *request, const struct task *task,
                                     const struct outcome *outcome)
{
    const struct protocol_format *format = protocol_format(outcome->result.format);
    bool is_file = task->operation == PROTOCOL_EXPORT;
    tn_request_defer(request, outcome->release, outcome->memory);
    if (format->disposition)
        tn_reply_set(request, "Content-Disposition", tn_text(format->disposition));
    return tn_reply(request, is_file && !outcome->result.success ? NO_FILE : 200,
                    format->media_type, outcome->result.body);
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

/* The status of a program that did not come to its end. */
static int status_of(const struct task *task, enum outcome_kind kind)
{
    if (task->operation != PROTOCOL_EXPORT)
        return 200;
    return kind == OUTCOME_CRASHED ? 500 : NO_FILE;
}

/* The shape of a result without anything in it but the error. No text here needs escaping. */
static struct tn_text print_failure(const struct task *task, struct failure failure)
{
    struct tn_request *request = task->request;
    double time_ms = (double)(tn_clock_ns() - task->started_ns) / 1e6;
    struct tn_text errors =
        tn_request_print(request,
                         "\"errors\":[{\"message\":\"%" TN_PRI
                         "\",\"severity\":\"error\",\"category\":\"system\",\"code\":\"%s\"}],"
                         "\"console\":[],\"success\":false",
                         TN_ARG(failure.message), failure.code);
    switch (task->operation) {
    case PROTOCOL_PARSE:
        return tn_request_print(request, "{\"ast\":[],%" TN_PRI "}", TN_ARG(errors));
    case PROTOCOL_EVALUATE:
        return tn_request_print(request, "{\"geometry\":null,%" TN_PRI ",\"executionTime\":%.3f}",
                                TN_ARG(errors), time_ms);
    default:
        return tn_request_print(request, "{%" TN_PRI "}", TN_ARG(errors));
    }
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
    switch (outcome->kind) {
    case OUTCOME_RESULT:
        return answer_result(request, task, outcome);
    case OUTCOME_REFUSED:
        return tn_refuse_code(request, (int)outcome->refused.status, "BAD_REQUEST", "%" TN_PRI,
                              TN_ARG(outcome->refused.message));
    case OUTCOME_WAITED:
    case OUTCOME_FULL:
        return answer_busy(request, BUSY_CODE, BUSY_MESSAGE);
    case OUTCOME_UNAVAILABLE:
        return answer_busy(request, "EVALUATOR_UNAVAILABLE", "The evaluator is not available");
    case OUTCOME_CANCELLED:
        return TN_NEXT; /* nobody is there to read it */
    default:
        return tn_reply(request, status_of(task, outcome->kind), "application/json",
                        print_failure(task, failure_of(task, outcome->kind, settings)));
    }
}

static struct tn_text print_error(struct tn_request *request, const char *code, const char *message)
{
    return tn_request_print(request, "{\"error\":\"%s\",\"code\":\"%s\",\"success\":false}",
                            message, code);
}

/* What is refused otherwise is an error here, as the status was sent before. A message of the process is about the request, and
 * not repeated: it may hold what would have to be escaped. */
void answer_feed(const struct task *task, const struct outcome *outcome,
                 const struct pool_settings *settings)
{
    struct tn_request *request = task->request;
    switch (outcome->kind) {
    case OUTCOME_RESULT:
        feed_end(task->feed, "result", outcome->result.body);
        outcome->release(outcome->memory);
        return;
    case OUTCOME_REFUSED:
        feed_end(task->feed, "error",
                 print_error(request, "BAD_REQUEST", "The request makes no sense"));
        return;
    case OUTCOME_WAITED:
        feed_end(task->feed, "error", print_error(request, BUSY_CODE, BUSY_MESSAGE));
        return;
    case OUTCOME_CANCELLED:
        feed_end(task->feed, "error", TN_TEXT("{}")); /* nobody is there to read it */
        return;
    default:
        feed_end(task->feed, "result",
                 print_failure(task, failure_of(task, outcome->kind, settings)));
    }
}
