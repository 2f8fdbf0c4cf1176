/* SPDX-License-Identifier: MIT */
/* The contract tenon.redis/1: someone who runs scripts in a Redis, next to the data, and never keeps
 * anybody waiting for longer than he says. */
#pragma once

#include <tenon/plugin.h>
#include <tenon/value.h>

#define TN_REDIS_ID "tenon.redis/1"

/* How a call ended. */
enum tn_redis_end {
    TN_REDIS_ANSWERED,
    TN_REDIS_REFUSED, /* Redis answered with an error: what the script did before it stays done */
    TN_REDIS_LOST,    /* no answer in time, or the connection broke: it may have run or not */
    TN_REDIS_UNSENT,  /* it did not run: there was no connection to send it over */
};

/* An answer. Everything is borrowed for the call that hands it over. */
struct tn_redis_reply {
    uint32_t reply_size;
    enum tn_redis_end end;
    size_t count; /* what the script returned: one value, or the members of an array */
    const struct tn_value *values; /* integers and texts; anything else is absent */
    const char *problem;           /* in words for the log, if not answered; else NULL */
};

/* A script that can be run, known by its digest. */
struct tn_redis_script;

/* What is handed to a script: `count` texts, of which the first `keys` are KEYS, the others ARGV. */
struct tn_redis_call {
    uint32_t call_size;
    const struct tn_redis_script *script;
    size_t keys, count;
    const struct tn_text *texts; /* copied before `run` returns */
    /* Called once, on the loop, after `run` has returned; NULL: nobody wants to know. */
    void (*done)(void *context, const struct tn_redis_reply *reply);
    void *context;
};

/* Thread, of both: the loop. */
struct tn_redis {
    uint32_t table_size; /* sizeof(struct tn_redis) */
    /* Makes a script ready. `source` must stay good until stop, as the script will. Hooks: start. */
    const struct tn_redis_script *(*prepare)(void *self, const char *source);
    /*
     * Runs a script: one command, sent together with all others of this turn of the loop. False if
     * it cannot be sent, now or soon: then `done` is not called. Otherwise `done` is called within
     * the offering entry's timeout, also if the server stops meanwhile. Hooks: start and later.
     */
    bool (*run)(void *self, const struct tn_redis_call *call);
};
