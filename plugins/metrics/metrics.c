/* SPDX-License-Identifier: MIT */
/*
 * The page that Prometheus and its kin scrape: every family of the server and of all plugins,
 * summed over the workers, then the figures of the workers' processes. It is open to whoever
 * reaches it; put an entry above it that keeps strangers out, or serve it on an address that they
 * do not reach.
 */
#include <stdlib.h>

#include <tenon/tenon.h>

#include "exposition.h"
#include "memory.h"
#include "negotiation.h"
#include "processes.h"

struct settings {
    const char *path;
    bool process;
};

struct metrics {
    struct tn_host *host;
    const struct settings *settings;
    struct processes *processes;
};

static void visit(void *context, const struct tn_sample *sample)
{
    exposition_sample(context, sample);
}

static void expose_memory(struct exposition *exposition)
{
    struct memory memory;
    if (!memory_read("", &memory))
        return;
    exposition_sample(exposition,
                      &(struct tn_sample){ .sample_size = sizeof(struct tn_sample),
                                           .family = "tenon_memory_used_bytes",
                                           .kind = TN_GAUGE,
                                           .unit = "bytes",
                                           .summary = "Memory used of tenon_memory_limit_bytes, "
                                                      "by the server and what runs beside it.",
                                           .value = (double)memory.used_bytes });
    exposition_sample(exposition,
                      &(struct tn_sample){ .sample_size = sizeof(struct tn_sample),
                                           .family = "tenon_memory_limit_bytes",
                                           .kind = TN_GAUGE,
                                           .unit = "bytes",
                                           .summary = "Limit of the control group (version 2), or "
                                                      "all memory of the machine.",
                                           .value = (double)memory.limit_bytes });
}

static enum tn_verdict expose(struct tn_request *request, void *context)
{
    struct metrics *self = context;
    char *text = NULL;
    size_t size = 0;
    struct exposition exposition = { .stream = open_memstream(&text, &size) };
    if (!exposition.stream)
        return TN_FAILED;
    exposition.format = negotiation_choose(tn_request_header(request, "Accept"));
    tn_observe_metrics(self->host, visit, &exposition);
    expose_memory(&exposition);
    if (self->processes)
        processes_expose(self->processes, &exposition);
    exposition_end(&exposition);
    bool whole = !ferror(exposition.stream);
    whole = fclose(exposition.stream) == 0 && whole;
    tn_request_defer(request, free, text);
    if (!whole)
        return TN_FAILED;

    tn_reply_merge(request, "Vary", TN_TEXT("Accept"));
    return tn_reply(request, 200, exposition_type(exposition.format),
                    (struct tn_text){ text, size });
}

static void *create(struct tn_host *host, const void *options)
{
    struct metrics *self = tn_instance_alloc(host, sizeof *self);
    self->host = host;
    self->settings = options;
    if (self->settings->path[0] != '/') {
        tn_fail_at(host, "path", "expected a path that begins with /, found `%s`",
                   self->settings->path);
        return NULL;
    }
    return self;
}

static bool start(struct tn_host *host, void *context)
{
    struct metrics *self = context;
    if (self->settings->process)
        self->processes = processes_start(host);
    return !self->settings->process || self->processes;
}

static const struct settings defaults = { .path = "/metrics", .process = true };

static const struct tn_option options[] = {
    { "path", TN_OPTION_TEXT(struct settings, path), .flags = TN_SHORT,
      .summary = "Where the metrics are." },
    { "process", TN_OPTION_BOOLEAN(struct settings, process),
      .summary = "Whether the families process_* are there too, with each worker's figures." },
    { 0 },
};

static const struct tn_route routes[] = {
    { "GET", "$path", expose,
      "All metrics, as OpenMetrics 1.0 or in Prometheus' text format, as Accept says." },
    { 0 },
};

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,
    .name = "metrics",
    .version = "1.0.0",
    .summary = "Shows the metrics of the server and of all plugins to Prometheus.",
    .options = options,
    .defaults = &defaults,
    .options_size = sizeof defaults,
    .routes = routes,
    .create = create,
    .start = start,
};
