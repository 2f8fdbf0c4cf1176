/* SPDX-License-Identifier: MIT */
/* What the file says about a log (settings.c has the rows). */
#pragma once

#include <tenon/tenon.h>

#include "line.h"

/* A level that is given by `environment`. */
enum { LEVEL_ENVIRONMENT = TN_ERROR + 1 };

enum standard { STANDARD_OUTPUT, STANDARD_ERROR, STANDARD_NONE };

/* How the line for a request looks; the log's own format comes first. */
enum access_format { ACCESS_AS_OTHERS, ACCESS_COMMON, ACCESS_COMBINED };

/* A message and fields for requests; without a message there is no line. */
struct words {
    const struct tn_template *message, *fields;
};

struct access {
    bool enabled, probes;
    int format;
    int64_t sample;
    const struct tn_template *line;
    struct words end, arrival;
    const char *file;
};

/* A line of its own for requests that end in some way. */
struct event {
    struct tn_patterns status, by;
    int level;
    struct words words;
};

struct level_row {
    const char *name;
    int level;
};

struct field_row {
    const char *name;
    const struct tn_template *value;
};

struct settings {
    int level, environment;
    struct tn_groups levels; /* of struct level_row */
    int format, time, output;
    const char *service;
    struct keys {
        const char *level, *message, *timestamp, *service, *entry, *request, *fields;
    } keys;
    struct tn_groups fields; /* of struct field_row */
    struct tn_path folder;
    struct rotate {
        struct tn_bytes size;
        int64_t keep;
    } rotate;
    struct access access;
    struct tn_groups events; /* of struct event */
    struct tn_patterns exceptions, rejections, security;
    struct redact {
        bool enabled;
        struct tn_patterns names, also;
        const char *with;
    } redact;
    struct mask {
        bool addresses, mail;
    } mask;
    struct tn_duration memory;
};

extern const struct settings settings_default;
extern const struct tn_option settings_rows[];

/* The lowest level of lines that is written. */
int settings_level(const struct settings *settings);

/* What rows cannot say. False after tn_fail_at. */
bool settings_check(struct tn_host *host, const struct settings *settings);
