/* SPDX-License-Identifier: MIT */
/* Whether a family that the file declares is one: names by convention, bounds in order, sets that end. */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#include "family.h"

static bool ends_with(const char *text, const char *end)
{
    size_t size = strlen(text), end_size = strlen(end);
    return size > end_size && strcmp(text + size - end_size, end) == 0;
}

/* Where an option of a family stands in the file; the family itself: "". */
struct way {
    char text[300];
};

static struct way way_to(const struct family_settings *settings, const char *option)
{
    struct way way;
    snprintf(way.text, sizeof way.text, "families.%s%s%s", settings->name, *option ? "." : "",
             option);
    return way;
}

static bool letters_are_good(const char *name)
{
    if (!isalpha((unsigned char)*name) && *name != '_')
        return false;
    for (const char *at = name; *at; at++)
        if (!isalnum((unsigned char)*at) && *at != '_' && *at != ':')
            return false;
    return strlen(name) < 128;
}

/* OpenMetrics 1.0: what samples of a family add to its name, no family's name may end in. */
static bool check_name(struct tn_host *host, const struct family_settings *settings)
{
    static const char *const taken[] = { "_total", "_bucket", "_count", "_sum", "_created" };
    const char *name = settings->name;
    if (!letters_are_good(name))
        return tn_fail_at(host, way_to(settings, "").text,
                          "expected a name of letters, digits and underscores, found `%s`", name);
    if (strncmp(name, "tenon_", 6) == 0 || strncmp(name, "process_", 8) == 0)
        return tn_fail_at(
            host, way_to(settings, "").text,
            "families that begin with tenon_ and process_ are the server's, found `%s`", name);
    if (settings->kind == KIND_COUNTER)
        return ends_with(name, "_total") ||
               tn_fail_at(host, way_to(settings, "").text,
                          "the name of a counter ends in _total, found `%s`", name);
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (ends_with(name, taken[i]))
            return tn_fail_at(host, way_to(settings, "").text,
                              "a name that is no counter's must not end in %s: samples of other "
                              "families do",
                              taken[i]);
    return true;
}

/* Only one of the two, and the one that the kind can have. */
static bool check_source(struct tn_host *host, const struct family_settings *settings)
{
    bool observes = settings->observe != OBSERVE_NOTHING;
    bool spread = settings->kind == KIND_HISTOGRAM || settings->kind == KIND_SUMMARY;
    if (observes == (settings->value != NULL))
        return tn_fail_at(host, way_to(settings, "").text, "expected either `observe` or `value`%s",
                          observes ? ", found both" : "");
    if (settings->kind == KIND_GAUGE && observes)
        return tn_fail_at(host, way_to(settings, "observe").text,
                          "a gauge shows a value of the moment: expected `value`");
    if (spread && settings->observe <= OBSERVE_REQUESTS)
        return tn_fail_at(host, way_to(settings, "").text,
                          "a histogram or summary observes a duration or a size");
    if (!observes && settings->labels.count)
        return tn_fail_at(host, way_to(settings, "labels").text, "labels are for what is observed");
    if (!observes && settings->statuses.count)
        return tn_fail_at(host, way_to(settings, "statuses").text,
                          "statuses are for what is observed");
    return true;
}

static bool check_labels(struct tn_host *host, struct family *family)
{
    const struct family_settings *settings = family->settings;
    char way[300];
    family->labels = settings->labels.items;
    family->label_count = settings->labels.count;
    family->numbers = 1;
    for (size_t i = 0; i < family->label_count; i++) {
        snprintf(way, sizeof way, "families.%s.labels.%s", settings->name, family->labels[i].name);
        if (!label_check(host, way, &family->labels[i]))
            return false;
        if (__builtin_mul_overflow(family->numbers, label_count(&family->labels[i]),
                                   &family->numbers))
            return tn_fail_at(host, way_to(settings, "labels").text,
                              "the labels have more combinations than can be numbered");
    }
    return true;
}

static bool read_number(const char *text, double *number)
{
    char *end;
    *number = strtod(text, &end);
    return end != text && !*end && isfinite(*number);
}

/* For what takes from a millisecond to ten seconds, and for bodies from 100 bytes to 10 MB. */
static const double usual_seconds[] = { 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                        0.25,  0.5,    1,     2.5,  5,     10 };
static const double usual_bytes[] = { 100, 1e3, 1e4, 1e5, 1e6, 1e7 };

static void usual_bounds(struct family *family)
{
    bool seconds = family->settings->observe == OBSERVE_DURATION;
    size_t size = seconds ? sizeof usual_seconds : sizeof usual_bytes;
    memcpy(family->bound, seconds ? usual_seconds : usual_bytes, size);
    family->bounds = size / sizeof *family->bound;
}

static bool read_bounds(struct tn_host *host, struct family *family)
{
    const struct family_settings *settings = family->settings;
    if (settings->kind != KIND_HISTOGRAM)
        return !settings->buckets.count ||
               tn_fail_at(host, way_to(settings, "buckets").text, "buckets are for histograms");
    usual_bounds(family);
    for (size_t i = 0; i < settings->buckets.count; i++) {
        const char *text = settings->buckets.items[i];
        if (!read_number(text, &family->bound[i]) ||
            (i && family->bound[i] <= family->bound[i - 1]))
            return tn_fail_at(host, way_to(settings, "buckets").text,
                              "expected numbers, each greater than the one before, found `%s`",
                              text);
        family->bounds = i + 1;
    }
    return true;
}

static bool read_quantiles(struct tn_host *host, struct family *family)
{
    static const double usual[] = { 0.5, 0.95, 0.99 };
    const struct family_settings *settings = family->settings;
    if (settings->kind != KIND_SUMMARY)
        return !settings->quantiles.count ||
               tn_fail_at(host, way_to(settings, "quantiles").text, "quantiles are for summaries");
    memcpy(family->quantile, usual, sizeof usual);
    family->quantiles = sizeof usual / sizeof *usual;
    for (size_t i = 0; i < settings->quantiles.count; i++) {
        const char *text = settings->quantiles.items[i];
        if (!read_number(text, &family->quantile[i]) || family->quantile[i] < 0 ||
            family->quantile[i] > 1)
            return tn_fail_at(host, way_to(settings, "quantiles").text,
                              "expected numbers from 0 to 1, found `%s`", text);
        family->quantiles = i + 1;
    }
    return true;
}

/* The name without `_total`, and the base unit in which that ends (OpenMetrics 1.0). */
static void split_name(struct tn_host *host, struct family *family)
{
    static const char *const units[] = { "seconds", "bytes", "ratio" };
    const char *name = family->settings->name;
    size_t size = strlen(name);
    if (family->settings->kind == KIND_COUNTER)
        size -= strlen("_total");
    char *base = tn_instance_alloc(host, size + 1);
    memcpy(base, name, size);
    family->name = base;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        char end[16];
        snprintf(end, sizeof end, "_%s", units[i]);
        if (ends_with(base, end))
            family->unit = units[i];
    }
}

bool family_prepare(struct tn_host *host, const struct family_settings *settings,
                    const struct settings *entry, struct family *family)
{
    *family = (struct family){ .settings = settings };
    if (!check_name(host, settings) || !check_source(host, settings) ||
        !check_labels(host, family) || !read_bounds(host, family) || !read_quantiles(host, family))
        return false;
    split_name(host, family);
    int64_t window_ms = settings->window.ms ? settings->window.ms : entry->window.ms;
    family->window_ns = (uint64_t)window_ms * 1000000;
    family->divisor = settings->observe == OBSERVE_DURATION ? 1e9 : 1;
    return true;
}
