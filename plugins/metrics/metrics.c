/* SPDX-License-Identifier: MIT */
/*
 * The page that Prometheus and its kin scrape: every family of the server and of all plugins,
 * summed over the workers, those that the file declares, and the figures of the workers' processes.
 * It is open to whoever reaches it; put an entry above it that keeps strangers out, or serve it on
 * an address that they do not reach.
 */
#include "metrics.h"

#include <stdlib.h>

#include "negotiation.h"
#include "page.h"

static enum tn_verdict answer_json(struct tn_request *request, void *context)
{
    const struct metrics *self = context;
    return tn_reply_template(request, 200, self->settings->body);
}

static enum tn_verdict answer(struct tn_request *request, void *context)
{
    struct metrics *self = context;
    if (self->settings->body && !self->settings->json)
        return answer_json(request, context);
    tn_reply_merge(request, "Vary", TN_TEXT("Accept"));
    return page_answer(self, request, negotiation_choose(tn_request_header(request, "Accept")));
}

/* The body's size: as it came, else as it was announced. */
static int64_t request_bytes(struct tn_request *request)
{
    char digits[24] = "";
    struct tn_text body = tn_request_body(request);
    struct tn_text announced = tn_request_header(request, "Content-Length");
    if (body.size || !announced.size || announced.size >= sizeof digits)
        return (int64_t)body.size;
    memcpy(digits, announced.at, announced.size);
    return strtoll(digits, NULL, 10);
}

enum { CLIENT_GONE = 499 };

static void on_done(struct tn_request *request, void *context)
{
    struct metrics *self = context;
    int status = tn_reply_status(request);
    const struct observation observation = {
        .request = request,
        .status = status ? status : CLIENT_GONE,
        .now_ns = tn_clock_ns(),
        .duration_ns = tn_request_elapsed_ns(request),
        .request_bytes = self->family_count ? request_bytes(request) : 0,
        .response_bytes = tn_reply_size(request),
    };
    figures_count(self->figures, &observation);
    for (size_t i = 0; i < self->family_count; i++)
        family_count(&self->families[i], &observation);
}

static bool prepare_families(struct metrics *self)
{
    const struct settings *settings = self->settings;
    const struct family_settings *rows = settings->families.items;
    self->family_count = settings->families.count;
    self->families = tn_instance_alloc(self->host, self->family_count * sizeof(*self->families));
    for (size_t i = 0; i < self->family_count; i++) {
        if (!family_prepare(self->host, &rows[i], settings, &self->families[i]))
            return false;
        for (size_t j = 0; j < i; j++)
            if (strcmp(self->families[i].name, self->families[j].name) == 0)
                return tn_fail_at(self->host, "families",
                                  "`%s` and `%s` are one name to OpenMetrics, which writes the "
                                  "family of a counter without `_total`",
                                  rows[j].name, rows[i].name);
    }
    return true;
}

static bool check_path(struct tn_host *host, const char *option, const char *path)
{
    return !path || path[0] == '/' ||
           tn_fail_at(host, option, "expected a path that begins with /, found `%s`", path);
}

static void *create(struct tn_host *host, const void *options)
{
    struct metrics *self = tn_instance_alloc(host, sizeof *self);
    self->host = host;
    self->settings = options;
    tn_declare(host, TN_PROBED);
    bool good = check_path(host, "path", self->settings->path) &&
                check_path(host, "json", self->settings->json);
    if (good && self->settings->json && !self->settings->body)
        good = tn_fail_at(host, "json", "expected a `body` to be shown there");
    return good && prepare_families(self) ? self : NULL;
}

static bool start(struct tn_host *host, void *context)
{
    struct metrics *self = context;
    self->figures = figures_start(host, (uint64_t)self->settings->window.ms * 1000000);
    self->snapshot = snapshot_start(host);
    if (self->settings->process)
        self->processes = processes_start(host);
    bool good = self->figures && (!self->settings->process || self->processes);
    for (size_t i = 0; good && i < self->family_count; i++)
        good = family_start(host, &self->families[i]);
    return good;
}

static void stop(struct tn_host *host, void *context)
{
    struct metrics *self = context;
    (void)host;
    snapshot_stop(self->snapshot);
}

static const char *const everything[] = { "*" };
static const struct settings defaults = {
    .path = "/metrics",
    .process = true,
    .show = { 1, everything },
    .window = { 600000 },
};
static const struct family_settings family_defaults = { .series = 1000 };

static const struct tn_choice label_words[] = {
    { "value", LABEL_VALUE, "`value`, if it is one of `among`." },
    { "path", LABEL_PATH, "The path, as the first pattern of `among` that matches it." },
    { "method", LABEL_METHOD, "The method, if it is one that HTTP defines." },
    { "status", LABEL_STATUS, "The reply's status; 499 where the client went away without one." },
    { "class", LABEL_CLASS, "The status' first digit: 2xx." },
    { 0 },
};

