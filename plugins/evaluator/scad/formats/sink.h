/* SPDX-License-Identifier: MIT */
/* Where a writer's bytes go: a function of the caller's, called with a few thousand at a time. Before each call the arena is asked
 * whether the work goes on: what is written in a loop needs no other question. */
#ifndef SCAD_FORMATS_SINK_H
#define SCAD_FORMATS_SINK_H

#include "base/text.h"

/* Takes all the bytes, or returns false to have no more. */
typedef bool sink_write(void *context, const void *bytes, size_t length);

struct sink {
    struct arena *arena;
    sink_write *write;
    void *context;
    bool failed; /* the function said no; what comes after is dropped */
    size_t used;
    char buffer[8192];
};

void sink_open(struct sink *sink, struct arena *arena, sink_write *write, void *context);

/* All goes into the builder, which must live as long. */
void sink_open_builder(struct sink *sink, struct builder *builder);

void sink_bytes(struct sink *sink, const void *bytes, size_t length);
void sink_string(struct sink *sink, const char *string);

/* The string as XML has it between tags and within quotes. Control characters, which it cannot write, are blanks, and what is no UTF-8 is a
 * question mark. */
void sink_xml(struct sink *sink, const char *string);

/* As decimal_print() writes it. */
void sink_number(struct sink *sink, double number);

/* Four bytes, the lowest first. */
void sink_u32(struct sink *sink, uint32_t value);
void sink_float(struct sink *sink, float value);

/* Hands on what is left. True if every byte was taken. */
bool sink_close(struct sink *sink);

#endif
