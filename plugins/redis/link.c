/* SPDX-License-Identifier: MIT */
/* Name to numbers on a thread, since hiredis would hold the loop for it; then one number after the
 * other until one connects; then who we are, and a PING that must be answered. */
#include "link.h"

#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "watch.h"

static void dial(struct link *link);

/* From now on hiredis' callbacks of this connection find nobody; it may be in one of them. */
static void cut(struct link *link)
{
    redisAsyncContext *redis = link->redis;
    link->redis = NULL;
    link->is_up = false;
    if (redis) {
        redis->data = NULL;
        redisAsyncFree(redis);
    }
}

void link_end(struct link *link)
{
    link->begun = false;
    tn_timer_stop(link->deadline);
    link->deadline = NULL;
    cut(link);
}

static void fail(struct link *link)
{
    link_end(link);
    link->down(link->context, link->problem);
}

static void expire(void *context)
{
    struct link *link = context;
    link->deadline = NULL; /* it has fired */
    snprintf(link->problem, sizeof link->problem, "no answer within %lld ms",
             (long long)link->timeout_ms);
    fail(link);
}

/* Greeting */

/* A word that Redis refuses ends it: what is sent under a wrong name or to a wrong database shall
 * not be sent at all. */
static bool is_refused(struct link *link, const redisReply *reply)
{
    if (reply && reply->type == REDIS_REPLY_ERROR)
        snprintf(link->problem, sizeof link->problem, "%s", reply->str);
    return reply && reply->type == REDIS_REPLY_ERROR;
}

static void on_greeted(redisAsyncContext *redis, void *reply, void *context)
{
    (void)context;
    struct link *link = redis->data;
    if (link && is_refused(link, reply))
        fail(link);
}

static void on_pong(redisAsyncContext *redis, void *reply, void *context)
{
    (void)context;
    struct link *link = redis->data;
    if (!link || !reply)
        return;
    if (is_refused(link, reply)) {
        fail(link);
        return;
    }
    tn_timer_stop(link->deadline);
    link->deadline = NULL;
    link->is_up = true;
    link->up(link->context);
}

static void greet(struct link *link)
{
    const struct address *address = link->address;
    if (*address->user)
        redisAsyncCommand(link->redis, on_greeted, NULL, "AUTH %s %s", address->user,
                          address->password);
    else if (*address->password)
        redisAsyncCommand(link->redis, on_greeted, NULL, "AUTH %s", address->password);
    if (address->database)
        redisAsyncCommand(link->redis, on_greeted, NULL, "SELECT %d", (int)address->database);
    redisAsyncCommand(link->redis, on_pong, NULL, "PING");
}

/* Connecting */

static void on_connected(const redisAsyncContext *redis, int status)
{
    struct link *link = redis->data;
    if (!link)
        return;
    if (status == REDIS_OK) {
        greet(link);
        return;
    }
    snprintf(link->problem, sizeof link->problem, "%s", redis->errstr);
    link->redis = NULL; /* hiredis frees it */
    dial(link);
}

static void on_disconnected(const redisAsyncContext *redis, int status)
{
    (void)status;
    struct link *link = redis->data;
    if (!link)
        return;
    snprintf(link->problem, sizeof link->problem, "%s",
             *redis->errstr ? redis->errstr : "the connection was closed");
    link->redis = NULL; /* hiredis frees it */
    link->is_up = false;
    fail(link);
}

/* False after a problem; nothing is left then. */
static bool attach(struct link *link, redisAsyncContext *redis)
{
    if (!redis)
        abort(); /* out of memory */
    if (redis->err || !watch_begin(tn_loop(link->host), redis)) {
        snprintf(link->problem, sizeof link->problem, "%s",
                 redis->err ? redis->errstr : "the loop cannot watch the socket");
        redisAsyncFree(redis);
        return false;
    }
    fcntl(redis->c.fd, F_SETFD, FD_CLOEXEC);
    redis->data = link;
    link->redis = redis;
    redisAsyncSetDisconnectCallback(redis, on_disconnected);
    redisAsyncSetConnectCallback(redis, on_connected);
    return true;
}

/* The next number; none left: it has failed. */
static void dial(struct link *link)
{
    while (link->number < link->number_count) {
        const char *number = link->numbers[link->number++];
        if (attach(link, redisAsyncConnect(number, atoi(link->address->port))))
            return;
    }
    fail(link);
}

static void dial_path(struct link *link)
{
    link->number_count = link->number = 0;
    if (!attach(link, redisAsyncConnectUnix(link->address->path)))
        fail(link);
}

/* Resolving */

static void resolve(void *context)
{
    struct link *link = context;
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV };
    struct addrinfo *found = NULL;
    int status = getaddrinfo(link->address->host, link->address->port, &hints, &found);
    snprintf(link->problem, sizeof link->problem, "%s",
             status ? gai_strerror(status) : "the name has no address");
    link->number_count = link->number = 0;
    for (struct addrinfo *at = found; at && link->number_count < LINK_ADDRESSES_MAX;
         at = at->ai_next) {
        char *number = link->numbers[link->number_count];
        if (getnameinfo(at->ai_addr, at->ai_addrlen, number, sizeof link->numbers[0], NULL, 0,
                        NI_NUMERICHOST) == 0)
            link->number_count++;
    }
    if (found)
        freeaddrinfo(found);
}

static void on_resolved(void *context, enum tn_job_end end)
{
    struct link *link = context;
    link->resolving = false;
    if (link->begun && end == TN_JOB_FINISHED)
        dial(link);
}

void link_begin(struct link *link)
{
    link->begun = true;
    link->deadline = tn_timer_start(link->host, link->timeout_ms, 0, expire, link);
    if (*link->address->path) {
        dial_path(link);
    } else if (!link->resolving) {
        link->resolving = true;
        tn_job(link->host, NULL, resolve, on_resolved, link);
    }
}

/* Using */

bool link_send(struct link *link, redisCallbackFn *answered, void *context, size_t count,
               const char **words, const size_t *sizes)
{
    return link->is_up && redisAsyncCommandArgv(link->redis, answered, context, (int)count, words,
                                                sizes) == REDIS_OK;
}

void link_hurry(struct link *link)
{
    if (link->is_up)
        redisAsyncHandleRead(link->redis);
    if (link->is_up)
        redisAsyncHandleWrite(link->redis);
}
