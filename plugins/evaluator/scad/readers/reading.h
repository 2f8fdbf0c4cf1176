/* SPDX-License-Identifier: MIT */
/* A file's bytes while they are read: where the reader is, and what it found wrong. Nothing in a file is believed: counts are
 * checked against what the file can hold before anything is taken for them. */
#ifndef SCAD_READERS_READING_H
#define SCAD_READERS_READING_H

#include "base/text.h"

struct reading {
    struct arena *arena;
    const char *begin, *at, *end;
    size_t line;         /* the one last taken, from 1 */
    struct text problem; /* "line 3: expected …"; empty if all is well */
};

struct reading reading_of(struct arena *arena, struct text contents);

/* Each sets the problem, unless there is one already, and returns false, so that it can be returned. The first names the line
 * that was taken last, the second the byte that is next, the third is the first for a list. */
bool reading_fail(struct reading *reading, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool reading_fail_at(struct reading *reading, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

bool reading_fail_list(struct reading *reading, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* Takes the next line, without blanks around it; false at the end. Lines end with LF, CR or both. */
bool reading_line(struct reading *reading, struct text *line);

/* Takes the next word, which blanks end, out of the line; false if there is none. */
bool reading_word(struct text *line, struct text *word);

bool reading_is(struct text word, const char *expected);

/* True if the text begins so, whatever the case of the letters. */
bool reading_begins(struct text text, const char *beginning);

/* A finite decimal number, and nothing behind it. */
bool reading_number(struct text word, double *number);

/* A whole number. */
bool reading_integer(struct text word, long *number);

/* Takes three numbers out of the line. */
bool reading_vector(struct text *line, double vector[3]);

#endif
