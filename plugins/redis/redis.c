/* SPDX-License-Identifier: MIT */
/* A Redis for other entries: one connection a worker, and a service to run scripts over it. */
#include <stdio.h>

#include <tenon/services/redis.h>
#include <tenon/tenon.h>

#include "client.h"

struct redis {
    struct client client;
    struct tn_redis_script *scripts;
};

enum metric { METRIC_COMMANDS, METRIC_LATENCY, METRIC_CONNECTIONS, METRIC_CONNECTED, METRIC_OPEN };

static const struct tn_metric metrics[] = {
    [METRIC_COMMANDS] = { .name = "commands",
                          .kind = TN_COUNTER,
                          .labels = { "end" },
                          .summary = "Calls by how they ended: answered; refused by Redis; lost, "
                                     "without an answer in time; unsent, for want of a "
                                     "connection." },
    [METRIC_LATENCY] = { .name = "latency",
                         .kind = TN_HISTOGRAM,
                         .unit = "seconds",
                         .buckets = { 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                      0.05, 0.1, 0.25, 1 },
                         .summary = "From a call to its answer, where there was one." },
    [METRIC_CONNECTIONS] = { .name = "connections",
                             .kind = TN_COUNTER,
                             .labels = { "end" },
                             .summary = "Connections that were made, attempts that failed, and "
                                        "connections that were lost." },
    [METRIC_CONNECTED] = { .name = "connected",
                           .kind = TN_GAUGE,
                           .summary = "Workers that are connected." },
    [METRIC_OPEN] = { .name = "breaker_open",
                      .kind = TN_GAUGE,
                      .summary = "Workers that ask nothing, since Redis has failed too often." },
    { 0 },
};

/* The service */

static const struct tn_redis_script *prepare(void *context, const char *source)
{
    struct redis *self = context;
    for (struct tn_redis_script *script = self->scripts; script; script = script->next)
        if (strcmp(script->source, source) == 0)
            return script;
    struct tn_redis_script *script = tn_instance_alloc(self->client.host, sizeof *script);
    script->source = source;
    script_digest(script);
    script->next = self->scripts;
    self->scripts = script;
    return script;
}

static bool run(void *context, const struct tn_redis_call *call)
{
    struct redis *self = context;
    return client_run(&self->client, call);
}

static const struct tn_redis service = {
    .table_size = sizeof service,
    .prepare = prepare,
    .run = run,
};

static const struct tn_offer offers[] = { { TN_REDIS_ID, &service }, { 0 } };

/* Life */

/* What is said beside the URL is said there or here, not twice. */
static bool complete(struct tn_host *host, const struct settings *settings, struct address *address)
{
    if (settings->user && *address->user)
        return tn_fail_at(host, "user", "the URL has a user already");
    if (settings->password && *address->password)
        return tn_fail_at(host, "password", "the URL has a password already");
    if (settings->database && address->has_database)
        return tn_fail_at(host, "database", "the URL has a database already");
    if (settings->user)
        snprintf(address->user, sizeof address->user, "%s", settings->user);
    if (settings->password)
        snprintf(address->password, sizeof address->password, "%s", settings->password);
    if (settings->database)
        address->database = settings->database;
    if (*address->user && !*address->password)
        return tn_fail_at(host, settings->user ? "user" : "url",
                          "a user needs a password: Redis asks for both");
    return true;
}

static bool fits(struct tn_host *host, const char *option, const char *text)
{
    return !text || strlen(text) < ADDRESS_ROOM ||
           tn_fail_at(host, option, "expected at most %d bytes", ADDRESS_ROOM - 1);
}

static void *create(struct tn_host *host, const void *options)
{
    const struct settings *settings = options;
    struct redis *self = tn_instance_alloc(host, sizeof *self);
    const char *problem = address_parse(&self->client.address, settings->url);
    if (problem)
        return tn_fail_at(host, "url", "%s", problem), NULL;
    if (!fits(host, "user", settings->user) || !fits(host, "password", settings->password) ||
        !complete(host, settings, &self->client.address))
        return NULL;
    if (settings->pause_max.ms < settings->pause.ms)
        return tn_fail_at(host, "pause_max", "expected at least as long as `pause`"), NULL;
    self->client.host = host;
    self->client.settings = settings;
    return self;
}

