/* SPDX-License-Identifier: MIT */
/* The parser's front door. */
#include "language/parser.h"

#include "language/statements.h"

struct syntax_file *parser_parse(const struct parser_input *input)
{
    struct cursor cursor;
    struct scope_builder builder;
    struct syntax_file *file = arena_take(input->arena, sizeof *file);
    file->source = input->source;
    file->scope = scope_create(input->arena);
    cursor_open(&cursor, input);
    scope_builder_open(&builder, input);
    input->diagnostics->folder = input->folder;
    statements_parse(&cursor, &builder, file);
    input->diagnostics->folder = text_of("");
    return cursor.failed ? NULL : file;
}
