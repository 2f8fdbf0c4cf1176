/* SPDX-License-Identifier: MIT */
/* Samples as text: Prometheus 0.0.4 and OpenMetrics 1.0. */
#pragma once

#include <stdio.h>

#include <tenon/observe.h>

enum exposition_format { EXPOSITION_PROMETHEUS, EXPOSITION_OPENMETRICS };

struct exposition {
    FILE *stream;
    enum exposition_format format;
    char family[200]; /* the one whose samples are being written */
};

/* Writes a sample, and the family's head before its first. Samples of a family come together. */
void exposition_sample(struct exposition *exposition, const struct tn_sample *sample);

/* Writes what ends the text. */
void exposition_end(struct exposition *exposition);

/* The Content-Type of a format. */
const char *exposition_type(enum exposition_format format);
