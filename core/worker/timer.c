/* SPDX-License-Identifier: MIT */
/* The sdk's timers: libuv's, owned by an instance, none of which outlives its `stop`. */
#include <stdlib.h>

#include <base/arena.h>
#include <base/current.h>
#include <tenon/later.h>
#include <worker/attached.h>
#include <worker/call.h>

struct tn_timer {
    uv_timer_t handle;
    struct tn_host *host;
    void (*fire)(void *context);
    void *context;
    struct tn_timer *next, **link;
};

static void closed(uv_handle_t *handle)
{
    free(handle->data);
}

static void unlink_and_close(struct tn_timer *timer)
{
    *timer->link = timer->next;
    if (timer->next)
        timer->next->link = timer->link;
    uv_close((uv_handle_t *)&timer->handle, closed);
}

static void fired(uv_timer_t *handle)
{
    struct tn_timer *timer = handle->data;
    void (*fire)(void *context) = timer->fire;
    void *context = timer->context;
    struct call call = call_begin(timer->host, "timer");
    /* Before the call, in which the plugin may stop a timer that repeats; one that does not is gone for it already. */
    if (uv_timer_get_repeat(handle) == 0)
        unlink_and_close(timer);
    fire(context);
    call_end(&call);
}

struct tn_timer *tn_timer_start(struct tn_host *host, int64_t delay_ms, int64_t repeat_ms,
                                void (*fire)(void *context), void *context)
{
    plugin_must(host->started && fire, "tn_timer_start is for start and later, with a `fire`");
    struct attachment *attached = attachment_of(host);
    struct tn_timer *timer = memory_alloc(sizeof *timer);
    timer->host = host;
    timer->fire = fire;
    timer->context = context;
    timer->next = attached->timers;
    timer->link = &attached->timers;
    if (timer->next)
        timer->next->link = &timer->next;
    attached->timers = timer;
    uv_timer_init(&worker_here()->loop, &timer->handle);
    timer->handle.data = timer;
    uv_timer_start(&timer->handle, fired, delay_ms > 0 ? (uint64_t)delay_ms : 0,
                   repeat_ms > 0 ? (uint64_t)repeat_ms : 0);
    return timer;
}

void tn_timer_stop(struct tn_timer *timer)
{
    if (timer)
        unlink_and_close(timer);
}

void timers_stop(struct attachment *attached)
{
    while (attached->timers)
        unlink_and_close(attached->timers);
}
