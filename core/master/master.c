/* SPDX-License-Identifier: MIT */
/* The master's life: take what only one may have, serve, answer signals, end. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
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

/* A line that no worker could take. */
struct kept_line {
    struct kept_line *next;
    enum tn_level level;
    int64_t time_ms;
    char text[];
};

enum { KEPT_MOST = 100 };

static void keep_line(struct master *master, enum tn_level level, int64_t time_ms, const char *text)
{
    unsigned count = 0;
    for (const struct kept_line *line = master->kept; line; line = line->next)
        count++;
    if (count >= KEPT_MOST)
        return;
    struct kept_line *line = memory_alloc(sizeof *line + strlen(text) + 1);
    line->next = master->kept;
    line->level = level;
    line->time_ms = time_ms;
    strcpy(line->text, text);
    master->kept = line;
}

static bool send_line(struct process *process, enum tn_level level, int64_t time_ms, bool said,
                      const char *text)
{
    struct channel_message *message = memory_alloc(sizeof *message);
    message->kind = CHANNEL_LOG;
    message->numbers[0] = level;
    message->numbers[1] = time_ms;
    message->numbers[2] = said;
    message->size = strnlen(text, sizeof message->text - 1);
    memcpy(message->text, text, message->size);
    bool sent = channel_send(process->channel, message);
    free(message);
    return sent;
}

static void write_line(enum tn_level level, int64_t time_ms, const char *text)
{
    struct tn_record record = { .record_size = sizeof record,
                                .level = level,
                                .time_ms = time_ms,
                                .entry = "tenon",
                                .message = tn_text(text) };
    line_write(&record);
}

/* What no worker takes goes to standard error at once, since there may never be one again, and to the next one's plugins. */
void master_say(struct master *master, enum tn_level level, const char *format, ...)
{
    struct arena arena = { 0 };
    struct process *process = any_serving(master);
    int64_t now_ms = tn_wall_clock_ms();
    va_list arguments;
    va_start(arguments, format);
    const char *text = arena_vprint(&arena, format, arguments).at;
    va_end(arguments);
    if (!process || !send_line(process, level, now_ms, false, text)) {
        write_line(level, now_ms, text);
        keep_line(master, level, now_ms, text);
    }
    arena_free(&arena);
}

/* Oldest first. */
static void send_kept(struct process *process, const struct kept_line *line)
{
    if (!line)
        return;
    send_kept(process, line->next);
    send_line(process, line->level, line->time_ms, true, line->text);
}

static void forget_lines(struct master *master)
{
    for (struct kept_line *line = master->kept, *next; line; line = next) {
        next = line->next;
        free(line);
    }
    master->kept = NULL;
}

void master_hand_over_lines(struct master *master, struct process *process)
{
    send_kept(process, master->kept);
    forget_lines(master);
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

static void fail_since_ending(struct generation *generation)
{
    struct problem problem = problem_of("the server is ending");
    generation_fail(generation, &problem);
    problem_free(&problem);
}

void master_end(struct master *master)
{
    master->hurried = master->ending;
    master->ending = true;
    notify("STOPPING=1\nSTATUS=draining");
    if (master->starting)
        fail_since_ending(master->starting);
    reload_look(master);
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
    uv_timer_init(&master->loop, &master->pulse);
    uv_timer_init(&master->loop, &master->settling_patience);
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

/* A lane that no worker gets, where there is memory for it. */
static void open_series(struct master *master)
{
    enum { OWN_LANE = 0 };
    int fd = registry_zone(&master->registry, SERIES_ZONE, series_zone_bytes(), 0);
    master->series_zone = fd < 0 ? NULL : zone_map(fd, series_zone_bytes());
    if (!master->series_zone)
        return;
    master->lanes[OWN_LANE] = true;
    series_lane_take(master->series_zone, OWN_LANE);
    master->series = series_attach(series_lane(master->series_zone, OWN_LANE));
}

static void close_series(struct master *master)
{
    if (!master->series)
        return;
    series_detach(master->series);
    munmap(master->series_zone, series_zone_bytes());
}

/* Signals that come in the last moment change nothing any more: without the loop their handlers are gone, and they would kill. */
static void block_signals(void)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
}

static void give_back(struct master *master)
{
    block_signals();
    close_series(master);
    forget_lines(master);
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
    open_series(master);
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
