/* SPDX-License-Identifier: MIT */
/* The life of a worker: start, serve, drain, stop. */
#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include <base/current.h>
#include <tenon/host.h>
#include <worker/attached.h>
#include <worker/build.h>
#include <worker/call.h>
#include <worker/line.h>
#include <zones/zones.h>

enum { TICK_MS = 5000, ABANDON_MS = 3000 };

static void on_tick(uv_timer_t *timer)
{
    series_tick(timer->data);
}

/* Each connection is a descriptor; the usual limit of 1,024 is for programs that use select(2). */
static void raise_descriptor_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

struct worker *worker_new(const struct worker_facts *facts)
{
    struct worker *worker = memory_alloc(sizeof *worker);
    worker_enter(worker);
    worker->facts = *facts;
    worker->state = TN_STARTING;
    raise_descriptor_limit();
    signal(SIGPIPE, SIG_IGN); /* plugins write to others before there is a server */
    int failed = uv_loop_init(&worker->loop);
    assert(!failed);
    uv_timer_t *timers[] = { &worker->tick, &worker->delay, &worker->deadline };
    for (size_t i = 0; i < sizeof timers / sizeof *timers; i++) {
        uv_timer_init(&worker->loop, timers[i]);
        timers[i]->data = worker;
    }
    return worker;
}

static bool providers_have_started(const struct tn_host *host)
{
    const struct tn_need *needs = host->plugin->needs;
    for (size_t i = 0; needs && needs[i].name; i++)
        if (host->providers[i] && !host->providers[i]->started)
            return false;
    return true;
}

/* What depends on one that did not start is not tried, so that only causes are reported. */
static bool start_instances(struct worker *worker, struct errors *errors)
{
    bool good = true;
    for (size_t i = 0; i < worker->count; i++)
        if (!providers_have_started(worker->order[i]) || !instance_start(worker->order[i], errors))
            good = false;
    return good;
}

static bool make_server(struct worker *worker, struct errors *errors)
{
    const char *problem = "";
    worker->server = http_server_new(&worker->http, &problem);
    if (!worker->server)
        errors_add(errors, SEVERITY_ERROR, (struct place){ 0 }, "the server cannot be made: %s",
                   problem);
    return worker->server != NULL;
}

/* Only a master could show them. */
static bool open_traces(struct worker *worker, struct errors *errors)
{
    static const char *const names[] = { RING_TRACED, RING_NOTICED };
    size_t keep = (size_t)worker->config->server.trace.keep;
    if (!keep || !worker->facts.outside.zone)
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!(worker->traces[i] = zone_open(worker, names[i], ring_bytes(keep)))) {
            errors_add(errors, SEVERITY_ERROR, (struct place){ 0 },
                       "the system gave no shared memory for traces: %s", strerror(errno));
            return false;
        }
    return true;
}

static bool start(struct worker *worker, struct errors *errors)
{
    if (!series_open(worker)) {
        errors_add(errors, SEVERITY_ERROR, (struct place){ 0 },
                   "the system gave no shared memory for metrics: %s", strerror(errno));
        return false;
    }
    return open_traces(worker, errors) && build_instances(worker, errors) &&
           build_http(worker, errors) && start_instances(worker, errors);
}

bool worker_prepare(struct worker *worker, struct config *config, struct errors *errors)
{
    worker->config = config;
    bool good = start(worker, errors);
    log_settle(&worker->log);
    return good;
}

bool worker_start(struct worker *worker, struct config *config, struct errors *errors)
{
    worker->config = config;
    bool good = start(worker, errors) && make_server(worker, errors);
    log_settle(&worker->log);
    return good;
}

static void listen_on(struct worker *worker, int socket_fd, size_t row)
{
    static const struct http_listener plain = { 0 };
    bool written = row < worker->listener_count;
    http_server_listen(worker->server, socket_fd, written ? &worker->listeners[row] : &plain);
}

void worker_serve(struct worker *worker, const int *sockets, const unsigned char *rows,
                  size_t count)
{
    worker->state = TN_READY;
    series_tick(worker);
    uv_timer_start(&worker->tick, on_tick, TICK_MS, TICK_MS);
    for (size_t i = 0; i < count; i++)
        listen_on(worker, sockets[i], rows[i]);
}

static void on_closed(void *context)
{
    struct worker *worker = context;
    worker->ended = true;
    uv_stop(&worker->loop);
}

static void close_server(struct worker *worker)
{
    if (worker->closing)
        return;
    worker->closing = true;
    http_server_close(worker->server, on_closed, worker);
}

void worker_run(struct worker *worker)
{
    while (!worker->ended)
        uv_run(&worker->loop, UV_RUN_DEFAULT);
    worker->state = TN_STOPPING;
}

static void on_drained(void *context)
{
    close_server(context);
}

static void refuse_new(struct worker *worker)
{
    if (worker->refusing)
        return;
    const struct outside *outside = &worker->facts.outside;
    worker->refusing = true;
    if (outside->refuse && outside->refuse(outside->context))
        http_server_take_queued(worker->server);
    http_server_drain(worker->server, on_drained, worker);
    if (outside->refusing)
        outside->refusing(outside->context);
}

