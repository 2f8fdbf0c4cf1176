/* SPDX-License-Identifier: MIT */
/* One worker process: started clean, listened to, killed when it takes too long, collected. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <base/arena.h>
#include <master/master.h>

enum { START_PATIENCE_MS = 120000, KILL_PATIENCE_MS = 5000 };
enum {
    SILENT_MOST = 4
}; /* looks without a sign of life: a master that was held up itself has not looked */

/* In the child, between fork and exec: only what is async-signal-safe. */
static _Noreturn void become_worker(int channel, char *const arguments[])
{
    sigset_t all;
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    if (channel == CHANNEL_FD)
        fcntl(CHANNEL_FD, F_SETFD, 0);
    else if (dup2(channel, CHANNEL_FD) < 0)
        _exit(EXIT_FAILURE);
    /* Everything is close-on-exec; this is for what some library has forgotten. */
    syscall(SYS_close_range, CHANNEL_FD + 1, ~0u, 0);
    sigemptyset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    execv("/proc/self/exe", arguments);
    _exit(EXIT_FAILURE);
}

static pid_t fork_worker(int channel, const struct generation *generation, unsigned slot)
{
    char command[] = "tenon", worker[] = "worker", number[12], generation_number[12];
    /* The last two are for who looks at the list of processes. */
    char *arguments[] = { command, worker, number, generation_number, NULL };
    sigset_t all, before;
    snprintf(number, sizeof number, "%u", slot);
    snprintf(generation_number, sizeof generation_number, "%u", generation->number);
    sigfillset(&all);
    /* Our handlers must not run in the child: they would write to our own pipe. */
    sigprocmask(SIG_SETMASK, &all, &before);
    pid_t pid = fork();
    if (pid == 0)
        become_worker(channel, arguments);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return pid;
}

static int free_lane(struct master *master)
{
    for (int lane = 0; lane < SERIES_LANES; lane++)
        if (!master->lanes[lane])
            return lane;
    errno = EAGAIN;
    return -1;
}

/* A gauge tells of a process: those of one that is gone are not to be summed. */
static void forget_gauges(struct master *master, unsigned lane)
{
    int fd = registry_zone(&master->registry, SERIES_ZONE, series_zone_bytes(), 0);
    void *zone = fd < 0 ? NULL : zone_map(fd, series_zone_bytes());
    if (!zone)
        return;
    series_forget_gauges(series_lane(zone, lane));
    munmap(zone, series_zone_bytes());
}

static void send_start(struct process *process)
{
    struct master *master = process->master;
    struct generation *generation = process->generation;
    struct channel_message *message = memory_alloc(sizeof *message);
    message->kind = CHANNEL_START;
    message->numbers[START_SLOT] = process->slot;
    message->numbers[START_SLOTS] = generation->slots;
    message->numbers[START_LANE] = process->lane;
    message->numbers[START_TIME_MS] = master->started_ms;
    memcpy(message->text, master->key, sizeof master->key);
    size_t file_size = strlen(master->file) + 1;
    memcpy(message->text + sizeof master->key, master->file, file_size);
    unsigned char *rows = (unsigned char *)message->text + sizeof master->key + file_size;
    const struct sockets *sockets =
        generation == master->current ? &master->sockets : &generation->sockets;
    message->fds[0] = generation->config_fd;
    size_t count = sockets_of_slot(sockets, process->slot, generation->slots, message->fds + 1,
                                   rows, CHANNEL_FDS_MAX - 1);
    message->fd_count = 1 + count;
    message->size = sizeof master->key + file_size + count;
    channel_send(process->channel, message);
    free(message);
}

static void give_zone(struct process *process, struct channel_message *message)
{
    int fd = registry_zone(&process->master->registry, message->text, (size_t)message->numbers[0],
                           process->generation->number);
    message->kind = CHANNEL_GIVEN;
    message->numbers[0] = fd < 0 ? errno : 0;
    message->size = 0;
    message->fd_count = fd < 0 ? 0 : 1;
    message->fds[0] = fd;
    channel_send(process->channel, message);
}

static void is_ready(struct process *process)
{
    process->standing = STANDING_READY;
    uv_timer_stop(&process->patience);
    if (process->generation == process->master->current)
        process_serve(process);
    else
        generation_ready(process->generation);
}

