/* SPDX-License-Identifier: MIT */
/* Log lines: to who listens; before anyone can, kept; where nobody does, to standard error. */
#pragma once

#include <tenon/observe.h>

struct listener;
struct early_line;

/* All zero is a log to which nobody listens yet. */
struct log {
    struct listener *listeners;
    struct early_line *early, **early_end;
    unsigned early_count;
    bool settled; /* all have started: who has not listened by now never will */
    bool writing; /* within a listener */
};

/* Says a line for an entry; NULL is the host itself. */
void log_say(struct log *log, const struct tn_host *entry, struct tn_request *request,
             enum tn_level level, const struct tn_field *fields, struct tn_text message);
/* The host's own. */
void log_print(struct log *log, enum tn_level level, const char *format, ...) TN_PRINTF(3, 4);
/* A line of the master's, who may have written it to standard error already: then it is for listeners alone. */
void log_relay(struct log *log, enum tn_level level, int64_t time_ms, bool written,
               struct tn_text message);
/* From now on nothing is kept: if nobody listens, what was kept goes to standard error. */
void log_settle(struct log *log);
/* Those of one instance are gone. */
void log_forget(struct log *log, struct tn_host *host);
void log_free(struct log *log);
