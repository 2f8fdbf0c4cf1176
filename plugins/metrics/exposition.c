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
    if (isnan(value))
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

/* OpenMetrics wants the bounds of buckets to look like floats: 1.0, not 1. */
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

static void write_labels(const struct exposition *exposition, const struct tn_sample *sample,
                         const double *bound)
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
        fprintf(stream, "%sle=\"", sample->labels ? "," : "");
        write_bound(exposition, *bound);
        putc('"', stream);
    }
    putc('}', stream);
}

static void write_line(const struct exposition *exposition, const struct tn_sample *sample,
                       const char *suffix, const double *bound, double value)
{
    fprintf(exposition->stream, "%s%s", sample->family, suffix);
    write_labels(exposition, sample, bound);
    putc(' ', exposition->stream);
    write_number(exposition->stream, value);
    putc('\n', exposition->stream);
}

/* In the older format the family of a counter has the name of its samples. */
static void write_head(const struct exposition *exposition, const struct tn_sample *sample)
{
    static const char *const types[] = {
        [TN_COUNTER] = "counter", [TN_GAUGE] = "gauge", [TN_HISTOGRAM] = "histogram"
    };
    FILE *stream = exposition->stream;
    bool open = exposition->format == EXPOSITION_OPENMETRICS;
    const char *suffix = sample->kind == TN_COUNTER && !open ? "_total" : "";

    fprintf(stream, "# HELP %s%s ", sample->family, suffix);
    write_escaped(stream, tn_text(sample->summary ? sample->summary : ""), open);
    fprintf(stream, "\n# TYPE %s%s %s\n", sample->family, suffix, types[sample->kind]);
    if (open && sample->unit)
        fprintf(stream, "# UNIT %s %s\n", sample->family, sample->unit);
}

static void write_histogram(const struct exposition *exposition, const struct tn_sample *sample)
{
    const double infinity = INFINITY;
    for (size_t i = 0; i < sample->buckets; i++)
        write_line(exposition, sample, "_bucket", &sample->bounds[i], (double)sample->below[i]);
    write_line(exposition, sample, "_bucket", &infinity, (double)sample->count);
    write_line(exposition, sample, "_sum", NULL, sample->value);
    write_line(exposition, sample, "_count", NULL, (double)sample->count);
}

void exposition_sample(struct exposition *exposition, const struct tn_sample *sample)
{
    if (strcmp(exposition->family, sample->family) != 0) {
        snprintf(exposition->family, sizeof exposition->family, "%s", sample->family);
        write_head(exposition, sample);
    }
    if (sample->kind == TN_HISTOGRAM)
        write_histogram(exposition, sample);
    else
        write_line(exposition, sample, sample->kind == TN_COUNTER ? "_total" : "", NULL,
                   sample->value);
}

void exposition_end(struct exposition *exposition)
{
    if (exposition->format == EXPOSITION_OPENMETRICS)
        fputs("# EOF\n", exposition->stream);
}
