/* SPDX-License-Identifier: MIT */
/* Rounds of writing: each takes what all sinks have. */
#include "writer.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    GATHER_MS = 20, /* how long lines wait for company; a write costs more than many lines */
    BRISK_MS = 2,   /* how long a sink rests whose reader takes some at a time */
    RETRY_MS = 100, /* how long a sink rests that has no room */
    ROUND_MS = 20,  /* how long the loop waits for the thread at most, for an error or for room */
    SLOW_MS = 1000, /* and after it has done so in vain, not again for so long */
    FAREWELL_MS = 300, /* how long the end waits for slow readers */
    LAST_MS = 5000     /* and for the thread, which a busy disk may hold up */
};

static struct timespec from_now(int ms)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    time.tv_nsec += (long)ms % 1000 * 1000000;
    time.tv_sec += ms / 1000 + time.tv_nsec / 1000000000;
    time.tv_nsec %= 1000000000;
    return time;
}

struct writer *writer_new(void (*tell)(void *context), void *context)
{
    struct writer *writer = calloc(1, sizeof *writer);
    if (!writer)
        abort();
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&writer->work, &attributes);
    pthread_cond_init(&writer->progress, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&writer->lock, NULL);
    writer->tell = tell;
    writer->context = context;
    return writer;
}

void writer_free(struct writer *writer)
{
    for (size_t i = 0; i < writer->count; i++) {
        if (writer->sinks[i].file.name && writer->sinks[i].sink.filling)
            close(writer->sinks[i].sink.fd);
        sink_close(&writer->sinks[i].sink);
    }
    pthread_cond_destroy(&writer->work);
    pthread_cond_destroy(&writer->progress);
    pthread_mutex_destroy(&writer->lock);
    free(writer);
}

/* Of a file that is full, gone, or to be opened anew. Without the lock. Returns an errno, or 0. */
static int renew(struct writer_sink *place, bool reopen)
{
    if (!place->file.name)
        return 0;
    errno = 0;
    int fd = reopen ? log_file_open(&place->file) : log_file_renew(&place->file, place->sink.fd);
    if (fd < 0)
        return errno;
    close(place->sink.fd);
    sink_replace(&place->sink, fd);
    return 0;
}

/* Writes what one sink has, with the lock given up meanwhile. How long to rest before what is left; 0: nothing is. */
static int serve(struct writer *writer, struct writer_sink *place, bool reopen)
{
    struct sink *sink = &place->sink;
    bool some = sink->filling && sink_take(sink);
    if (!sink->filling || !(some || reopen))
        return 0;
    pthread_mutex_unlock(&writer->lock);
    int problem = reopen && some ? 0 : renew(place, reopen);
    struct sink_end end = sink_write(sink);
    if (reopen && some) /* what was said before belongs into the file that was there before */
        problem = renew(place, true);
    pthread_mutex_lock(&writer->lock);
    sink->stuck = end.stuck;
    bool news = (problem && problem != place->problem) || sink_has_news(sink);
    place->problem = problem;
    writer->pending |= !end.left && sink->filled > 0; /* the other buffer's turn */
    sink->error = end.stuck || sink->lost ? (end.error ? end.error : sink->error) : 0;
    if (news && !writer->stopping)
        writer->tell(writer->context);
    return end.stuck ? RETRY_MS : end.left ? BRISK_MS : 0;
}

/* One round. How long to rest before the next, whatever comes; 0: until something comes. */
static int serve_all(struct writer *writer)
{
    bool reopen = writer->reopen;
    int least = 0;
    writer->pending = writer->urgent = writer->reopen = false;
    for (size_t i = 0; i < writer->count; i++) {
        int rest = serve(writer, &writer->sinks[i], reopen);
        if (rest && (!least || rest < least))
            least = rest;
    }
    return least;
}

/* Until there is something to do; lines that are not urgent wait a moment for others. */
static void wait_for_work(struct writer *writer, int rest_ms)
{
    struct timespec until = from_now(rest_ms);
    while (!writer->pending && !writer->reopen && !writer->stopping && !writer->urgent)
        if (!rest_ms)
            pthread_cond_wait(&writer->work, &writer->lock);
        else if (pthread_cond_timedwait(&writer->work, &writer->lock, &until) != 0)
            return;
    until = from_now(rest_ms == BRISK_MS ? BRISK_MS : GATHER_MS);
    while (!writer->urgent && !writer->stopping && !writer->reopen &&
           pthread_cond_timedwait(&writer->work, &writer->lock, &until) == 0)
        ;
}

