/* SPDX-License-Identifier: MIT */
/* A place in a text, and in the texts that include it. Readers stand in a chain, innermost first.
 */
#ifndef SCAD_LANGUAGE_READER_H
#define SCAD_LANGUAGE_READER_H

#include "language/source.h"

struct reader {
    struct source_chain chain; /* chain.source is what is read */
    struct reader *outer;      /* NULL for the main text */
    const char *at;
    const char *end;
    const char *line_begin;
    uint32_t line;
};

/* A reader at the beginning of a source, inside another or NULL. */
struct reader *reader_open(struct arena *arena, const struct source *source, struct reader *outer);

/* The byte so far ahead, or -1 beyond the end. */
int reader_peek(const struct reader *reader, size_t ahead);

/* True if the text goes on with these bytes. */
bool reader_sees(const struct reader *reader, const char *string);

/* Passes over so many bytes that are there, counting lines. */
void reader_skip(struct reader *reader, size_t count);

/* Passes over the next byte, which is there, and returns it. */
char reader_take(struct reader *reader);

struct position reader_position(const struct reader *reader);

#endif
