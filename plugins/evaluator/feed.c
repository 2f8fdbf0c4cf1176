/* SPDX-License-Identifier: MIT */
/* A reply that tells how far an evaluation is, and then what came of it. */
#include "feed.h"

#include <stdio.h>
#include <stdlib.h>

#include <tenon/tenon.h>

struct feed {
    struct task *task;
    struct pool *pool;
    char *bytes; /* of malloc: what was not sent yet */
    size_t used, sent;
    bool waits; /* the stream, for more */
    bool over;
};

static bool holds(struct tn_text text, struct tn_text part)
{
    for (size_t i = 0; i + part.size <= text.size; i++)
        if (memcmp(text.at + i, part.at, part.size) == 0)
            return true;
    return false;
}

bool feed_is_wanted(struct tn_request *request)
{
    return holds(tn_request_header(request, "Accept"), TN_TEXT("text/event-stream"));
}

struct feed *feed_new(struct task *task, struct pool *pool)
{
    struct feed *feed = tn_request_alloc(task->request, sizeof *feed);
    *feed = (struct feed){ .task = task, .pool = pool };
    return feed;
}

/* --- what is sent ------------------------------------------------------------------------------------- */

static void add(struct feed *feed, struct tn_text text)
{
    feed->bytes = realloc(feed->bytes, feed->used + text.size);
    if (!feed->bytes && feed->used + text.size > 0)
        abort();
    if (text.size > 0)
        memcpy(feed->bytes + feed->used, text.at, text.size);
    feed->used += text.size;
}

static void add_event(struct feed *feed, const char *event, struct tn_text data)
{
    add(feed, TN_TEXT("event: "));
    add(feed, tn_text(event));
    add(feed, TN_TEXT("\ndata: "));
    add(feed, data);
    add(feed, TN_TEXT("\n\n"));
    if (!feed->waits)
        return;
    feed->waits = false;
    tn_stream_ready(feed->task->request);
}

void feed_progress(struct feed *feed, const struct protocol_progress *progress)
{
    static const char *const stages[PROTOCOL_STAGES] = { "parsing", "evaluating", "building",
                                                         "serializing" };
    char data[160];
    int size = snprintf(data, sizeof data,
                        "{\"stage\":\"%s\",\"progress\":%u.%03u,\"message\":\"%" TN_PRI "\"}",
                        stages[progress->stage], (unsigned)progress->permille / 1000,
                        (unsigned)progress->permille % 1000, TN_ARG(progress->step));
    if (!feed->over)
        add_event(feed, "progress", (struct tn_text){ data, (size_t)size });
}

void feed_end(struct feed *feed, const char *event, struct tn_text data)
{
    feed->over = true;
    add_event(feed, event, data);
}

/* --- the stream --------------------------------------------------------------------------------------- */

static ptrdiff_t read_feed(void *context, char *buffer, size_t room)
{
    struct feed *feed = context;
    size_t left = feed->used - feed->sent, size = left < room ? left : room;
    if (size == 0 && feed->over)
        return TN_STREAM_END;
    feed->waits = size == 0;
    if (size == 0)
        return TN_STREAM_WAIT;
    memcpy(buffer, feed->bytes + feed->sent, size);
    feed->sent += size;
    if (feed->sent == feed->used)
        feed->used = feed->sent = 0;
    return (ptrdiff_t)size;
}

static void close_feed(void *context)
{
    struct feed *feed = context;
    feed->waits = false;
    if (!feed->over)
        pool_cancel(feed->pool, feed->task);
    free(feed->bytes);
    feed->bytes = NULL;
}

enum tn_verdict feed_reply(struct feed *feed)
{
    const struct tn_stream stream = { .stream_size = sizeof stream,
                                      .read = read_feed,
                                      .close = close_feed,
                                      .context = feed,
                                      .length = -1 };
    tn_reply_set(feed->task->request, "Cache-Control", TN_TEXT("no-cache"));
    return tn_reply_stream(feed->task->request, 200, "text/event-stream", &stream);
}