static const struct tn_option label_rows[] = {
    { "name", TN_OPTION_TEXT(struct label_settings, name), .flags = TN_KEY | TN_REQUIRED,
      .summary = "The label." },
    { "of", TN_OPTION_CHOICE(struct label_settings, of, label_words), .flags = TN_SHORT,
      .summary = "What its value is taken from." },
    { "value", TN_OPTION_TEMPLATE(struct label_settings, value),
      .summary = "A text with variables." },
    { "among", TN_OPTION_PATTERNS(struct label_settings, among), .max = 1000,
      .summary = "The values that may appear, a star for any run of characters; the pattern is "
                 "what appears, and `other` for all else." },
    { 0 },
};

static const struct tn_choice kinds[] = {
    { "counter", KIND_COUNTER, "A number that only grows; its name ends in _total." },
    { "gauge", KIND_GAUGE, "A value of the moment." },
    { "histogram", KIND_HISTOGRAM, "Counts by upper bounds, which add up over servers." },
    { "summary", KIND_SUMMARY, "Quantiles of the window, within 0.8 %; they cannot be added up." },
    { 0 },
};

static const struct tn_choice sources[] = {
    { "nothing", OBSERVE_NOTHING, "The family shows `value`." },
    { "requests", OBSERVE_REQUESTS, "One for each request." },
    { "duration", OBSERVE_DURATION, "Its duration in seconds." },
    { "request_size", OBSERVE_REQUEST_SIZE, "The size of its body in bytes." },
    { "response_size", OBSERVE_RESPONSE_SIZE,
      "The size of the reply's body in bytes, where it was known beforehand." },
    { 0 },
};

static const struct tn_option family_rows[] = {
    { "name", TN_OPTION_TEXT(struct family_settings, name), .flags = TN_KEY | TN_REQUIRED,
      .summary = "The family's name, unit and `_total` included." },
    { "kind", TN_OPTION_CHOICE(struct family_settings, kind, kinds), .flags = TN_REQUIRED,
      .summary = "What it is." },
    { "help", TN_OPTION_TEXT(struct family_settings, help), .flags = TN_REQUIRED,
      .summary = "What it says, in a sentence." },
    { "observe", TN_OPTION_CHOICE(struct family_settings, observe, sources),
      .summary = "What is counted when a request is over." },
    { "value", TN_OPTION_TEMPLATE(struct family_settings, value),
      .summary = "A variable whose value is shown; while it has none, so has the family." },
    { "labels", TN_OPTION_GROUPS(struct family_settings, labels, struct label_settings, label_rows),
      .max = TN_LABELS_MAX, .summary = "Labels of what is counted." },
    { "statuses", TN_OPTION_PATTERNS(struct family_settings, statuses), .max = 20,
      .summary = "Only requests with these statuses are counted, such as 5*." },
    { "buckets", TN_OPTION_TEXTS(struct family_settings, buckets), .max = TN_BUCKETS_MAX,
      .summary = "A histogram's upper bounds; if left out, 0.001 to 10 seconds, or 100 to "
                 "10000000 bytes." },
    { "quantiles", TN_OPTION_TEXTS(struct family_settings, quantiles), .max = QUANTILES_MAX,
      .summary = "A summary's quantiles; if left out, 0.5, 0.95 and 0.99." },
    { "window", TN_OPTION_DURATION(struct family_settings, window), .max = 86400000,
      .summary = "How far back a summary's quantiles look; 0 is the entry's." },
    { "series", TN_OPTION_INTEGER(struct family_settings, series), .min = 1, .max = 100000,
      .summary = "How many series the family may have; what comes beyond is counted in one whose "
                 "labels are all `overflow`." },
    { 0 },
};

static const struct tn_option options[] = {
    { "path", TN_OPTION_TEXT(struct settings, path), .flags = TN_SHORT,
      .summary = "Where the metrics are." },
    { "process", TN_OPTION_BOOLEAN(struct settings, process),
      .summary = "Whether the families process_* are there too, with each worker's figures." },
    { "show", TN_OPTION_PATTERNS(struct settings, show), .max = 100,
      .summary = "Which of the server's and the plugins' families are shown; [] for none." },
    { "families", TN_OPTION_GROUPS(struct settings, families, struct family_settings, family_rows),
      .defaults = &family_defaults, .max = 100, .summary = "Families of the file's own, by name." },
    { "window", TN_OPTION_DURATION(struct settings, window), .min = 1000, .max = 86400000,
      .summary = "How far back quantiles look." },
    { "type", TN_OPTION_TEXT(struct settings, type),
      .summary = "The Content-Type of the text format; if left out, text/plain; version=0.0.4; "
                 "charset=utf-8." },
    { "spaced", TN_OPTION_BOOLEAN(struct settings, spaced),
      .summary = "Whether an empty line stands between families in the text format." },
    { "body", TN_OPTION_TEMPLATE(struct settings, body),
      .summary = "A body of variables, shown as JSON at `json`, or else at `path` in place of the "
                 "page." },
    { "json", TN_OPTION_TEXT(struct settings, json),
      .summary = "Where `body` is, if the page is to be there too." },
    { 0 },
};

static const struct tn_route routes[] = {
    { "GET", "$path", answer,
      "All metrics, as OpenMetrics 1.0 or in Prometheus' text format, as Accept says; or `body`." },
    { "GET", "$json", answer_json, "`body`, as JSON." },
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
    .variables = metrics_variables,
    .routes = routes,
    .create = create,
    .start = start,
    .stop = stop,
    .done = on_done,
};
