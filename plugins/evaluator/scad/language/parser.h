/* SPDX-License-Identifier: MIT */
/* From source text to syntax tree: all of OpenSCAD's language. */
#ifndef SCAD_LANGUAGE_PARSER_H
#define SCAD_LANGUAGE_PARSER_H

#include "language/diagnostic.h"
#include "language/syntax.h"

#define PARSER_ERROR_CODE "SYNTAX_ERROR"

struct parser_input {
    struct arena *arena; /* owns the tree */
    struct names *names;
    struct sources *sources;
    struct diagnostics *diagnostics;
    const struct source *source; /* what to parse; its text ends at a NUL byte, if there is one */
    const struct source *main;   /* the same; of a library, the file that uses it */
    struct text commands;        /* read after the text (-D; libraries get it, too); may be empty */
    struct text folder;          /* that messages name files relative to; empty: the program's */
    const struct source_loader *loader; /* NULL: nothing is found */
};

/* Parses the source with all it includes. NULL on a syntax error, which is then among the
 * diagnostics: parsing ends at the first. Warnings may be there in either case. */
struct syntax_file *parser_parse(const struct parser_input *input);

#endif
