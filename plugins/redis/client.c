/* SPDX-License-Identifier: MIT */
/* Calls are answered once, whatever happens: by Redis, by their deadline, by the loss of the
 * connection, or by the end of the worker. */
#include "client.h"

#include <sys/random.h>

enum { VALUES_MAX = 128 };

static void pause_then_try(struct client *client);

/* Ending a call */

static void settle(struct call *call, const struct tn_redis_reply *reply)
{
    struct client *client = call->client;
    calls_remove(&client->calls, call);
    if (call->script)
        tn_series_add(client->series.ends[reply->end], 1);
    if (call->done)
        call->done(call->context, reply);
}

static void settle_without(struct call *call, const char *problem)
{
    struct tn_redis_reply reply = { .reply_size = sizeof reply,
                                    .end = call->sent ? TN_REDIS_LOST : TN_REDIS_UNSENT,
                                    .problem = problem };
    settle(call, &reply);
}

static void release(struct call *call)
{
    call->client->held--;
    call_free(call);
}

/* What hiredis holds comes back to on_reply. */
static void give_up(struct call *call, const char *problem)
{
    bool sent = call->sent;
    settle_without(call, problem);
    if (!sent)
        release(call);
}

/* Losing the connection */

static void report_state(struct client *client)
{
    tn_series_set(client->series.connected, client->connected);
    tn_series_set(client->series.breaker_open, client->breaker.state != BREAKER_CLOSED);
}

/* The link is down by now, so that who is told cannot call again. */
static void on_down(struct client *client, const char *problem)
{
    client->connected = false;
    breaker_fail(&client->breaker);
    report_state(client);
    tn_check_report(client->check, TN_HEALTH_DOWN, -1, "not connected");
    if (client->told != CLIENT_DOWN)
        tn_log(client->host, TN_WARN, "no connection to Redis: %s", problem);
    client->told = CLIENT_DOWN;
    pause_then_try(client);
    while (client->calls.first)
        give_up(client->calls.first, problem);
}

static void on_link_down(void *context, const char *problem)
{
    struct client *client = context;
    tn_series_add(client->connected ? client->series.lost : client->series.failed, 1);
    on_down(client, problem);
}

/* A failure of something else than the connection: if it is one too many, that is cut as well. */
static void count_failure(struct client *client, const char *problem)
{
    if (!client->connected || client->breaker.failures + 1 < client->breaker.failures_max) {
        breaker_fail(&client->breaker);
        report_state(client);
        return;
    }
    link_end(&client->link);
    tn_series_add(client->series.lost, 1);
    on_down(client, problem);
}

/* Deadlines */

static void watch_deadline(struct client *client);

static void expire(void *context)
{
    static const char problem[] = "no answer in time";
    struct client *client = context;
    client->deadline = NULL; /* it has fired */
    /* If this worker was held up, the answers are there: they only have not been read. */
    link_hurry(&client->link);
    uint64_t patience_ns = (uint64_t)client->settings->command_timeout.ms * 1000000;
    uint64_t now_ns = tn_clock_ns();
    bool late = false;
    while (client->calls.first && client->calls.first->began_ns + patience_ns <= now_ns) {
        late = true;
        give_up(client->calls.first, problem);
    }
    if (late)
        count_failure(client, problem);
    watch_deadline(client);
}

/* All wait equally long, so the first is the next. */
static void watch_deadline(struct client *client)
{
    if (client->deadline || !client->calls.first)
        return;
    int64_t gone_ms = (int64_t)((tn_clock_ns() - client->calls.first->began_ns) / 1000000);
    int64_t left_ms = client->settings->command_timeout.ms - gone_ms;
    client->deadline = tn_timer_start(client->host, left_ms < 1 ? 1 : left_ms, 0, expire, client);
}

/* Answers */

static struct tn_value value_of(const redisReply *reply)
{
    switch (reply->type) {
    case REDIS_REPLY_INTEGER:
        return tn_value_integer(reply->integer);
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
        return tn_value_text((struct tn_text){ reply->str, reply->len });
    default:
        return tn_value_absent();
    }
}

static void settle_with(struct call *call, const redisReply *answer)
{
    struct client *client = call->client;
    struct tn_value values[VALUES_MAX];
    struct tn_redis_reply reply = { .reply_size = sizeof reply, .values = values, .count = 1 };
    if (answer->type == REDIS_REPLY_ARRAY) {
        reply.count = answer->elements < VALUES_MAX ? answer->elements : VALUES_MAX;
        for (size_t i = 0; i < reply.count; i++)
            values[i] = value_of(answer->element[i]);
    } else {
        values[0] = value_of(answer);
    }
    breaker_succeed(&client->breaker);
    if (call->script)
        tn_series_observe(client->series.latency, (double)(tn_clock_ns() - call->began_ns) / 1e9);
    settle(call, &reply);
}

static bool begins(const redisReply *reply, const char *word)
{
    size_t size = strlen(word);
    return reply->len >= size && memcmp(reply->str, word, size) == 0;
}

/* The server says that it is the wrong one to ask, or that now is the wrong time. */
static bool is_failure(const redisReply *reply)
{
    static const char *const words[] = { "LOADING ", "READONLY ", "MASTERDOWN ", "CLUSTERDOWN ",
                                         "MISCONF ", "NOAUTH ",   "BUSY ",       "NOREPLICAS " };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (begins(reply, words[i]))
            return true;
    return false;
}

