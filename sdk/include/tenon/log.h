/* SPDX-License-Identifier: MIT */
/* Saying what happens. Where it goes is the log plugin's business, else to standard error. */
#pragma once

#include <tenon/plugin.h>
#include <tenon/value.h>

enum tn_level { TN_DEBUG, TN_INFO, TN_WARN, TN_ERROR };

/* A fact beside the message: `{ "codeLength", tn_value_integer(8) }`. A NULL name ends a list. */
struct tn_field {
    const char *name;
    struct tn_value value;
};

/* Logs one line. No newline, no secrets. Hooks: any. */
TN_API void tn_log(struct tn_host *host, enum tn_level level, const char *format, ...)
    TN_PRINTF(3, 4);

/* The same with fields and for a request; either may be NULL. Hooks: any. */
TN_API void tn_log_fields(struct tn_host *host, struct tn_request *request, enum tn_level level,
                          const struct tn_field *fields, const char *message);

/* Whether lines of this level go anywhere: to spare work before a costly one. Hooks: any. */
TN_API bool tn_log_wanted(struct tn_host *host, enum tn_level level);
