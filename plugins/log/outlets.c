/* SPDX-License-Identifier: MIT */
/* Opening, writing at the end of a turn, trying again, closing. */
#include "outlets.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RETRY_MS = 250, FAREWELL_TRIES = 20, FAREWELL_PAUSE_US = 10000 };

static const char *const file_names[OUTLETS] = {
    [OUTLET_STANDARD] = "standard output",  [OUTLET_COMBINED] = "combined.log",
    [OUTLET_ERROR] = "error.log",           [OUTLET_EXCEPTIONS] = "exceptions.log",
    [OUTLET_REJECTIONS] = "rejections.log",
};

/* Every line lands at the end, whoever else writes: O_APPEND makes each write one piece. */
static int open_file(const struct outlets *outlets, enum outlet outlet)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", outlets->folder, file_names[outlet]);
    return open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0640);
}

static bool open_files(struct outlets *outlets)
{
    if (mkdir(outlets->folder, 0750) != 0 && errno != EEXIST)
        return tn_fail_at(outlets->host, "folder", "cannot make the folder `%s`: %s",
                          outlets->folder, strerror(errno));
    for (int i = OUTLET_COMBINED; i < OUTLETS; i++) {
        int fd = open_file(outlets, (enum outlet)i);
        if (fd < 0)
            return tn_fail_at(outlets->host, "folder", "cannot open `%s/%s`: %s", outlets->folder,
                              file_names[i], strerror(errno));
        sink_open(&outlets->sinks[i], fd);
    }
    return true;
}

static void close_files(struct outlets *outlets)
{
    for (int i = 0; i < OUTLETS; i++) {
        if (i >= OUTLET_COMBINED && outlets->sinks[i].fd >= 0)
            close(outlets->sinks[i].fd);
        sink_close(&outlets->sinks[i]);
    }
}

static void try_again(void *context);

/* True if the sink must be tried again. */
static bool write_out(struct outlets *outlets, enum outlet outlet)
{
    struct sink *sink = &outlets->sinks[outlet];
    int error = sink->error;
    if (!sink_flush(sink))
        return true;
    uint64_t lost = sink_recovered(sink);
    if (!lost)
        return false;
    outlets->tell_lost(outlets->context, outlet, lost, error);
    sink->error = 0;
    return !sink_flush(sink);
}

/* A stuck sink waits for the timer, so that a full disk costs no system call each turn and the
 * others are not held up. */
static void flush(struct outlets *outlets, bool stuck_too)
{
    bool stuck = false;
    for (int i = 0; i < OUTLETS; i++)
        if (stuck_too || !outlets->sinks[i].stuck)
            stuck |= write_out(outlets, (enum outlet)i);
    if (stuck && !outlets->retry)
        outlets->retry = tn_timer_start(outlets->host, RETRY_MS, 0, try_again, outlets);
}

void outlets_flush(struct outlets *outlets)
{
    flush(outlets, false);
}

static void try_again(void *context)
{
    struct outlets *outlets = context;
    outlets->retry = NULL;
    flush(outlets, true);
}

static void end_turn(uv_prepare_t *turn)
{
    struct outlets *outlets = turn->data;
    uv_prepare_stop(turn);
    outlets->waiting = false;
    flush(outlets, false);
}

void outlets_put(struct outlets *outlets, unsigned mask, const char *line, size_t size)
{
    for (int i = 0; i < OUTLETS; i++)
        if ((mask & 1u << i) && !sink_put(&outlets->sinks[i], line, size))
            tn_series_add(outlets->lost[i], 1);
    if (!outlets->waiting) {
        outlets->waiting = true;
        uv_prepare_start(&outlets->turn, end_turn);
    }
}

bool outlets_start(struct outlets *outlets, struct tn_host *host, int standard, const char *folder,
                   unsigned metric)
{
    outlets->host = host;
    outlets->folder = folder;
    for (int i = 0; i < OUTLETS; i++) {
        const struct tn_text label = tn_text(file_names[i]);
        outlets->sinks[i].fd = -1;
        outlets->lost[i] = tn_series(host, metric, &label);
    }
    if (folder && !open_files(outlets)) {
        close_files(outlets);
        return false;
    }
    if (standard >= 0)
        sink_open(&outlets->sinks[OUTLET_STANDARD], standard);
    uv_prepare_init(tn_loop(host), &outlets->turn);
    outlets->turn.data = outlets;
    return true;
}

int outlets_reopen(struct outlets *outlets)
{
    int error = 0;
    outlets_flush(outlets);
    for (int i = OUTLET_COMBINED; outlets->folder && i < OUTLETS; i++) {
        int fd = open_file(outlets, (enum outlet)i);
        if (fd >= 0)
            close(sink_replace(&outlets->sinks[i], fd));
        else if (!error)
            error = errno;
    }
    return error;
}

void outlets_stop(struct outlets *outlets)
{
    outlets->retry = NULL; /* the host has stopped all timers */
    for (int i = 0, tries = 0; i < OUTLETS; i++)
        while (write_out(outlets, (enum outlet)i) && tries++ < FAREWELL_TRIES)
            usleep(FAREWELL_PAUSE_US);
    uv_close((uv_handle_t *)&outlets->turn, NULL);
    close_files(outlets);
}
