/* SPDX-License-Identifier: MIT */
/* Metrics: names by convention, the sdk's tn_series, the host's own families, and reading them all. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <base/arena.h>
#include <base/current.h>
#include <tenon/observe.h>
#include <worker/attached.h>
#include <zones/zones.h>

enum core_metric {
    CONNECTIONS,
    IN_FLIGHT,
    REQUEST_SECONDS,
    RECEIVED_BYTES,
    SENT_BYTES,
    REQUESTS,
    REFUSED,
    HOOK_SECONDS,
    VERDICTS,
    SHADOW_REPLIES,
    REFUSALS,
    CALLS,
    SLOW_HOOKS,
    CPU_SECONDS,
    RESIDENT_BYTES,
    OPEN_DESCRIPTORS,
    WORKERS,
    WORKERS_MISSING,
    SERIES_DROPPED,
    CORE_METRICS,
};

/* Names in full, since no entry stands before them. Entries are as many as the file has, so their caps are wide. */
static const struct tn_metric core_metrics[CORE_METRICS] = {
    [CONNECTIONS] = { .name = "tenon_http_connections",
                      .kind = TN_GAUGE,
                      .summary = "Connections that are open." },
    [IN_FLIGHT] = { .name = "tenon_http_requests_in_flight",
                    .kind = TN_GAUGE,
                    .summary = "Requests that are not answered yet." },
    [REQUEST_SECONDS] = { .name = "tenon_http_request_seconds",
                          .kind = TN_HISTOGRAM,
                          .unit = "seconds",
                          .summary = "From taking a request up to its end." },
    [RECEIVED_BYTES] = { .name = "tenon_http_received_bytes",
                         .kind = TN_COUNTER,
                         .unit = "bytes",
                         .summary = "Bytes of requests' bodies." },
    [SENT_BYTES] = { .name = "tenon_http_sent_bytes",
                     .kind = TN_COUNTER,
                     .unit = "bytes",
                     .summary = "Bytes of replies' bodies." },
    [REQUESTS] = { .name = "tenon_http_requests",
                   .kind = TN_COUNTER,
                   .labels = { "method", "status" },
                   .series_max = 400,
                   .summary = "Requests that are over." },
    [REFUSED] = { .name = "tenon_http_refused",
                  .kind = TN_COUNTER,
                  .labels = { "reason" },
                  .summary = "Requests and connections that the server itself refused." },
    [HOOK_SECONDS] = { .name = "tenon_entry_hook_seconds",
                       .kind = TN_COUNTER,
                       .unit = "seconds",
                       .labels = { "entry", "hook" },
                       .series_max = 1000,
                       .summary = "Time spent within an entry's hooks." },
    [VERDICTS] = { .name = "tenon_entry_verdicts",
                   .kind = TN_COUNTER,
                   .labels = { "entry", "verdict" },
                   .series_max = 1000,
                   .summary = "What an entry's request hooks and routes decided." },
    [SHADOW_REPLIES] = { .name = "tenon_entry_shadow_replies",
                         .kind = TN_COUNTER,
                         .labels = { "entry" },
                         .series_max = 1000,
                         .summary = "Replies that an entry in mode `shadow` would have given." },
    [REFUSALS] = { .name = "tenon_entry_refusals",
                   .kind = TN_COUNTER,
                   .labels = { "entry" },
                   .series_max = 1000,
                   .summary = "Replies with a status of 400 or more that an entry has set." },
    [CALLS] = { .name = "tenon_entry_hook_calls",
                .kind = TN_COUNTER,
                .labels = { "entry" },
                .series_max = 1000,
                .summary = "Calls of an entry's hooks and routes." },
    [SLOW_HOOKS] = { .name = "tenon_entry_slow_hooks",
                     .kind = TN_COUNTER,
                     .labels = { "entry", "hook" },
                     .series_max = 1000,
                     .summary = "Calls that held the loop for longer than `timeouts.blocked`." },
    [CPU_SECONDS] = { .name = "tenon_process_cpu_seconds",
                      .kind = TN_COUNTER,
                      .unit = "seconds",
                      .labels = { "mode" },
                      .summary = "Processor time used by the workers." },
    [RESIDENT_BYTES] = { .name = "tenon_process_resident_bytes",
                         .kind = TN_GAUGE,
                         .unit = "bytes",
                         .summary = "Memory of the workers; what they share counts for each." },
    [OPEN_DESCRIPTORS] = { .name = "tenon_process_open_descriptors",
                           .kind = TN_GAUGE,
                           .summary = "Descriptors that the workers have open." },
    [WORKERS] = { .name = "tenon_workers",
                  .kind = TN_GAUGE,
                  .summary = "Workers, those that drain included." },
    [WORKERS_MISSING] = { .name = "tenon_workers_missing",
                          .kind = TN_GAUGE,
                          .summary =
                              "Workers that were lost and whose next one does not serve yet." },
    [SERIES_DROPPED] = { .name = "tenon_series_dropped",
                         .kind = TN_COUNTER,
                         .summary = "Look-ups of series for which their family, or the worker's "
                                    "memory for series, had no room." },
};