static void on_delay(uv_timer_t *timer)
{
    refuse_new(timer->data);
}

/* A plugin that does not resume a request after `cancel` would hold up the end for ever. */
static void on_abandon(uv_timer_t *timer)
{
    struct worker *worker = timer->data;
    struct tn_text message =
        TN_TEXT("a plugin holds a request that was cancelled: ending without it");
    struct tn_record record = { .record_size = sizeof record,
                                .level = TN_ERROR,
                                .time_ms = tn_wall_clock_ms(),
                                .entry = "tenon",
                                .message = message };
    if (worker->ended)
        return;
    /* Instances cannot be stopped now, and so a log plugin would not write its last lines. */
    line_write(&record);
    _exit(EXIT_FAILURE);
}

/* Connections without a request are not cut off from anything: they do not make it forced. */
static void on_deadline(uv_timer_t *timer)
{
    struct worker *worker = timer->data;
    size_t requests = http_server_requests(worker->server);
    if (worker->closing)
        return;
    if (requests > 0) {
        worker->forced = true;
        log_print(&worker->log, TN_WARN, "the drain took too long: %zu requests are cut off",
                  requests);
    }
    close_server(worker);
    uv_timer_start(timer, on_abandon, ABANDON_MS, 0);
}

/* Sets a timer unless it is due sooner already. */
static void hurry(uv_timer_t *timer, uv_timer_cb fire, int64_t ms)
{
    uint64_t due = ms > 0 ? (uint64_t)ms : 0;
    if (!uv_is_active((uv_handle_t *)timer) || uv_timer_get_due_in(timer) > due)
        uv_timer_start(timer, fire, due, 0);
}

void worker_drain(struct worker *worker, int64_t delay_ms, int64_t deadline_ms)
{
    if (worker->state < TN_DRAINING)
        log_print(&worker->log, TN_INFO, "draining: %zu connections, %zu requests",
                  http_server_connections(worker->server), http_server_requests(worker->server));
    worker->state = TN_DRAINING;
    uv_update_time(&worker->loop);
    if (delay_ms <= 0)
        refuse_new(worker);
    else if (!worker->refusing)
        hurry(&worker->delay, on_delay, delay_ms);
    if (!worker->closing)
        hurry(&worker->deadline, on_deadline, delay_ms + deadline_ms);
}

void worker_reopen(struct worker *worker)
{
    for (size_t i = 0; i < worker->count; i++) {
        struct tn_host *host = worker->hosts[i];
        if (!host->started || !host->plugin->reopen)
            continue;
        struct call call = call_begin(host, "reopen");
        host->plugin->reopen(host, host->self);
        call_end(&call);
    }
}

static void stop_instances(struct worker *worker)
{
    for (size_t i = worker->count; i-- > 0;) {
        struct tn_host *host = worker->order[i];
        if (!host)
            continue;
        timers_stop(attachment_of(host));
        instance_stop(host);
        log_forget(&worker->log, host);
    }
}

static void destroy_instances(struct worker *worker)
{
    for (size_t i = worker->count; i-- > 0;) {
        struct attachment *attached = &worker->attached[i];
        instance_destroy(worker->hosts[i]);
        checks_forget(attached);
        mappings_forget(attached);
    }
}

/* What is still open was left by a plugin, against the sdk: it must not keep the worker from ending. */
static void close_forgotten(uv_handle_t *handle, void *context)
{
    struct worker *worker = context;
    if (uv_is_closing(handle))
        return;
    log_print(&worker->log, TN_WARN, "a plugin left a %s open on the loop when it stopped",
              uv_handle_type_name(handle->type));
    uv_close(handle, NULL);
}

void worker_free(struct worker *worker)
{
    worker->state = TN_STOPPING;
    if (worker->server)
        close_server(worker);
    while (worker->server && !worker->ended)
        uv_run(&worker->loop, UV_RUN_ONCE);
    for (size_t i = 0; i < worker->count; i++)
        checks_stop(&worker->attached[i]);
    jobs_finish(worker);
    stop_instances(worker);
    jobs_finish(worker);
    if (worker->server)
        http_server_free(worker->server);
    free_listeners(worker);
    uv_close((uv_handle_t *)&worker->tick, NULL);
    uv_close((uv_handle_t *)&worker->delay, NULL);
    uv_close((uv_handle_t *)&worker->deadline, NULL);
    uv_run(&worker->loop, UV_RUN_NOWAIT);
    uv_walk(&worker->loop, close_forgotten, worker);
    uv_run(&worker->loop, UV_RUN_DEFAULT);
    int busy = uv_loop_close(&worker->loop);
    assert(!busy);
    destroy_instances(worker);
    series_close(worker);
    log_free(&worker->log);
    config_free(worker->config);
    arena_free(&worker->arena);
    free(worker);
    worker_enter(NULL);
}
