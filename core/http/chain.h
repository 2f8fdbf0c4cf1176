/* SPDX-License-Identifier: MIT */
/* The entries of the file as requests pass them: down through `request` hooks and routes, up through `reply` and `done`. */
#pragma once

#include <base/clock.h>
#include <http/request.h>
#include <http/router.h>

/* What is counted for an entry between two calls of chain_flush: adding to shared memory for each hook would cost more than the hook. */
struct tally {
    uint64_t ns[3]; /* request, reply, done */
    uint32_t verdicts[4];
    uint32_t shadow_replies, refusals, calls;
    uint64_t longest_ns[3]; /* since the chain was made */
    bool longer;            /* than at the last call of chain_flush */
};

struct chain {
    const struct http_options *options;
    struct router router;
    struct tally *tallies; /* one an entry */
    /* Requests since the last flush, and those that were measured. */
    unsigned turn_runs, turn_measured;
    bool tallied;     /* something has been counted since the last flush */
    bool *applies;    /* for requests on which no condition has a say; shadow entries included */
    bool *answers;    /* entries whose routes may be taken, as far as no condition has a say */
    bool shadowed;    /* some entry in shadow has routes */
    bool conditional; /* some entry has conditions */
    struct deadlines deadlines;
    uint64_t now_ms; /* of the deadlines' clock; kept by who drives the chain */
    struct id_source ids;
    int64_t iso_second; /* the one of `iso_text` */
    char iso_text[CLOCK_ISO_SIZE];
    struct tn_request *requests; /* not yet recycled */
    struct tn_request *spare;
    size_t request_count;
    uint64_t served; /* requests that have ended */
    struct arena arena;
};

/* False with a reason in `problem`; then chain_free is still due. */
bool chain_init(struct chain *chain, const struct http_options *options, const char **problem);
/* No request may be left. */
void chain_free(struct chain *chain);

/*
 * Judges a request that has been received: hygiene, limits, id, client. If it must be refused, the reply is made at once, as
 * PHASE_REPLY; else the phase stays PHASE_NEW until chain_run.
 */
void chain_examine(struct tn_request *request);

/* Finds which entries the request passes, and which route answers it: the beginning of chain_run. */
void chain_find(struct tn_request *request);

/* Runs the chain as far as it goes without waiting: to PHASE_LATER, PHASE_BODY or PHASE_REPLY. */
void chain_run(struct tn_request *request);

/* Goes on after a TN_LATER or a body, as if the hook had just returned `verdict`. Does not wake the exchange. */
void chain_continue(struct tn_request *request, enum tn_verdict verdict);

/* Runs `then` of a body that is complete, and goes on with what it says. */
void chain_body_then(struct tn_request *request, tn_hook *then);

/* Ends the chain with the reply that is set, which passes the reply hooks from the entry at hand upward. */
void chain_reply(struct tn_request *request);

/* Refuses on the host's own account and ends the chain; or for the entry at hand, which could not, in that entry's shape. */
void chain_refuse(struct tn_request *request, int status, const char *message);
void chain_refuse_for_entry(struct tn_request *request, int status, const char *message);
/* refuse.c: sets such a refusal, in the file's shape whatever entry the request is at, and does no more. */
enum tn_verdict refuse_as_host(struct tn_request *request, int status, const char *format, ...)
    TN_PRINTF(3, 4);

/* Refuses a request whose header never came whole, as far as it is known: for the log and the counters as well. */
void chain_refuse_unread(struct tn_request *request, int status, const char *reason,
                         const char *message);

/*
 * The same for one that is over: the library has answered it by itself with `status`, or nobody has (0). Only the counters and
 * `done` hooks see it, when it ends.
 */
void chain_note_unread(struct tn_request *request, int status);

/* Gives the request its id, and finds its client. */
void chain_identify(struct tn_request *request);

/* Tells what holds the request that it has ended otherwise, once. */
void chain_cancel(struct tn_request *request);

/* Runs `done` hooks, once. */
void chain_done(struct tn_request *request);

/* The instance and host of the entry whose turn it is. */
static inline const struct http_entry *chain_entry(const struct tn_request *request)
{
    return &request->chain->options->entries[request->at];
}

/* Hands what was counted to the series. */
void chain_flush(struct chain *chain);

/* Counts a request that the host itself refused. */
void chain_count_refused(struct chain *chain, const char *reason);

/* Counts requests that are under way. */
void chain_in_flight(struct chain *chain, int change);

/* A line for the log. */
void chain_log(struct chain *chain, enum tn_level level, struct tn_request *request,
               const char *format, ...) TN_PRINTF(4, 5);
