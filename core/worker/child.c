/* SPDX-License-Identifier: MIT */
/* A worker as the child of a master: its channel is the only way in and out. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <base/buffer.h>
#include <master/sockets.h>
#include <worker/channel.h>
#include <worker/child.h>
#include <worker/crash.h>
#include <worker/signals.h>
#include <worker/worker.h>

struct child {
    struct worker *worker;
    struct channel_message message; /* the last one received; too large for the stack */
    uv_poll_t channel;
    size_t socket_count;
    int sockets[CHANNEL_FDS_MAX];
    unsigned char rows[CHANNEL_FDS_MAX]; /* of `listen` */
    enum channel_sockets fate;           /* of the sockets, when it drains */
    int config_fd;
    char *file;
};

/* Asks the master, and waits: this happens during start, when nothing else is to be done. */
static int ask_zone(void *context, const char *name, size_t size)
{
    struct child *child = context;
    struct channel_message *message = &child->message;
    message->kind = CHANNEL_ZONE;
    message->numbers[0] = (int64_t)size;
    message->size = strlen(name);
    message->fd_count = 0;
    if (message->size >= sizeof message->text) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(message->text, name, message->size);
    if (!channel_send(CHANNEL_FD, message))
        return -1;
    do
        if (channel_receive(CHANNEL_FD, message, true) != CHANNEL_GOT)
            _exit(EXIT_FAILURE); /* the master is gone, or wants no more of this worker */
    while (message->kind != CHANNEL_GIVEN);
    errno = (int)message->numbers[0];
    return message->fd_count == 1 ? message->fds[0] : -1;
}

static bool refuse_connections(void *context)
{
    const struct child *child = context;
    if (child->fate == SOCKETS_GO)
        sockets_refuse(child->sockets, child->socket_count);
    return child->fate != SOCKETS_STAY;
}

static void say_accepts(struct child *child, bool accepts)
{
    struct channel_message *message = &child->message;
    message->kind = CHANNEL_ACCEPTS;
    message->numbers[0] = accepts;
    message->size = message->fd_count = 0;
    channel_send(CHANNEL_FD, message);
}

/* A socket that stays open somewhere would let clients queue up where nobody accepts. */
static void close_sockets(void *context)
{
    struct child *child = context;
    for (size_t i = 0; i < child->socket_count; i++)
        close(child->sockets[i]);
    child->socket_count = 0;
    say_accepts(child, false);
}

static void send_failure(struct child *child, struct tn_text text, bool json)
{
    struct channel_message *message = &child->message;
    const size_t most = sizeof message->text - 1;
    for (size_t at = 0; at < text.size; at += message->size) {
        message->kind = CHANNEL_FAILED;
        message->size = text.size - at < most ? text.size - at : most;
        message->numbers[0] = json;
        message->fd_count = 0;
        memcpy(message->text, text.at + at, message->size);
        channel_send(CHANNEL_FD, message);
    }
}

static void send_errors(struct child *child, const struct errors *errors)
{
    struct buffer text = { 0 }, json = { 0 };
    errors_write(errors, &text, &json);
    send_failure(child, buffer_text(&text), false);
    send_failure(child, buffer_text(&json), true);
    buffer_free(&text);
    buffer_free(&json);
}

static void send_status(struct child *child)
{
    struct channel_message *message = &child->message;
    const struct worker *worker = child->worker;
    message->kind = CHANNEL_STATUS;
    message->numbers[0] = worker->state;
    message->numbers[1] = (int64_t)http_server_connections(worker->server);
    message->numbers[2] = (int64_t)http_server_requests(worker->server);
    message->numbers[3] = (int64_t)http_server_served(worker->server);
    message->size = 0;
    message->fd_count = 0;
    channel_send(CHANNEL_FD, message);
}

/* An orphan serves nobody: it finishes what it has. */
static void master_is_gone(struct child *child)
{
    log_print(&child->worker->log, TN_WARN, "the master is gone: draining");
    uv_poll_stop(&child->channel);
    child->fate = SOCKETS_LEFT;
    worker_drain(child->worker, 0, child->worker->config->server.timeouts.drain.ms);
}

