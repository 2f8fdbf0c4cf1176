/* SPDX-License-Identifier: MIT */
/* A request's trace, for who sends a ticket: which entry decided what, in which hook, how long it took. */
#pragma once

#include <http/hook.h>

/* One hook that ran, or an entry that its conditions left out. */
struct trace_step {
    size_t entry;        /* the host itself is as many as there are entries */
    const char *hook;    /* "request", "route", "reply", "done", "cancel" */
    const char *verdict; /* what it decided, in one word */
    uint64_t ns, waited_ns;
    bool shadow;
    bool pending;  /* it has said TN_LATER, and what follows is still to come */
    bool replied;  /* it set a reply that counts, unless another did after it */
    bool has_time; /* an entry that was left out has none */
};

/* In the request's arena; in the order in which things happened. */
struct trace {
    struct trace_step *steps;
    size_t count, room;
};

/* Begins a trace if the request carries a ticket that opens one; any other is ignored. */
void trace_begin(struct tn_request *request);

/* The entry whose turn it is does not apply. */
void trace_skip(struct tn_request *request);

/* A route of the entry whose turn it is was not called, since the entry is in shadow. */
void trace_shadow_route(struct tn_request *request);

/* A hook has run. */
void trace_hook(struct tn_request *request, size_t entry, enum hook_kind kind, uint64_t ns);

/* What the last request hook has decided: at once, or after it had said TN_LATER. */
void trace_verdict(struct tn_request *request, enum tn_verdict verdict);

/* Time has gone by between hooks; it counts as waiting if one has said TN_LATER. */
void trace_wait(struct tn_request *request, uint64_t ns);

/* A reply is about to pass the reply hooks: shows it as the host's, if it is. */
void trace_reply(struct tn_request *request);

/* Puts the trace into the reply's header: `Tenon-Trace` and `Server-Timing`. */
void trace_show(struct tn_request *request);

/* Puts the trace into the log. */
void trace_log(struct tn_request *request);

/* Hands the request to `keep` of the options if it was traced, has failed, or waited too long: `made_ns` for its reply. */
void trace_keep(struct tn_request *request, uint64_t made_ns);

/* Who set the reply, as a JSON object; absent while there is none. */
struct tn_text trace_decided_by(const struct tn_request *request);
