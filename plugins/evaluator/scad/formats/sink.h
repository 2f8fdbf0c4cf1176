/* SPDX-License-Identifier: MIT */
/* Where a writer's bytes go: a function of the caller's, called with a few thousand at a time. */
#ifndef SCAD_FORMATS_SINK_H
#define SCAD_FORMATS_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Takes all the bytes, or returns false to have no more. */
typedef bool sink_write(void *context, const void *bytes, size_t length);

struct sink {
    sink_write *write;
    void *context;
    bool failed; /* the function said no; what comes after is dropped */
    size_t used;
    char buffer[8192];
};

void sink_open(struct sink *sink, sink_write *write, void *context);

void sink_bytes(struct sink *sink, const void *bytes, size_t length);
void sink_string(struct sink *sink, const char *string);

/* As decimal_print() writes it. */
void sink_number(struct sink *sink, double number);

/* Four bytes, the lowest first. */
void sink_u32(struct sink *sink, uint32_t value);
void sink_float(struct sink *sink, float value);

/* Hands on what is left. True if every byte was taken. */
bool sink_close(struct sink *sink);

#endif
