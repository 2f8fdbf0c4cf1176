/* SPDX-License-Identifier: MIT */
/* What hiredis wants to be told of a socket, as a libuv handle. */
#include "watch.h"

#include <stdlib.h>

struct watch {
    uv_poll_t handle;
    redisAsyncContext *redis; /* NULL: freed, and the handle is closing */
    int events;
};

static void on_event(uv_poll_t *handle, int status, int events);

static void wish(struct watch *watch, int events)
{
    watch->events = events;
    if (events)
        uv_poll_start(&watch->handle, events, on_event);
    else
        uv_poll_stop(&watch->handle);
}

/* Whichever comes first may free the connection. An error shows itself in reading or writing. */
static void on_event(uv_poll_t *handle, int status, int events)
{
    struct watch *watch = handle->data;
    if (status < 0)
        events = UV_READABLE | UV_WRITABLE;
    if (watch->redis && (events & UV_READABLE))
        redisAsyncHandleRead(watch->redis);
    if (watch->redis && (events & UV_WRITABLE))
        redisAsyncHandleWrite(watch->redis);
    if (watch->redis && status < 0)
        wish(watch, watch->events); /* libuv has stopped watching */
}

static void add_read(void *data)
{
    struct watch *watch = data;
    wish(watch, watch->events | UV_READABLE);
}

static void delete_read(void *data)
{
    struct watch *watch = data;
    wish(watch, watch->events & ~UV_READABLE);
}

static void add_write(void *data)
{
    struct watch *watch = data;
    wish(watch, watch->events | UV_WRITABLE);
}

static void delete_write(void *data)
{
    struct watch *watch = data;
    wish(watch, watch->events & ~UV_WRITABLE);
}

static void on_closed(uv_handle_t *handle)
{
    free(handle->data);
}

static void clean_up(void *data)
{
    struct watch *watch = data;
    watch->redis = NULL;
    uv_close((uv_handle_t *)&watch->handle, on_closed);
}

bool watch_begin(uv_loop_t *loop, redisAsyncContext *redis)
{
    struct watch *watch = calloc(1, sizeof *watch);
    if (!watch)
        abort();
    if (uv_poll_init(loop, &watch->handle, redis->c.fd) < 0) {
        free(watch);
        return false;
    }
    watch->handle.data = watch;
    watch->redis = redis;
    redis->ev.data = watch;
    redis->ev.addRead = add_read;
    redis->ev.delRead = delete_read;
    redis->ev.addWrite = add_write;
    redis->ev.delWrite = delete_write;
    redis->ev.cleanup = clean_up;
    return true;
}