/* Not for readers of metrics: what is summed over workers must not be a longest. */
static const struct tn_metric longest = { .name = "tenon_entry_longest_seconds",
                                          .kind = TN_GAUGE,
                                          .unit = "seconds",
                                          .labels = { "entry", "hook" },
                                          .series_max = 1000,
                                          .summary = "The longest call of a hook." };

static struct series_family core_family(enum core_metric metric)
{
    return (struct series_family){ core_metrics[metric].name, &core_metrics[metric], NULL };
}

struct series_family series_workers_missing(void)
{
    return core_family(WORKERS_MISSING);
}

struct series_family series_for_status(enum status_series which)
{
    static const enum core_metric metrics[] = {
        [STATUS_REQUESTS] = REQUESTS,     [STATUS_SECONDS] = HOOK_SECONDS,
        [STATUS_VERDICTS] = VERDICTS,     [STATUS_SHADOW] = SHADOW_REPLIES,
        [STATUS_REFUSALS] = REFUSALS,     [STATUS_CALLS] = CALLS,
        [STATUS_SLOW_HOOKS] = SLOW_HOOKS,
    };
    return which == STATUS_LONGEST ? (struct series_family){ longest.name, &longest, NULL }
                                   : core_family(metrics[which]);
}

static struct tn_series *longest_series(struct worker *worker, const char *entry, const char *hook)
{
    struct series_family family = series_for_status(STATUS_LONGEST);
    struct tn_text labels[] = { tn_text(entry), tn_text(hook) };
    return series_find(worker->series.own, &family, labels);
}

static struct tn_series *core_series(struct worker *worker, enum core_metric metric,
                                     const char *first, const char *second)
{
    struct series_family family = core_family(metric);
    struct tn_text labels[] = { tn_text(first), tn_text(second) };
    return series_find(worker->series.own, &family, labels);
}

enum { NAME_MAX_SIZE = 128 };

static bool ends_with(const char *text, const char *end)
{
    size_t size = strlen(text), end_size = strlen(end);
    return size > end_size && strcmp(text + size - end_size, end) == 0;
}

/* tenon_PLUGIN_NAME, then the unit unless the name ends in it; a counter's `_total` is the reader's to add. */
static void full_name(char name[NAME_MAX_SIZE], const char *plugin, const struct tn_metric *metric)
{
    size_t plain = strlen(metric->name);
    if (metric->kind == TN_COUNTER && ends_with(metric->name, "_total"))
        plain -= strlen("_total");
    int size = snprintf(name, NAME_MAX_SIZE, "tenon_%s_%.*s", plugin, (int)plain, metric->name);
    char unit[32];
    snprintf(unit, sizeof unit, "_%s", metric->unit ? metric->unit : "");
    if (metric->unit && !ends_with(name, unit))
        size += snprintf(name + size, NAME_MAX_SIZE - (size_t)size, "%s", unit);
    plugin_must(size < NAME_MAX_SIZE, "the name of metric `%s` is too long", metric->name);
    for (char *at = name; *at; at++)
        if (*at == '-')
            *at = '_';
}

