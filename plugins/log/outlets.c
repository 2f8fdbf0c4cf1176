/* SPDX-License-Identifier: MIT */
/* Opening, handing over to the writer, and telling what became of it. */
#include "outlets.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

static_assert((int)OUTLETS <= (int)WRITER_SINKS, "a sink for each outlet");

static void name_files(struct outlets *outlets, const struct outlets_settings *settings)
{
    outlets->names[OUTLET_STANDARD] = "standard output";
    if (!settings->folder)
        return;
    outlets->names[OUTLET_COMBINED] = "combined.log";
    outlets->names[OUTLET_ERROR] = "error.log";
    outlets->names[OUTLET_EXCEPTIONS] = settings->exceptions ? "exceptions.log" : NULL;
    outlets->names[OUTLET_REJECTIONS] = settings->rejections ? "rejections.log" : NULL;
    outlets->names[OUTLET_SECURITY] = settings->security ? "security.log" : NULL;
    outlets->names[OUTLET_ACCESS] = settings->access;
}

static bool open_files(struct outlets *outlets, const struct outlets_settings *settings)
{
    if (mkdir(settings->folder, 0750) != 0 && errno != EEXIST)
        return tn_fail_at(outlets->host, "folder", "cannot make the folder `%s`: %s",
                          settings->folder, strerror(errno));
    for (int i = OUTLET_COMBINED; i < OUTLETS; i++) {
        struct writer_sink *place = &outlets->writer->sinks[i];
        if (!outlets->names[i])
            continue;
        place->file = (struct log_file){ settings->folder, outlets->names[i], settings->rotate_size,
                                         settings->rotate_keep };
        int fd = log_file_open(&place->file);
        if (fd < 0)
            return tn_fail_at(outlets->host, "folder", "cannot open `%s/%s`: %s", settings->folder,
                              outlets->names[i], strerror(errno));
        sink_open(&place->sink, fd);
    }
    return true;
}

/* The writer's thread has something to say. */
static void wake(void *context)
{
    struct outlets *outlets = context;
    uv_async_send(&outlets->news);
}

static void tell(struct outlets *outlets, int i)
{
    struct writer_news news = writer_news(outlets->writer, (size_t)i);
    char message[200];
    if (news.lost > 0) {
        snprintf(message, sizeof message, "%llu log lines were lost here: %s",
                 (unsigned long long)news.lost,
                 news.error ? strerror(news.error) : "the reader was too slow");
        outlets->tell(outlets->context, 1u << i, TN_WARN, message);
    }
    if (news.problem && news.problem != outlets->told[i]) {
        snprintf(message, sizeof message, "cannot open %s anew: %s", outlets->names[i],
                 strerror(news.problem));
        outlets->tell(outlets->context, 1u << OUTLET_STANDARD | 1u << OUTLET_ERROR, TN_ERROR,
                      message);
    }
    outlets->told[i] = news.problem;
}

static void on_news(uv_async_t *async)
{
    struct outlets *outlets = async->data;
    for (int i = 0; i < OUTLETS; i++)
        tell(outlets, i);
}

bool outlets_start(struct outlets *outlets, struct tn_host *host,
                   const struct outlets_settings *settings)
{
    outlets->host = host;
    outlets->writer = writer_new(wake, outlets);
    outlets->writer->count = OUTLETS;
    name_files(outlets, settings);
    for (int i = 0; i < OUTLETS; i++)
        if (outlets->names[i]) {
            const struct tn_text label = tn_text(outlets->names[i]);
            outlets->lost[i] = tn_series(host, settings->metric, &label);
        }
    if (settings->standard >= 0)
        sink_open(&outlets->writer->sinks[OUTLET_STANDARD].sink, settings->standard);
    if (settings->folder && !open_files(outlets, settings)) {
        writer_free(outlets->writer);
        return false;
    }
    uv_async_init(tn_loop(host), &outlets->news, on_news);
    outlets->news.data = outlets;
    if (writer_start(outlets->writer))
        return true;
    tn_fail(host, "cannot start the thread that writes the log: %s", strerror(errno));
    uv_close((uv_handle_t *)&outlets->news, NULL);
    writer_free(outlets->writer);
    return false;
}

void outlets_put(struct outlets *outlets, unsigned mask, const char *line, size_t size)
{
    unsigned lost = writer_put(outlets->writer, mask, line, size);
    for (int i = 0; lost >> i; i++)
        if (lost & 1u << i)
            tn_series_add(outlets->lost[i], 1);
}

void outlets_flush(struct outlets *outlets)
{
    writer_flush(outlets->writer);
}

void outlets_reopen(struct outlets *outlets)
{
    writer_reopen(outlets->writer);
}

void outlets_stop(struct outlets *outlets)
{
    on_news(&outlets->news);
    writer_stop(outlets->writer);
    uv_close((uv_handle_t *)&outlets->news, NULL);
}