static void write_last(struct writer *writer)
{
    for (int waited = 0; serve_all(writer) && waited < FAREWELL_MS; waited += GATHER_MS) {
        struct timespec until = from_now(GATHER_MS);
        while (pthread_cond_timedwait(&writer->work, &writer->lock, &until) == 0)
            ;
    }
}

static void *run(void *context)
{
    struct writer *writer = context;
    pthread_mutex_lock(&writer->lock);
    while (!writer->stopping) {
        uint64_t asked = writer->asked;
        int rest_ms = serve_all(writer);
        writer->done = asked;
        pthread_cond_broadcast(&writer->progress);
        wait_for_work(writer, rest_ms);
    }
    write_last(writer);
    writer->ended = true;
    pthread_cond_broadcast(&writer->progress);
    pthread_mutex_unlock(&writer->lock);
    return NULL;
}

bool writer_start(struct writer *writer)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* signals are the loop's */
    int error = pthread_create(&writer->thread, NULL, run, writer);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return error == 0;
}

static bool is_before(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec < b->tv_sec || (a->tv_sec == b->tv_sec && a->tv_nsec < b->tv_nsec);
}

/* Has the thread do a round, and waits until it has. Under the lock. False if it did not come to it. */
static bool wait_for_round(struct writer *writer)
{
    struct timespec now = from_now(0), until = from_now(ROUND_MS);
    uint64_t ticket = ++writer->asked;
    writer->urgent = true;
    pthread_cond_signal(&writer->work);
    if (is_before(&now, &writer->slow_until))
        return false;
    while (writer->done < ticket)
        if (pthread_cond_timedwait(&writer->progress, &writer->lock, &until) != 0) {
            writer->slow_until = from_now(SLOW_MS);
            return false;
        }
    return true;
}

static bool has_room(const struct writer *writer, unsigned mask, size_t size)
{
    for (size_t i = 0; i < writer->count; i++)
        if ((mask & 1u << i) && !sink_has_room(&writer->sinks[i].sink, size))
            return false;
    return true;
}

unsigned writer_put(struct writer *writer, unsigned mask, const char *line, size_t size)
{
    unsigned lost = 0;
    bool much = false;
    pthread_mutex_lock(&writer->lock);
    if (!has_room(writer, mask, size))
        wait_for_round(writer);
    for (size_t i = 0; i < writer->count; i++)
        if (mask & 1u << i) {
            struct sink *sink = &writer->sinks[i].sink;
            if (!sink_put(sink, line, size))
                lost |= 1u << i;
            much |= sink->filled > SINK_MUCH && !sink->stuck;
        }
    bool wake = !writer->pending || (much && !writer->urgent);
    writer->pending = true;
    writer->urgent |= much;
    pthread_mutex_unlock(&writer->lock);
    if (wake)
        pthread_cond_signal(&writer->work);
    return lost;
}

bool writer_flush(struct writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    bool flushed = wait_for_round(writer);
    pthread_mutex_unlock(&writer->lock);
    return flushed;
}

void writer_reopen(struct writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    writer->reopen = true;
    pthread_mutex_unlock(&writer->lock);
    pthread_cond_signal(&writer->work);
}

struct writer_news writer_news(struct writer *writer, size_t sink)
{
    struct writer_sink *place = &writer->sinks[sink];
    pthread_mutex_lock(&writer->lock);
    struct writer_news news = { .error = place->sink.error, .problem = place->problem };
    news.lost = sink_recovered(&place->sink);
    if (news.lost)
        place->sink.error = 0;
    pthread_mutex_unlock(&writer->lock);
    return news;
}

void writer_stop(struct writer *writer)
{
    struct timespec until = from_now(LAST_MS);
    pthread_mutex_lock(&writer->lock);
    writer->stopping = true;
    pthread_cond_signal(&writer->work);
    while (!writer->ended && pthread_cond_timedwait(&writer->progress, &writer->lock, &until) == 0)
        ;
    bool ended = writer->ended;
    pthread_mutex_unlock(&writer->lock);
    if (!ended) {
        pthread_detach(writer->thread);
        return;
    }
    pthread_join(writer->thread, NULL);
    writer_free(writer);
}
