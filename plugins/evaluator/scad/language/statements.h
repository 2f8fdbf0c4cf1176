/* SPDX-License-Identifier: MIT */
/* Parsing statements. */
#ifndef SCAD_LANGUAGE_STATEMENTS_H
#define SCAD_LANGUAGE_STATEMENTS_H

#include "language/cursor.h"
#include "language/scope.h"

/* Parses all there is into the file. */
void statements_parse(struct cursor *cursor, struct scope_builder *builder,
                      struct syntax_file *file);

#endif
