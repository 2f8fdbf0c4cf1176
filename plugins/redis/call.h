/* SPDX-License-Identifier: MIT */
/* A command on its way to Redis and back; and those that are awaited, the oldest first. */
#pragma once

#include <tenon/services/redis.h>
#include <tenon/tenon.h>

struct client;

enum { SCRIPT_DIGEST_SIZE = 40 };

struct tn_redis_script {
    const char *source;
    char digest[SCRIPT_DIGEST_SIZE + 1];
    struct tn_redis_script *next;
};

struct call {
    struct call *previous, *next;
    struct client *client;
    const struct tn_redis_script *script; /* NULL: a PING */
    void (*done)(void *context, const struct tn_redis_reply *reply);
    void *context;
    uint64_t began_ns;
    bool awaited; /* in the list: `done` has not been called */
    bool sent;    /* hiredis holds it, and hands it back with the answer or NULL */
    bool whole;   /* the script itself was sent, not its digest */
    char keys[12];
    size_t count; /* of the words of the command */
    const char **words;
    size_t *sizes;
};

/* Those whose `done` is still to be called. */
struct calls {
    struct call *first, *last;
};

/* The digest by which Redis knows a script: SHA-1 in hex. */
void script_digest(struct tn_redis_script *script);

/* Copies what is to be sent. */
struct call *call_make(struct client *client, const struct tn_redis_call *wanted);
struct call *call_make_ping(struct client *client,
                            void (*done)(void *context, const struct tn_redis_reply *reply));
void call_free(struct call *call);

/* The command with the script itself, for a server that does not know it yet. */
void call_make_whole(struct call *call);

void calls_add(struct calls *calls, struct call *call);
void calls_remove(struct calls *calls, struct call *call);