struct tn_series *tn_series(struct tn_host *host, unsigned row, const struct tn_text *labels)
{
    char name[NAME_MAX_SIZE];
    const struct tn_metric *metrics = host->plugin->metrics, *metric = metrics + row;
    plugin_must(host->created, "tn_series is for start and later");
    for (unsigned i = 0; i <= row; i++)
        plugin_must(metrics && metrics[i].name, "tn_series: there is no row %u of metrics", row);
    plugin_must(labels || !*metric->labels, "tn_series: metric `%s` has labels, and no values came",
                metric->name);
    full_name(name, host->plugin->name, metric);
    struct series_family family = { name, metric, host->name };
    return series_find(worker_here()->series.own, &family, labels);
}

/* The methods that are counted by name; all others are one, so that nobody can make series. */
static const char *const methods[] = { "GET",     "HEAD",  "POST",    "PUT",   "DELETE",
                                       "OPTIONS", "PATCH", "CONNECT", "TRACE", "other" };
enum { METHODS = sizeof methods / sizeof *methods, STATUS_MIN = 100, STATUS_MAX = 599 };

static struct tn_series *count_request(void *context, struct tn_text method, int status)
{
    struct worker *worker = context;
    size_t i = 0;
    while (i < METHODS - 1 && !tn_text_is(method, methods[i]))
        i++;
    if (status < STATUS_MIN || status > STATUS_MAX)
        status = 0;
    struct tn_series **known = &worker->series.requests[i * (STATUS_MAX + 1) + (size_t)status];
    if (!*known) {
        char text[12];
        snprintf(text, sizeof text, "%d", status);
        *known = core_series(worker, REQUESTS, methods[i], text);
    }
    return *known;
}

static struct tn_series *count_refused(void *context, const char *reason)
{
    return core_series(context, REFUSED, reason, NULL);
}

void series_count_slow(void *context, const char *entry, const char *hook, double seconds)
{
    series_raise(longest_series(context, entry, hook), seconds);
    tn_series_add(core_series(context, SLOW_HOOKS, entry, hook), 1);
}

void series_for_http(struct worker *worker)
{
    worker->http.series = (struct http_series){
        .connections = core_series(worker, CONNECTIONS, NULL, NULL),
        .requests_in_flight = core_series(worker, IN_FLIGHT, NULL, NULL),
        .request_seconds = core_series(worker, REQUEST_SECONDS, NULL, NULL),
        .received_bytes = core_series(worker, RECEIVED_BYTES, NULL, NULL),
        .sent_bytes = core_series(worker, SENT_BYTES, NULL, NULL),
        .requests = count_request,
        .refused = count_refused,
        .slow = series_count_slow,
        .context = worker,
    };
}

void series_for_entry(struct worker *worker, struct http_entry *entry)
{
    static const char *const hooks[] = { "request", "reply", "done" };
    static const char *const verdicts[] = {
        [TN_NEXT] = "next", [TN_REPLY] = "reply", [TN_LATER] = "later", [TN_FAILED] = "failed"
    };
    for (size_t i = 0; i < sizeof hooks / sizeof *hooks; i++)
        entry->hook_seconds[i] = core_series(worker, HOOK_SECONDS, entry->name, hooks[i]);
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++)
        entry->verdicts[i] = core_series(worker, VERDICTS, entry->name, verdicts[i]);
    for (size_t i = 0; i < sizeof hooks / sizeof *hooks; i++)
        entry->longest_seconds[i] = longest_series(worker, entry->name, hooks[i]);
    entry->shadow_replies = core_series(worker, SHADOW_REPLIES, entry->name, NULL);
    entry->refusals = core_series(worker, REFUSALS, entry->name, NULL);
    entry->calls = core_series(worker, CALLS, entry->name, NULL);
}