static void settle_refused(struct call *call, const redisReply *answer)
{
    struct client *client = call->client;
    struct tn_redis_reply reply = { .reply_size = sizeof reply,
                                    .end = TN_REDIS_REFUSED,
                                    .problem = answer->str };
    settle(call, &reply);
    if (is_failure(answer))
        count_failure(client, answer->str);
}

static void on_reply(redisAsyncContext *redis, void *data, void *context);

/* False if Redis knew the script, or the link has gone. */
static bool send_whole(struct call *call, const redisReply *reply)
{
    if (!call->script || call->whole || !begins(reply, "NOSCRIPT "))
        return false;
    call_make_whole(call);
    return link_send(&call->client->link, on_reply, call, call->count, call->words, call->sizes);
}

static void on_reply(redisAsyncContext *redis, void *data, void *context)
{
    (void)redis;
    const redisReply *reply = data;
    struct call *call = context;
    if (call->awaited && reply && reply->type == REDIS_REPLY_ERROR && send_whole(call, reply))
        return;
    if (call->awaited && !reply)
        settle_without(call, "the connection was cut");
    else if (call->awaited && reply->type == REDIS_REPLY_ERROR)
        settle_refused(call, reply);
    else if (call->awaited)
        settle_with(call, reply);
    release(call);
}

/* Calling */

static void send_call(struct call *call)
{
    call->sent =
        link_send(&call->client->link, on_reply, call, call->count, call->words, call->sizes);
}

/* While the first connection is made, or one that was lost is made anew, calls may wait for it. */
static bool may_call(const struct client *client)
{
    bool promising = client->link.begun && client->breaker.state == BREAKER_CLOSED;
    return (client->connected || promising) && client->held < (size_t)client->settings->waiting;
}

/* False: it is freed, and nobody is told. */
static bool add(struct client *client, struct call *call)
{
    client->held++;
    calls_add(&client->calls, call);
    send_call(call);
    if (!call->sent && client->connected) {
        calls_remove(&client->calls, call);
        release(call);
        return false;
    }
    watch_deadline(client);
    return true;
}

bool client_run(struct client *client, const struct tn_redis_call *wanted)
{
    if (may_call(client) && add(client, call_make(client, wanted)))
        return true;
    tn_series_add(client->series.ends[TN_REDIS_UNSENT], 1);
    return false;
}

/* Connecting */

static void on_up(void *context)
{
    struct client *client = context;
    double took_ms = (double)(tn_clock_ns() - client->began_ns) / 1e6;
    client->connected = true;
    breaker_succeed(&client->breaker);
    report_state(client);
    tn_series_add(client->series.made, 1);
    tn_check_report(client->check, TN_HEALTH_UP, took_ms, "connected");
    if (client->told != CLIENT_UP)
        tn_log(client->host, TN_INFO, "connected to Redis%s",
               client->told == CLIENT_DOWN ? " again" : "");
    client->told = CLIENT_UP;
    for (struct call *call = client->calls.first; call; call = call->next)
        send_call(call);
}

static void attempt(void *context)
{
    struct client *client = context;
    client->attempt = NULL; /* it has fired */
    client->began_ns = tn_clock_ns();
    breaker_try(&client->breaker);
    link_begin(&client->link);
}

static void pause_then_try(struct client *client)
{
    uint64_t chance = tn_clock_ns();
    if (client->stopping)
        return;
    if (getrandom(&chance, sizeof chance, GRND_NONBLOCK) < 0)
        chance ^= chance >> 12; /* the clock will do */
    client->attempt = tn_timer_start(client->host, breaker_pause_ms(&client->breaker, chance), 0,
                                     attempt, client);
}

/* Who is idle learns of a loss too. */

static void on_pong(void *context, const struct tn_redis_reply *reply)
{
    struct client *client = context;
    if (reply->end == TN_REDIS_ANSWERED)
        tn_check_report(client->check, TN_HEALTH_UP, -1, "connected");
    else if (client->connected)
        tn_check_report(client->check, TN_HEALTH_DOWN, -1, "no answer in time");
}

static void ping(void *context)
{
    struct client *client = context;
    if (client->connected)
        add(client, call_make_ping(client, on_pong));
}

/* Life */

void client_start(struct client *client)
{
    const struct settings *settings = client->settings;
    client->link = (struct link){ .host = client->host,
                                  .address = &client->address,
                                  .timeout_ms = settings->connect_timeout.ms,
                                  .up = on_up,
                                  .down = on_link_down,
                                  .context = client };
    client->breaker = (struct breaker){ .failures_max = settings->failures,
                                        .pause_min_ms = settings->pause.ms,
                                        .pause_max_ms = settings->pause_max.ms };
    report_state(client);
    attempt(client);
    if (settings->ping.ms)
        tn_timer_start(client->host, settings->ping.ms, settings->ping.ms, ping, client);
}

void client_stop(struct client *client)
{
    client->deadline = client->attempt = NULL; /* the host has stopped all timers */
    client->link.deadline = NULL;
    client->stopping = true;
    link_hurry(&client->link); /* what was given back last shall arrive */
    client->connected = false;
    while (client->calls.first)
        give_up(client->calls.first, "the worker stops");
    link_end(&client->link);
}
