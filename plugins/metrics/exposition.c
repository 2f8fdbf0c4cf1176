/* SPDX-License-Identifier: MIT */
/* The two text formats (prometheus.io/docs/instrumenting/exposition_formats, OpenMetrics.md 1.0).
 */
#include "exposition.h"

#include <math.h>
#include <stdlib.h>

const char *exposition_type(enum exposition_format format)
{
    return format == EXPOSITION_OPENMETRICS
               ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
               : "text/plain; version=0.0.4; charset=utf-8";
}

/* The shortest text that reads back as the same number. */
static void write_number(FILE *stream, double value)
{
    char text[40];
    if (value >= 0 && value < 1e15 && value == floor(value)) /* most are, and it is quick */
        fprintf(stream, "%llu", (unsigned long long)value);
    else if (isnan(value))
        fputs("NaN", stream);
    else if (isinf(value))
        fputs(value > 0 ? "+Inf" : "-Inf", stream);
    else {
        for (int digits = 15; digits <= 17; digits++) {
            snprintf(text, sizeof text, "%.*g", digits, value);
            if (strtod(text, NULL) == value)
                break;
        }
        fputs(text, stream);
    }
}

/* OpenMetrics wants bounds and quantiles to look like floats: 1.0, not 1. */
static void write_bound(const struct exposition *exposition, double bound)
{
    write_number(exposition->stream, bound);
    if (exposition->format == EXPOSITION_OPENMETRICS && bound == floor(bound) && fabs(bound) < 1e15)
        fputs(".0", exposition->stream);
}

/* Backslash and line feed are escaped everywhere; quotes in label values, and in the help of
 * OpenMetrics. */
static void write_escaped(FILE *stream, struct tn_text text, bool quotes)
{
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        if (c == '\n')
            fputs("\\n", stream);
        else if (c == '\\' || (c == '"' && quotes))
            fprintf(stream, "\\%c", c);
        else
            putc(c, stream);
    }
}

/* A label whose value is a number: `le` or `quantile`. */
struct bound {
    const char *name;
    double value;
};

static void write_labels(const struct exposition *exposition, const struct tn_sample *sample,
                         const struct bound *bound)
{
    FILE *stream = exposition->stream;
    if (!sample->labels && !bound)
        return;
    putc('{', stream);
    for (size_t i = 0; i < sample->labels; i++) {
        fprintf(stream, "%s%s=\"", i ? "," : "", sample->label_names[i]);
        write_escaped(stream, sample->label_values[i], true);
        putc('"', stream);
    }
    if (bound) {
        fprintf(stream, "%s%s=\"", sample->labels ? "," : "", bound->name);
        write_bound(exposition, bound->value);
        putc('"', stream);
    }
    putc('}', stream);
}

static void write_line(const struct exposition *exposition, const struct tn_sample *sample,
                       const char *suffix, const struct bound *bound, double value)
{
    fprintf(exposition->stream, "%s%s", sample->family, suffix);
    write_labels(exposition, sample, bound);
    putc(' ', exposition->stream);
    write_number(exposition->stream, value);
    putc('\n', exposition->stream);
}

/* In the older format the family of a counter has the name of its samples. */
static void write_head(const struct exposition *exposition, const struct tn_sample *sample,
                       const char *type)
{
    FILE *stream = exposition->stream;
    bool open = exposition->format == EXPOSITION_OPENMETRICS;
    const char *suffix = sample->kind == TN_COUNTER && !open ? "_total" : "";

    fprintf(stream, "# HELP %s%s ", sample->family, suffix);
    write_escaped(stream, tn_text(sample->summary ? sample->summary : ""), open);
    fprintf(stream, "\n# TYPE %s%s %s\n", sample->family, suffix, type);
    if (open && sample->unit)
        fprintf(stream, "# UNIT %s %s\n", sample->family, sample->unit);
}

static void begin(struct exposition *exposition, const struct tn_sample *sample, const char *type)
{
    if (strcmp(exposition->family, sample->family) == 0)
        return;
    bool first = !*exposition->family;
    snprintf(exposition->family, sizeof exposition->family, "%s", sample->family);
    if (exposition->spaced && !first && exposition->format == EXPOSITION_PROMETHEUS)
        putc('\n', exposition->stream);
    write_head(exposition, sample, type);
}

static void write_sum(const struct exposition *exposition, const struct tn_sample *sample)
{
    write_line(exposition, sample, "_sum", NULL, sample->value);
    write_line(exposition, sample, "_count", NULL, (double)sample->count);
}

static void write_histogram(const struct exposition *exposition, const struct tn_sample *sample)
{
    for (size_t i = 0; i < sample->buckets; i++)
        write_line(exposition, sample, "_bucket", &(struct bound){ "le", sample->bounds[i] },
                   (double)sample->below[i]);
    write_line(exposition, sample, "_bucket", &(struct bound){ "le", INFINITY },
               (double)sample->count);
    write_sum(exposition, sample);
}

void exposition_sample(struct exposition *exposition, const struct tn_sample *sample)
{
    static const char *const types[] = {
        [TN_COUNTER] = "counter", [TN_GAUGE] = "gauge", [TN_HISTOGRAM] = "histogram"
    };
    begin(exposition, sample, types[sample->kind]);
    if (sample->kind == TN_HISTOGRAM)
        write_histogram(exposition, sample);
    else
        write_line(exposition, sample, sample->kind == TN_COUNTER ? "_total" : "", NULL,
                   sample->value);
}

void exposition_summary(struct exposition *exposition, const struct tn_sample *sample,
                        const struct exposition_quantiles *quantiles)
{
    begin(exposition, sample, "summary");
    for (size_t i = 0; i < quantiles->count; i++)
        write_line(exposition, sample, "", &(struct bound){ "quantile", quantiles->quantiles[i] },
                   quantiles->values[i]);
    write_sum(exposition, sample);
}

void exposition_end(struct exposition *exposition)
{
    if (exposition->format == EXPOSITION_OPENMETRICS)
        fputs("# EOF\n", exposition->stream);
}
