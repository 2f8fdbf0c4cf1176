/* SPDX-License-Identifier: MIT */
/* Samples as text: Prometheus 0.0.4 and OpenMetrics 1.0, which leaves `_created` to the writer's
 * choice: there is none here, since Prometheus would keep it as a series of its own. */
#pragma once

#include <stdio.h>

#include <tenon/observe.h>

enum exposition_format { EXPOSITION_PROMETHEUS, EXPOSITION_OPENMETRICS, EXPOSITION_FORMATS };

struct exposition {
    FILE *stream;
    enum exposition_format format;
    bool spaced;      /* an empty line between families, where the format has such */
    char family[200]; /* the one whose samples are being written */
};

/* What a summary has besides its count and sum, which are its sample's. */
struct exposition_quantiles {
    size_t count;
    const double *quantiles, *values;
};

/* Writes a sample, and the family's head before its first. Samples of a family come together. */
void exposition_sample(struct exposition *exposition, const struct tn_sample *sample);

/* The same for a summary. */
void exposition_summary(struct exposition *exposition, const struct tn_sample *sample,
                        const struct exposition_quantiles *quantiles);

/* Writes what ends the text. */
void exposition_end(struct exposition *exposition);

/* The Content-Type of a format. */
const char *exposition_type(enum exposition_format format);
