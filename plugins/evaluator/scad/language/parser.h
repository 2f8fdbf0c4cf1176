/* SPDX-License-Identifier: MIT */
/* From source text to syntax tree: all of OpenSCAD's language. */
#ifndef SCAD_LANGUAGE_PARSER_H
#define SCAD_LANGUAGE_PARSER_H

#include "language/diagnostic.h"
#include "language/syntax.h"

struct parser_input {
    struct arena *arena; /* owns the tree */
    struct names *names;
    struct sources *sources;
    struct diagnostics *diagnostics;
    const struct source *source; /* what to parse */
    const struct source
        *main; /* the program's first text; the same as source unless it is a library */
    const struct source *commands; /* assignments to read after it (-D); may be NULL */
    const struct source_loader
        *loader; /* NULL: nothing can be included, and uses are not looked for */
};

/* Parses the source with all it includes. NULL on the first syntax error, which is then among the
 * diagnostics; warnings may be there in either case. */
struct syntax_file *parser_parse(const struct parser_input *input);

#endif
