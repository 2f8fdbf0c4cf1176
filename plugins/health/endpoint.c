/* SPDX-License-Identifier: MIT */
/* Rows of endpoints, and their answers. */
#include "endpoint.h"

static const char *const every[] = { "*" };

const struct endpoint endpoint_defaults = {
    .checks = { 1, every },
    .status = { 200, 200, 503 },
};

static const struct tn_option status_rows[] = {
    { "healthy", TN_OPTION_INTEGER(struct statuses, healthy), .min = 200, .max = 599,
      .summary = "The status while all is well." },
    { "degraded", TN_OPTION_INTEGER(struct statuses, degraded), .min = 200, .max = 599,
      .summary = "The status while a check is degraded, or one that is not required is down." },
    { "unhealthy", TN_OPTION_INTEGER(struct statuses, unhealthy), .min = 200, .max = 599,
      .summary = "The status while a required check is down, or the worker's state says no." },
    { 0 },
};

/* clang-format off */
#define ROWS \
    { "checks", TN_OPTION_PATTERNS(struct endpoint, checks), .max = 100, \
      .summary = "The checks that it is about, as patterns of their names; `[]`: none." }, \
    { "state", TN_OPTION_BOOLEAN(struct endpoint, state), \
      .summary = "Whether it is unhealthy while the worker is starting or draining." }, \
    { "body", TN_OPTION_TEMPLATE(struct endpoint, body), \
      .summary = "The body: a map or list is sent as JSON, anything else as text." }, \
    { "degraded", TN_OPTION_TEMPLATE(struct endpoint, degraded), \
      .summary = "Another body while it is degraded." }, \
    { "unhealthy", TN_OPTION_TEMPLATE(struct endpoint, unhealthy), \
      .summary = "Another body while it is unhealthy." }, \
    { "draining", TN_OPTION_TEMPLATE(struct endpoint, draining), \
      .summary = "Another body while it is unhealthy by the worker's state." }, \
    { "status", TN_OPTION_GROUP(struct endpoint, status, status_rows), \
      .summary = "The statuses of the outcomes." }, \
    { "type", TN_OPTION_TEXT(struct endpoint, type), \
      .summary = "The Content-Type, in place of application/json or text/plain." }
/* clang-format on */

const struct tn_option endpoint_rows[] = {
    { "path", TN_OPTION_TEXTS(struct endpoint, path), .flags = TN_SHORT, .max = 20,
      .summary = "Its path, or several; `[]`: it is not there." },
    ROWS,
    { 0 },
};

const struct tn_option endpoint_keyed_rows[] = {
    { "path", TN_OPTION_TEXT(struct endpoint, key), .flags = TN_KEY | TN_REQUIRED,
      .summary = "Its path." },
    ROWS,
    { 0 },
};

static int status_of(const struct endpoint *endpoint, enum outcome outcome)
{
    const struct statuses *statuses = &endpoint->status;
    int64_t status = outcome == OUTCOME_HEALTHY    ? statuses->healthy
                     : outcome == OUTCOME_DEGRADED ? statuses->degraded
                                                   : statuses->unhealthy;
    return (int)status;
}

static const struct tn_template *body_of(const struct endpoint *endpoint,
                                         const struct summary *summary)
{
    const struct tn_template *body = NULL;
    if (summary->outcome == OUTCOME_DEGRADED)
        body = endpoint->degraded;
    if (summary->outcome == OUTCOME_UNHEALTHY)
        body = summary->by_state && endpoint->draining ? endpoint->draining : endpoint->unhealthy;
    return body ? body : endpoint->body;
}

enum tn_verdict endpoint_answer(struct tn_request *request, const struct health *self,
                                const struct endpoint *endpoint, const struct summary *summary,
                                endpoint_usual *usual)
{
    const struct tn_template *template_ = body_of(endpoint, summary);
    int status = status_of(endpoint, summary->outcome);
    struct tn_text body =
        template_ ? tn_template_json(request, template_) : usual(request, self, summary);
    bool json = body.size && (body.at[0] == '{' || body.at[0] == '[');
    if (!json)
        body = tn_template_text(request, template_);
    const char *type = endpoint->type ? endpoint->type : json ? "application/json" : "text/plain";
    tn_reply_set(request, "Cache-Control", TN_TEXT("no-store"));
    return tn_reply(request, status, type, body);
}