static void hear(struct process *process, struct channel_message *message)
{
    process->heard = true;
    switch ((enum channel_kind)message->kind) {
    case CHANNEL_READY:
        if (process->standing == STANDING_STARTING)
            is_ready(process);
        break;
    case CHANNEL_FAILED:
        buffer_add(message->numbers[0] ? &process->failure.json : &process->failure.text,
                   (struct tn_text){ message->text, message->size });
        break;
    case CHANNEL_ZONE:
        give_zone(process, message);
        break;
    case CHANNEL_STATUS:
        memcpy(process->status, message->numbers, sizeof process->status);
        process->answered = true;
        status_heard(process->master);
        break;
    case CHANNEL_ACCEPTS:
        process->accepting = message->numbers[0];
        reload_look(process->master);
        break;
    case CHANNEL_CRASH:
        buffer_add(&process->crash, (struct tn_text){ message->text, message->size });
        break;
    default: /* of a newer worker */
        break;
    }
}

/* Takes all messages there are. */
static void listen_to(struct process *process)
{
    struct channel_message *message = memory_alloc(sizeof *message);
    enum channel_result result = CHANNEL_GOT;
    while (process->channel >= 0 &&
           (result = channel_receive(process->channel, message, false)) == CHANNEL_GOT)
        hear(process, message);
    if (result == CHANNEL_CLOSED)
        uv_poll_stop(&process->poll);
    free(message);
}

static void on_channel(uv_poll_t *poll, int status, int events)
{
    (void)status;
    (void)events;
    listen_to(poll->data);
}

static void on_impatience(uv_timer_t *timer)
{
    struct process *process = timer->data;
    process->impatient = true;
    kill(process->pid, SIGKILL);
}

struct process *process_spawn(struct generation *generation, unsigned slot)
{
    struct master *master = generation->master;
    int channels[2], lane = free_lane(master);
    if (lane < 0 || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, channels) != 0)
        return NULL;
    pid_t pid = fork_worker(channels[1], generation, slot);
    close(channels[1]);
    if (pid < 0) {
        close(channels[0]);
        return NULL;
    }
    struct process *process = memory_alloc(sizeof *process);
    *process = (struct process){ .next = master->processes,
                                 .master = master,
                                 .generation = generation,
                                 .pid = pid,
                                 .slot = slot,
                                 .lane = (unsigned)lane,
                                 .channel = channels[0],
                                 .handles = 2 };
    master->processes = process;
    master->lanes[lane] = true;
    generation->references++;
    uv_poll_init(&master->loop, &process->poll, process->channel);
    uv_timer_init(&master->loop, &process->patience);
    process->poll.data = process->patience.data = process;
    uv_poll_start(&process->poll, UV_READABLE, on_channel);
    uv_timer_start(&process->patience, on_impatience, START_PATIENCE_MS, 0);
    send_start(process);
    return process;
}

void process_tell(struct process *process, enum channel_kind kind)
{
    channel_send_kind(process->channel, kind);
}

void process_serve(struct process *process)
{
    process->standing = STANDING_SERVING;
    process->heard = true;
    process_tell(process, CHANNEL_SERVE);
    master_hand_over_lines(process->master, process);
    slots_count_missing(process->master);
}

/* Its crash handler names the entry and the hook that hold the loop, if the process runs at all. */
static void end_hung(struct process *process)
{
    int64_t hung_ms = process->generation->config->server.timeouts.hung.ms;
    buffer_print(&process->crash, "its loop has not turned for %d ms, ended by ", (int)hung_ms);
    kill(process->pid, SIGABRT);
    uv_timer_start(&process->patience, on_impatience, KILL_PATIENCE_MS, 0);
}

static void on_pulse(uv_timer_t *timer)
{
    struct master *master = timer->data;
    for (struct process *process = master->processes; process; process = process->next) {
        if (process->standing != STANDING_SERVING)
            continue;
        process->silent = process->heard ? 0 : process->silent + 1;
        process->heard = false;
        if (process->silent == SILENT_MOST)
            end_hung(process);
        else if (process->silent < SILENT_MOST)
            process_tell(process, CHANNEL_ASK);
    }
}

