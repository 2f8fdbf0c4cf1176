/* SPDX-License-Identifier: MIT */
/* The whole server in one process: for debuggers, sanitizers and tests. No master, no reload. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

#include <base/arena.h>
#include <master/sockets.h>
#include <tenon/host.h>
#include <worker/channel.h>
#include <worker/child.h>
#include <worker/crash.h>
#include <worker/worker.h>

enum { WATCHED = 4 };
static const int watched[WATCHED] = { SIGTERM, SIGINT, SIGUSR1, SIGHUP };

struct single {
    struct worker *worker;
    uv_signal_t signals[WATCHED];
    struct sockets sockets;
    bool inherited; /* they are systemd's */
};

/* Those that systemd has passed are systemd's: clients may queue there until it starts the next server. */
static bool refuse_connections(void *context)
{
    struct single *single = context;
    int fds[CHANNEL_FDS_MAX];
    if (!single->inherited)
        sockets_refuse(fds, sockets_of_slot(&single->sockets, 0, 1, fds, NULL, CHANNEL_FDS_MAX));
    return !single->inherited;
}

static void close_sockets(void *context)
{
    struct single *single = context;
    sockets_close(&single->sockets, NULL);
}

static void on_signal(uv_signal_t *handle, int number)
{
    struct single *single = handle->data;
    struct worker *worker = single->worker;
    int64_t deadline_ms = worker->config->server.timeouts.drain.ms;
    if (number == SIGUSR1)
        worker_reopen(worker);
    else if (number == SIGHUP)
        log_print(&worker->log, TN_WARN, "a server started with --single does not reload");
    else if (worker->state == TN_DRAINING)
        worker_drain(worker, 0, 0);
    else
        worker_drain(worker, worker->config->server.timeouts.drain_delay.ms, deadline_ms);
}

static void serve(struct single *single)
{
    struct worker *worker = single->worker;
    int fds[CHANNEL_FDS_MAX];
    unsigned char rows[CHANNEL_FDS_MAX];
    for (int i = 0; i < WATCHED; i++) {
        uv_signal_init(&worker->loop, &single->signals[i]);
        single->signals[i].data = single;
        uv_signal_start(&single->signals[i], on_signal, watched[i]);
    }
    size_t count = sockets_of_slot(&single->sockets, 0, 1, fds, rows, CHANNEL_FDS_MAX);
    worker_serve(worker, fds, rows, count);
    for (size_t i = 0; i < single->sockets.count; i++)
        log_print(&worker->log, TN_INFO, "listening on %s", single->sockets.items[i].address);
    worker_run(worker);
    for (int i = 0; i < WATCHED; i++)
        uv_close((uv_handle_t *)&single->signals[i], NULL);
}

static bool open_sockets(struct single *single, struct errors *errors)
{
    const struct config *config = single->worker->config;
    struct sockets inherited = { 0 };
    single->inherited = sockets_inherit(&inherited) > 0;
    if (!single->inherited)
        return sockets_open(&single->sockets, NULL, config, 1, errors);
    bool good = sockets_keep(&single->sockets, &inherited, config, errors);
    sockets_close(&inherited, good ? &single->sockets : NULL);
    return good;
}

int single_run(const char *file)
{
    struct errors errors = { 0 };
    struct single single = { 0 };
    struct worker_facts facts = { .slots = 1,
                                  .outside = { &single, NULL, refuse_connections, close_sockets } };
    facts.started_ms = tn_wall_clock_ms();
    if (getrandom(facts.key, sizeof facts.key, 0) != sizeof facts.key)
        return EXIT_FAILURE;
    crash_install(-1);
    single.worker = worker_new(&facts);
    struct config *config = config_read(file, &errors);
    bool good =
        config && worker_start(single.worker, config, &errors) && open_sockets(&single, &errors);
    errors_print(&errors, stderr);
    if (good)
        serve(&single);
    bool forced = single.worker->forced;
    worker_free(single.worker);
    sockets_close(&single.sockets, NULL);
    errors_free(&errors);
    return good && !forced ? EXIT_SUCCESS : EXIT_FAILURE;
}
