/* SPDX-License-Identifier: MIT */
/* What was said about a program: warnings, errors, and what the program says itself. One list
 * serves OpenSCAD's way of printing it (`WARNING: text in file x, line 3`) and structured ones. */
#ifndef SCAD_LANGUAGE_DIAGNOSTIC_H
#define SCAD_LANGUAGE_DIAGNOSTIC_H

#include "base/names.h"
#include "language/source.h"

#include <stdarg.h>

enum severity {
    SEVERITY_NOTE, /* printed bare */
    SEVERITY_ECHO,
    SEVERITY_TRACE,
    SEVERITY_DEPRECATED,
    SEVERITY_WARNING,
    SEVERITY_ERROR,
};

struct diagnostic {
    enum severity severity;
    struct text text;         /* in OpenSCAD's words, without severity and place */
    struct text explanation;  /* what was expected and what was found; may be empty */
    struct position position; /* line 0: nowhere, and nothing is printed about it */
    struct text folder;       /* that the file is printed relative to; empty: the program's */
    uint32_t lines_beyond;    /* at a text's end: OpenSCAD prints so much more than the line */
    bool
        tells_where; /* the text does, or OpenSCAD leaves the place out; the printed line as well */
    bool follows_up; /* OpenSCAD says it once more in other words; others need not */
    const char *code; /* a constant such as "SYNTAX_ERROR"; NULL if it has none */
};

struct diagnostics {
    struct arena *arena;
    struct diagnostic *items;
    size_t count;
    size_t capacity;
    size_t limit;               /* what comes after this many is only counted */
    size_t dropped;             /* by the limit */
    size_t error_count;         /* entries of SEVERITY_ERROR, dropped or not */
    struct names deprecations;  /* those that were added: each is said once per line */
    struct text folder;         /* of entries that have none of their own; usually empty */
    struct diagnostic repeated; /* the last warning, error or trace */
    size_t repetitions;         /* how often it came in a row */

    /* If not NULL, called with each entry as it is added; the entry stays in the list as well. */
    void (*listener)(void *context, const struct diagnostic *diagnostic);
    void *context;
};

enum { DIAGNOSTICS_LIMIT = 100000 };

/* An empty list whose memory comes from the arena, with the default limit. */
void diagnostics_open(struct diagnostics *diagnostics, struct arena *arena);

/* Adds an entry as it is; the texts must live as long as the list. As OpenSCAD does, a warning,
 * error or trace that came five times in a row is not added a sixth time, and a deprecation is added once for
 * a line. */
void diagnostics_add(struct diagnostics *diagnostics, struct diagnostic diagnostic);

/* Adds an entry with a formatted text and no code. */
void diagnostics_say(struct diagnostics *diagnostics, enum severity severity,
                     struct position position, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Prints one entry as OpenSCAD does, without a line end. Names of sources are printed relative to
 * the entry's folder or else this one, an absolute path, or as they are if that is empty. */
void diagnostic_print(struct builder *builder, const struct diagnostic *diagnostic,
                      const struct sources *sources, struct text folder);

/* A path as seen from a folder, both absolute ("../b/x.scad"); as it is if either is not absolute.
 */
void diagnostic_print_path(struct builder *builder, struct text path, struct text folder);

/* Prints the members "message", "line", "column" and "file" of an entry, those that it has; a file only if
 * the entry is not from the first source. The explanation, if any, is the message. */
void diagnostic_print_members(struct builder *builder, const struct diagnostic *diagnostic,
                              const struct sources *sources);

/* Prints one entry as JSON: {"message":…,"line":…,"column":…,"code":…}. */
void diagnostic_print_json(struct builder *builder, const struct diagnostic *diagnostic,
                           const struct sources *sources);

#endif