static void obey(struct child *child)
{
    const struct channel_message *message = &child->message;
    switch ((enum channel_kind)message->kind) {
    case CHANNEL_SERVE:
        worker_serve(child->worker, child->sockets, child->rows, child->socket_count);
        say_accepts(child, true);
        break;
    case CHANNEL_DRAIN:
        child->fate = (enum channel_sockets)message->numbers[2];
        worker_drain(child->worker, message->numbers[0], message->numbers[1]);
        break;
    case CHANNEL_REOPEN:
        worker_reopen(child->worker);
        break;
    case CHANNEL_ASK:
        send_status(child);
        break;
    case CHANNEL_LOG:
        log_relay(&child->worker->log, (enum tn_level)message->numbers[0], message->numbers[1],
                  message->numbers[2], (struct tn_text){ message->text, message->size });
        break;
    default: /* what a newer master says beyond that is not for this worker */
        break;
    }
}

static void on_channel(uv_poll_t *poll, int status, int events)
{
    struct child *child = poll->data;
    enum channel_result result = CHANNEL_CLOSED;
    (void)events;
    while (status == 0 &&
           (result = channel_receive(CHANNEL_FD, &child->message, false)) == CHANNEL_GOT)
        obey(child);
    if (result == CHANNEL_CLOSED)
        master_is_gone(child);
}

/* The first message says who this worker is. */
static bool begin(struct child *child)
{
    struct channel_message *message = &child->message;
    struct worker_facts facts = { .outside = { child, ask_zone, refuse_connections,
                                               close_sockets } };
    if (channel_receive(CHANNEL_FD, message, true) != CHANNEL_GOT ||
        message->kind != CHANNEL_START || message->size <= sizeof facts.key ||
        message->fd_count == 0)
        return false;
    facts.slot = (unsigned)message->numbers[START_SLOT];
    facts.slots = (unsigned)message->numbers[START_SLOTS];
    facts.lane = (unsigned)message->numbers[START_LANE];
    facts.started_ms = message->numbers[START_TIME_MS];
    memcpy(facts.key, message->text, sizeof facts.key);
    child->file = strdup(message->text + sizeof facts.key);
    child->config_fd = message->fds[0];
    child->socket_count = message->fd_count - 1;
    memcpy(child->sockets, message->fds + 1, child->socket_count * sizeof(int));
    size_t behind = sizeof facts.key + strlen(child->file) + 1;
    if (message->size == behind + child->socket_count) /* a master of before knew no rows */
        memcpy(child->rows, message->text + behind, child->socket_count);
    child->worker = worker_new(&facts);
    return true;
}

/*
 * What the master has read, not what the files hold by now: a worker that takes another's place must serve the same. Only if the
 * master is of another version, because the program was upgraded, are the files read again.
 */
static struct config *take_config(struct child *child, struct errors *errors)
{
    struct stat status;
    struct config *config = NULL;
    void *bytes = MAP_FAILED;
    if (fstat(child->config_fd, &status) == 0)
        bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_SHARED, child->config_fd, 0);
    close(child->config_fd);
    if (bytes != MAP_FAILED) {
        config =
            config_unpack(child->file, (struct tn_text){ bytes, (size_t)status.st_size }, errors);
        munmap(bytes, (size_t)status.st_size);
    }
    return config || errors->count ? config : config_read(child->file, errors);
}

static void serve(struct child *child)
{
    uv_poll_init(&child->worker->loop, &child->channel, CHANNEL_FD);
    child->channel.data = child;
    uv_poll_start(&child->channel, UV_READABLE, on_channel);
    channel_send_kind(CHANNEL_FD, CHANNEL_READY);
    worker_run(child->worker);
    uv_close((uv_handle_t *)&child->channel, NULL);
}

int child_run(void)
{
    struct child *child = memory_alloc(sizeof *child);
    struct errors errors = { 0 };
    signals_leave_to_master();
    crash_install(CHANNEL_FD);
    if (!begin(child)) {
        free(child);
        return EXIT_FAILURE;
    }
    struct config *config = take_config(child, &errors);
    bool good = config && worker_start(child->worker, config, &errors);
    bool forced = false;
    if (good) {
        /* Warnings; all workers would say the same. */
        if (child->worker->facts.slot == 0)
            errors_print(&errors, stderr);
        serve(child);
        forced = child->worker->forced;
    } else {
        send_errors(child, &errors);
    }
    worker_free(child->worker);
    errors_free(&errors);
    free(child->file);
    free(child);
    return good && !forced ? EXIT_SUCCESS : EXIT_FAILURE;
}