void processes_watch(struct master *master)
{
    int64_t hung_ms = master->current->config->server.timeouts.hung.ms;
    uint64_t period_ms = (uint64_t)hung_ms / SILENT_MOST + 1;
    master->pulse.data = master;
    if (hung_ms > 0)
        uv_timer_start(&master->pulse, on_pulse, period_ms, period_ms);
    else
        uv_timer_stop(&master->pulse);
}

static void send_drain(struct process *process, int64_t delay_ms, int64_t deadline_ms,
                       enum channel_sockets fate)
{
    struct channel_message *message = memory_alloc(sizeof *message);
    message->kind = CHANNEL_DRAIN;
    message->numbers[0] = delay_ms;
    message->numbers[1] = deadline_ms;
    message->numbers[2] = fate;
    channel_send(process->channel, message);
    free(message);
}

void process_drain(struct process *process, int64_t delay_ms, int64_t deadline_ms,
                   enum channel_sockets fate)
{
    /* One that has not said that it is ready does not listen yet: nobody waits for it. */
    if (process->standing == STANDING_STARTING) {
        process->dismissed = true;
        kill(process->pid, SIGKILL);
    }
    process->standing = STANDING_DRAINING;
    send_drain(process, delay_ms, deadline_ms, fate);
    uv_timer_start(&process->patience, on_impatience,
                   (uint64_t)(delay_ms + deadline_ms + KILL_PATIENCE_MS), 0);
}

/* "of signal 11", or what it said itself. */
static const char *describe_end(struct process *process, int status, char text[80])
{
    if (process->silent >= SILENT_MOST && process->impatient)
        buffer_string(&process->crash, "SIGKILL");
    if (process->crash.size)
        return process->crash.at;
    if (process->impatient)
        snprintf(text, 80, "killed, because it took too long");
    else if (WIFSIGNALED(status))
        snprintf(text, 80, "signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
    else
        snprintf(text, 80, "status %d", WEXITSTATUS(status));
    return text;
}

static void has_ended(struct process *process, int status)
{
    struct master *master = process->master;
    char text[80];
    const char *how = describe_end(process, status, text);
    switch (process->standing) {
    case STANDING_STARTING:
    case STANDING_READY:
        if (process->generation == master->current) {
            slot_lost(process, process->failure.text.size ? process->failure.text.at : how);
            break;
        }
        if (!process->failure.text.size)
            process->failure =
                problem_of("worker %u ended before it was ready: %s", process->slot, how);
        generation_fail(process->generation, &process->failure);
        break;
    case STANDING_SERVING:
        slot_lost(process, how);
        break;
    case STANDING_DRAINING:
        if (master->ending && !process->dismissed &&
            (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
            master->forced = true;
        break;
    }
}

static void on_closed(uv_handle_t *handle)
{
    struct process *process = handle->data;
    if (--process->handles)
        return;
    close(process->channel);
    problem_free(&process->failure);
    buffer_free(&process->crash);
    free(process);
}

/* Zones that only generations without a living process have asked for. */
static void forget_zones(struct master *master)
{
    unsigned oldest = master->current ? master->current->number : 0;
    for (struct process *process = master->processes; process; process = process->next)
        if (process->generation->number < oldest)
            oldest = process->generation->number;
    registry_forget(&master->registry, oldest);
}

static void bury(struct process *process, int status)
{
    struct master *master = process->master;
    struct generation *generation = process->generation;
    listen_to(process);
    struct process **link = &master->processes;
    while (*link != process)
        link = &(*link)->next;
    *link = process->next;
    forget_gauges(master, process->lane);
    master->lanes[process->lane] = false;
    has_ended(process, status);
    uv_close((uv_handle_t *)&process->poll, on_closed);
    uv_close((uv_handle_t *)&process->patience, on_closed);
    generation_release(generation);
    forget_zones(master);
    reload_look(master);
    status_heard(master);
    master_check_end(master);
}

void processes_reap(struct master *master)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        for (struct process *process = master->processes; process; process = process->next)
            if (process->pid == pid) {
                bury(process, status);
                break;
            }
}