static struct tn_series *series_of(struct tn_host *host, enum metric metric, const char *label)
{
    struct tn_text text = tn_text(label);
    return tn_series(host, metric, label ? &text : NULL);
}

static bool start(struct tn_host *host, void *context)
{
    struct redis *self = context;
    struct client *client = &self->client;
    client->series = (struct client_series){
        .ends = { [TN_REDIS_ANSWERED] = series_of(host, METRIC_COMMANDS, "answered"),
                  [TN_REDIS_REFUSED] = series_of(host, METRIC_COMMANDS, "refused"),
                  [TN_REDIS_LOST] = series_of(host, METRIC_COMMANDS, "lost"),
                  [TN_REDIS_UNSENT] = series_of(host, METRIC_COMMANDS, "unsent") },
        .latency = series_of(host, METRIC_LATENCY, NULL),
        .made = series_of(host, METRIC_CONNECTIONS, "made"),
        .failed = series_of(host, METRIC_CONNECTIONS, "failed"),
        .lost = series_of(host, METRIC_CONNECTIONS, "lost"),
        .connected = series_of(host, METRIC_CONNECTED, NULL),
        .breaker_open = series_of(host, METRIC_OPEN, NULL),
    };
    client->check = tn_check(host, NULL, client->settings->required);
    client_start(client);
    return true;
}

static void stop(struct tn_host *host, void *context)
{
    (void)host;
    struct redis *self = context;
    client_stop(&self->client);
}

static const struct settings defaults = {
    .connect_timeout = { 2000 },
    .command_timeout = { 250 },
    .ping = { 5000 },
    .pause = { 100 },
    .pause_max = { 10000 },
    .failures = 5,
    .waiting = 10000,
};

static const struct tn_option options[] = {
    { "url", TN_OPTION_TEXT(struct settings, url), .flags = TN_SHORT | TN_REQUIRED | TN_SECRET,
      .summary = "Where it is: redis://[[user]:password@]host[:port][/database], or unix:/path. "
                 "There is no TLS." },
    { "user", TN_OPTION_TEXT(struct settings, user),
      .summary = "Who asks (a Redis user, from version 6), where the URL does not say so." },
    { "password", TN_OPTION_TEXT(struct settings, password), .flags = TN_SECRET,
      .summary = "The password, where the URL does not hold it." },
    { "database", TN_OPTION_INTEGER(struct settings, database), .min = 0, .max = 9999,
      .summary = "The number of the database, where the URL does not say so." },
    { "connect_timeout", TN_OPTION_DURATION(struct settings, connect_timeout), .min = 1,
      .max = 60000, .summary = "How long it may take until Redis has answered a first PING." },
    { "command_timeout", TN_OPTION_DURATION(struct settings, command_timeout), .min = 1,
      .max = 60000,
      .summary = "How long an answer may take; it is the longest that Redis can hold up a "
                 "request." },
    { "ping", TN_OPTION_DURATION(struct settings, ping), .min = 0, .max = 3600000,
      .summary = "How often to ask whether it is there, for the health check; 0 is never." },
    { "pause", TN_OPTION_DURATION(struct settings, pause), .min = 1, .max = 60000,
      .summary = "How long to wait before the second attempt to connect, of which a random half is "
                 "taken away; then twice as long each time. The first is made at once." },
    { "pause_max", TN_OPTION_DURATION(struct settings, pause_max), .min = 1, .max = 3600000,
      .summary = "The longest wait between two attempts." },
    { "failures", TN_OPTION_INTEGER(struct settings, failures), .min = 1, .max = 1000,
      .summary = "After so many failures in a row, answers that came too late among them, nothing "
                 "is asked any more until Redis answers a PING on a new connection." },
    { "waiting", TN_OPTION_INTEGER(struct settings, waiting), .min = 1, .max = 1000000,
      .summary = "How many calls may wait for an answer in each worker; one more is not sent." },
    { "required", TN_OPTION_BOOLEAN(struct settings, required),
      .summary = "Whether the server is not ready without Redis, or only degraded." },
    { 0 },
};

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,
    .name = "redis",
    .version = "1.0.0",
    .summary = "A connection to Redis, for other entries to use.",
    .options = options,
    .defaults = &defaults,
    .options_size = sizeof defaults,
    .offers = offers,
    .metrics = metrics,
    .create = create,
    .start = start,
    .stop = stop,
};
