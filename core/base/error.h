/* SPDX-License-Identifier: MIT */
/* Errors with a place in a file, collected so that all can be shown at once, each with an excerpt and a caret. */
#pragma once

#include <stdarg.h>
#include <stdio.h>

#include <base/arena.h>

/* A file's text, kept so that excerpts can be shown. */
struct source {
    const char *name; /* as the operator wrote it */
    struct tn_text text;
};

/* Where something was written: lines and columns count from 1; line 0 is "no place" (a default, the command line). */
struct place {
    const struct source *source;
    unsigned line, column;
    unsigned width; /* of what is underlined; 0 counts as 1 */
};

enum severity { SEVERITY_WARNING, SEVERITY_ERROR };

struct error {
    enum severity severity;
    struct place place;
    const char *message; /* without a place and without a full stop */
    const char *hint;    /* "did you mean `limit`?", "first written at a.yaml:3:5", or NULL */
    struct error *next;
};

struct errors {
    struct arena arena;
    struct error *first, *last;
    unsigned count;    /* of severity ERROR */
    unsigned kept;     /* in the list: at most ERRORS_KEPT, the rest is only counted */
    unsigned unlisted; /* of severity ERROR, beyond those kept */
};
enum { ERRORS_KEPT = 200 };

struct error *errors_add(struct errors *errors, enum severity severity, struct place place,
                         const char *format, ...) TN_PRINTF(4, 5);
struct error *errors_vadd(struct errors *errors, enum severity severity, struct place place,
                          const char *format, va_list arguments) TN_PRINTF(4, 0);
void error_hint(struct errors *errors, struct error *error, const char *format, ...)
    TN_PRINTF(3, 4);

/* "file:line:column: error: message", the line, a caret, the hint; in the order of file and line. */
void errors_print(const struct errors *errors, FILE *stream);
/* One JSON array of {file, line, column, severity, message, hint}. */
void errors_print_json(const struct errors *errors, FILE *stream);
/* Both, behind what the buffers hold. */
struct buffer;
void errors_write(const struct errors *errors, struct buffer *text, struct buffer *json);
void errors_free(struct errors *errors);

/* Adds where the same was written first. */
void error_first_written(struct errors *errors, struct error *error, struct place first);

/* Adds "did you mean `WORD`?" unless `word` is NULL. */
void error_did_you_mean(struct errors *errors, struct error *error, const char *word);

/* The candidate nearest to `word` (few edits apart), or NULL: for "did you mean". `name(context, i)` is the i-th,
 * and NULL behind the last. Case, `-` and `_` make no difference. */
const char *nearest(struct tn_text word, const char *(*name)(const void *context, size_t i),
                    const void *context);
