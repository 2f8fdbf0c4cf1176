/* SPDX-License-Identifier: MIT */
/* The master's life: take what only one may have, serve, answer signals, end. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

#include <base/arena.h>
#include <master/master.h>
#include <master/notify.h>
#include <master/pid.h>
#include <tenon/host.h>
#include <tenon/observe.h>
#include <worker/line.h>

static struct process *any_serving(const struct master *master)
{
    struct process *process = master->processes;
    while (process && process->standing != STANDING_SERVING)
        process = process->next;
    return process;
}

void master_say(struct master *master, enum tn_level level, const char *format, ...)
{
    struct channel_message *message = memory_alloc(sizeof *message);
    struct process *process = any_serving(master);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message->text, sizeof message->text, format, arguments);
    va_end(arguments);
    message->kind = CHANNEL_LOG;
    message->numbers[0] = level;
    message->size = strlen(message->text);
    struct tn_record record = { .record_size = sizeof record,
                                .level = level,
                                .time_ms = tn_wall_clock_ms(),
                                .entry = "tenon",
                                .message = { message->text, message->size } };
    if (!process || !channel_send(process->channel, message))
        line_write(&record);
    free(message);
}

void master_reopen(struct master *master)
{
    for (struct process *process = master->processes; process; process = process->next)
        process_tell(process, CHANNEL_REOPEN);
}

void master_check_end(struct master *master)
{
    if (master->ending && !master->processes)
        uv_stop(&master->loop);
}

/* Only those that serve have sockets, which go with them; not so systemd's, where clients may queue for the next server. */
static void drain_all(struct master *master, int64_t delay_ms, int64_t deadline_ms)
{
    for (struct process *process = master->processes; process; process = process->next) {
        bool serves = process->generation == master->current && !master->inherited;
        process_drain(process, delay_ms, deadline_ms, serves ? SOCKETS_GO : SOCKETS_STAY);
    }
}

void master_end(struct master *master)
{
    master->hurried = master->ending;
    master->ending = true;
    notify("STOPPING=1\nSTATUS=draining");
    if (master->starting)
        generation_fail(master->starting, TN_TEXT("the server is ending\n"));
    if (master->slots)
        slots_leave(master);
    if (master->current && !master->hurried)
        drain_all(master, master->current->config->server.timeouts.drain_delay.ms,
                  master->current->config->server.timeouts.drain.ms);
    else
        drain_all(master, 0, 0);
    sockets_leave_to_workers(&master->sockets);
    master_check_end(master);
}

static void on_signal(uv_signal_t *handle, int number)
{
    struct master *master = handle->data;
    switch (number) {
    case SIGTERM:
    case SIGINT:
        master_end(master);
        break;
    case SIGHUP:
        reload_ask(master, NULL);
        break;
    case SIGUSR1:
        master_reopen(master);
        break;
    case SIGCHLD:
        processes_reap(master);
        break;
    }
}

static void watch_signals(struct master *master)
{
    static const int watched[] = { SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGUSR1 };
    for (size_t i = 0; i < sizeof watched / sizeof *watched; i++) {
        uv_signal_init(&master->loop, &master->signals[i]);
        master->signals[i].data = master;
        uv_signal_start(&master->signals[i], on_signal, watched[i]);
    }
    signal(SIGPIPE, SIG_IGN); /* reset in every child */
}

static void on_watchdog(uv_timer_t *timer)
{
    (void)timer;
    notify("WATCHDOG=1");
}

static void watch_clock(struct master *master)
{
    uint64_t period = notify_watchdog_ms();
    uv_timer_init(&master->loop, &master->watchdog);
    uv_timer_init(&master->loop, &master->asking_patience);
    master->asking_patience.data = master;
    if (period)
        uv_timer_start(&master->watchdog, on_watchdog, period, period);
}

static struct place place_of(const struct config *config, const char *way)
{
    return node_way(config->root, way)->place;
}

/* What only one server may have. Paths are the first reading's: a reload does not move them. */
static bool take_names(struct master *master, const struct config *config, struct errors *errors)
{
    const struct config_server *server = &config->server;
    if (server->pid_file.at) {
        master->pid_path = server->pid_file.at;
        master->pid_fd =
            pid_file_take(server->pid_file.at, place_of(config, "server.pid_file"), errors);
        if (master->pid_fd < 0)
            return false;
    }
    return !server->control.at ||
           control_open(master, server->control.at, place_of(config, "server.control"), errors);
}

static void give_back(struct master *master)
{
    control_close(master);
    if (master->pid_fd >= 0)
        pid_file_leave(master->pid_path, master->pid_fd);
    sockets_close(&master->sockets, NULL);
    registry_forget(&master->registry, ~0u);
    free(master->last_reload);
}

static void close_handle(uv_handle_t *handle, void *context)
{
    (void)context;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

static bool begin(struct master *master, const struct config *config)
{
    struct errors errors = { 0 };
    master->inherited = sockets_inherit(&master->sockets) > 0;
    bool good = take_names(master, config, &errors);
    errors_print(&errors, stderr);
    errors_free(&errors);
    if (good)
        reload_ask(master, NULL);
    return good && !master->failed;
}

static int run(struct master *master, const struct config *config)
{
    master->started_ms = tn_wall_clock_ms();
    if (getrandom(master->key, sizeof master->key, 0) != sizeof master->key ||
        uv_loop_init(&master->loop) != 0)
        return EXIT_FAILURE;
    watch_signals(master);
    watch_clock(master);
    bool good = begin(master, config);
    while (good && !(master->ending && !master->processes))
        uv_run(&master->loop, UV_RUN_DEFAULT);
    good = good && !master->failed;
    give_back(master);
    if (master->current)
        generation_release(master->current);
    uv_walk(&master->loop, close_handle, NULL);
    uv_run(&master->loop, UV_RUN_DEFAULT);
    uv_loop_close(&master->loop);
    return good && !master->forced ? EXIT_SUCCESS : EXIT_FAILURE;
}

int master_run(const char *file)
{
    struct errors errors = { 0 };
    struct config *config = config_read(file, &errors);
    errors_print(&errors, stderr);
    int status = EXIT_FAILURE;
    if (config) {
        struct master master = { .file = file, .pid_fd = -1 };
        status = run(&master, config);
        config_free(config);
    }
    errors_free(&errors);
    return status;
}