bool series_open(struct worker *worker)
{
    struct worker_series *series = &worker->series;
    series->zone = zone_open(worker, SERIES_ZONE, series_zone_bytes());
    if (!series->zone)
        return false;
    void *lane = series_lane(series->zone, worker->facts.lane);
    series_lane_take(series->zone, worker->facts.lane);
    series_forget_gauges(lane);
    series->own = series_attach(lane);
    series->requests = memory_alloc(METHODS * (STATUS_MAX + 1) * sizeof(*series->requests));
    tn_series_set(core_series(worker, WORKERS, NULL, NULL), 1);
    return true;
}

void series_close(struct worker *worker)
{
    struct worker_series *series = &worker->series;
    if (!series->own)
        return;
    series_forget_gauges(series_lane(series->zone, worker->facts.lane));
    series_detach(series->own);
    free(series->requests);
    series->own = NULL;
}

static void count_cpu(struct worker *worker, const char *mode, double *counted, double now)
{
    if (now > *counted)
        tn_series_add(core_series(worker, CPU_SECONDS, mode, NULL), now - *counted);
    *counted = now;
}

void series_tick(struct worker *worker)
{
    struct tn_process process = { .process_size = sizeof process };
    tn_observe_process(&process);
    count_cpu(worker, "user", &worker->series.cpu_seconds[0], process.cpu_user_seconds);
    count_cpu(worker, "system", &worker->series.cpu_seconds[1], process.cpu_system_seconds);
    tn_series_set(core_series(worker, RESIDENT_BYTES, NULL, NULL), (double)process.resident_bytes);
    tn_series_set(core_series(worker, OPEN_DESCRIPTORS, NULL, NULL),
                  (double)process.open_descriptors);
    tn_series_add(core_series(worker, SERIES_DROPPED, NULL, NULL),
                  (double)series_dropped(worker->series.own));
}

/* Who reads, and what is handed to him. */
struct reading {
    struct series_store **lanes; /* of all workers */
    size_t lane_count;
    void (*visit)(void *context, const struct tn_sample *sample);
    void *context;
};

static void read_family(const struct reading *reading, const struct series_family *family)
{
    series_collect(reading->lanes, reading->lane_count, family, reading->visit, reading->context);
}

/* All rows of a plugin, each over all of its entries, so that a family is in one piece. */
static void read_plugin(const struct reading *reading, struct tn_host *const *hosts, size_t count)
{
    const struct tn_plugin *plugin = hosts[0]->plugin;
    for (const struct tn_metric *metric = plugin->metrics; metric && metric->name; metric++) {
        char name[NAME_MAX_SIZE];
        full_name(name, plugin->name, metric);
        for (size_t i = 0; i < count; i++) {
            struct series_family family = { name, metric, hosts[i]->name };
            if (strcmp(hosts[i]->plugin->name, plugin->name) == 0)
                read_family(reading, &family);
        }
    }
}

static bool is_first_of_its_plugin(struct tn_host *const *hosts, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp(hosts[i]->plugin->name, hosts[index]->plugin->name) == 0)
            return false;
    return true;
}

static void read_all(const struct reading *reading, const struct worker *worker)
{
    for (int i = 0; i < CORE_METRICS; i++) {
        struct series_family family = core_family((enum core_metric)i);
        read_family(reading, &family);
    }
    for (size_t i = 0; i < worker->count; i++)
        if (is_first_of_its_plugin(worker->hosts, i))
            read_plugin(reading, worker->hosts + i, worker->count - i);
}

/* Each reader attaches the lanes for itself: a job may read on its thread while the loop goes on counting. */
void tn_observe_metrics(struct tn_host *host,
                        void (*visit)(void *context, const struct tn_sample *sample), void *context)
{
    const struct worker *worker = attachment_of(host)->worker;
    void *zone = worker->series.zone;
    struct reading reading = { .visit = visit, .context = context };
    reading.lane_count = series_lanes_taken(zone);
    reading.lanes = memory_alloc(reading.lane_count * sizeof(*reading.lanes));
    for (unsigned i = 0; i < reading.lane_count; i++)
        reading.lanes[i] = series_attach(series_lane(zone, i));
    read_all(&reading, worker);
    for (size_t i = 0; i < reading.lane_count; i++)
        series_detach(reading.lanes[i]);
    free(reading.lanes);
}
