/* SPDX-License-Identifier: MIT */
/* One log: what its parts have in common. */
#pragma once

#include "clean.h"
#include "line.h"
#include "outlets.h"
#include "settings.h"

enum { LINE_ROOM = 65536 };

struct log {
    struct tn_host *host;
    const struct settings *settings;
    struct line_shape shape;
    struct outlets outlets;
    struct clean clean;
    struct tn_filter filter;   /* templates' values through `clean` */
    struct tn_field *constant; /* of the fields that every line has, those without variables */
    struct tn_field *common;   /* these, and room for those with, and for the trace */
    size_t constant_count;
    struct pen_clock clock, apache_clock;
    char *room; /* LINE_ROOM bytes for the line that is being made */
    /* Of the requests that share one access line, how many are still to come, and which has it. */
    int64_t group_left, group_chosen;
};

/* The lowest level of this entry's lines that is written. */
int log_level(const struct log *self, const char *entry, const char *plugin);

/* The outlets that a line's message, and the texts of its fields, choose beside those of its level. */
unsigned log_chosen(const struct log *self, struct tn_text message, const struct tn_field *fields);

/* Writes a line; `request` (or NULL) is the one it belongs to, for the fields that every line has. */
void log_emit(struct log *self, unsigned mask, struct tn_request *request, struct line *line);

/* Writes a line that is made already, with its line feed, in `room`. */
void log_emit_made(struct log *self, unsigned mask, size_t size);

/* Hooks (access.c). */
enum tn_verdict access_arrival(struct tn_request *request, void *self);
void access_end(struct tn_request *request, void *self);

/* $log.sample: how many requests the line stands for. */
struct tn_value access_sample(struct tn_request *request, void *self, struct tn_text rest);
