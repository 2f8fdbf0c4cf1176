/* SPDX-License-Identifier: MIT */
/* Reading what stands between angle brackets. A line end or a tab within splits it, and the last
 * part counts: odd, but OpenSCAD's way. */
#include "language/inclusion.h"

#include <string.h>

bool inclusion_begins(const struct reader *reader, const char *word)
{
    if (!reader_sees(reader, word))
        return false;
    size_t ahead = strlen(word);
    int byte = reader_peek(reader, ahead);
    while (byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n')
        byte = reader_peek(reader, ++ahead);
    return byte == '<';
}

static void skip_past_bracket(struct reader *reader)
{
    while (reader_take(reader) != '<')
        continue;
}

static bool belongs_to_part(int byte)
{
    return byte >= 0 && byte != '\t' && byte != '\r' && byte != '\n' && byte != '>';
}

static struct text read_part(struct reader *reader)
{
    struct text part = { reader->at, 0 };
    while (belongs_to_part(reader_peek(reader, 0)))
        reader_take(reader);
    part.length = (size_t)(reader->at - part.bytes);
    return part;
}

static void warn_of_line_end(struct lexer *lexer, const char *words, struct position position)
{
    diagnostics_say(lexer->input->diagnostics, SEVERITY_WARNING, position,
                    "new lines %s'-statement is not defined - behavior may change in the future",
                    words);
}

/* What a path in parts comes to: an include means the folder and the file that were named last, a use the last
 * part. */
struct path {
    struct text folder; /* with its slash */
    struct text file;
    struct text last;
};

static void add_part(struct path *path, struct text part)
{
    size_t folder = part.length;
    path->last = part;
    while (folder > 0 && part.bytes[folder - 1] != '/')
        folder--;
    if (folder > 0)
        path->folder = (struct text){ part.bytes, folder };
    if (part.length > folder)
        path->file = (struct text){ part.bytes + folder, part.length - folder };
}

/* To OpenSCAD, lines go on beyond the text's end. */
static void warn_of_lines_beyond(struct lexer *lexer, const char *words)
{
    struct position position = reader_position(lexer->reader);
    for (uint32_t i = lexer_lines_beyond(lexer); i > 0; i--) {
        position.line++;
        warn_of_line_end(lexer, words, position);
    }
}

/* Reads to the closing bracket and passes over it; a line end on the way moves the position behind it. False
 * at the end of the text. */
static bool read_path(struct lexer *lexer, const char *words, struct path *path,
                      struct position *position)
{
    struct reader *reader = lexer->reader;
    for (;;) {
        struct text part = read_part(reader);
        if (part.length > 0)
            add_part(path, part);
        int byte = reader_peek(reader, 0);
        if (byte < 0) {
            warn_of_lines_beyond(lexer, words);
            return false;
        }
        reader_take(reader);
        if (byte == '>')
            return true;
        if (byte == '\t')
            continue;
        *position = reader_position(reader);
        warn_of_line_end(lexer, words, *position);
    }
}

static struct text joined(struct arena *arena, const struct path *path)
{
    struct builder builder = builder_in(arena);
    builder_text(&builder, path->folder);
    builder_text(&builder, path->file);
    return builder_result(&builder);
}

static struct text message_about(struct arena *arena, const char *problem, struct text name)
{
    struct builder builder = builder_in(arena);
    builder_format(&builder, "%s '%.*s'.", problem, (int)name.length, name.bytes);
    return builder_result(&builder);
}

static void warn_of(struct lexer *lexer, struct position position, struct text problem)
{
    diagnostics_add(
        lexer->input->diagnostics,
        (struct diagnostic){ .severity = SEVERITY_WARNING, .text = problem, .position = position });
}

static const struct source *find_source(struct lexer *lexer, struct text name,
                                        struct position position)
{
    const struct source_loader *loader = lexer->input->loader;
    struct text problem = message_about(lexer->input->arena, "Can't find include file", name);
    const struct source *source = NULL;
    if (loader && loader->include)
        source = loader->include(loader->context, &lexer->reader->chain, name, &problem);
    if (!source)
        warn_of(lexer, position, problem);
    return source;
}

static bool refuse(struct lexer *lexer, struct token *token, const char *problem)
{
    token->kind = TOKEN_INVALID;
    token->reported = true;
    diagnostics_add(lexer->input->diagnostics, (struct diagnostic){ .severity = SEVERITY_ERROR,
                                                                    .text = text_of(problem),
                                                                    .position = token->position,
                                                                    .code = PARSER_ERROR_CODE });
    return false;
}

/* Counts a file before it is looked for, which costs the loader something even if it is not there. */
static bool may_name_file(struct lexer *lexer, struct token *token)
{
    return ++lexer->file_count <= LEXER_FILES_MAX ||
           refuse(lexer, token, "Parser error: too many files are included or used");
}

/* Texts that include each other many times over grow without end; this is the end. */
static bool may_include(struct lexer *lexer, const struct source *source, struct token *token)
{
    lexer->included_bytes += source->contents.length;
    return lexer->included_bytes <= LEXER_INCLUDED_BYTES_MAX ||
           refuse(lexer, token, "Parser error: too much is included");
}

bool inclusion_read_include(struct lexer *lexer, struct token *token)
{
    struct path path = { 0 };
    token->position = reader_position(lexer->reader);
    skip_past_bracket(lexer->reader);
    if (!read_path(lexer, "in 'include<>", &path, &token->position)) {
        lexer_report_unfinished(lexer, "include statement", ">", token);
        return false;
    }
    if (!may_name_file(lexer, token))
        return false;
    struct text name = joined(lexer->input->arena, &path);
    const struct source *source = find_source(lexer, name, token->position);
    if (!source)
        return true;
    if (!may_include(lexer, source, token))
        return false;
    lexer->reader = reader_open(lexer->input->arena, source, lexer->reader);
    return true;
}

void inclusion_read_use(struct lexer *lexer, struct token *token)
{
    const struct source_loader *loader = lexer->input->loader;
    struct path path = { .last = text_of("") };
    token->spelling = text_of(token_name(TOKEN_USE));
    skip_past_bracket(lexer->reader);
    if (!read_path(lexer, "'use<>", &path, &token->position)) {
        lexer_report_unfinished(lexer, "use statement", ">", token);
        return;
    }
    if (!may_name_file(lexer, token))
        return;
    struct text problem = message_about(lexer->input->arena, "Can't open library", path.last);
    token->kind = TOKEN_USE;
    token->text = path.last;
    token->full = path.last;
    token->found = loader && loader->use &&
                   loader->use(loader->context, lexer->reader->chain.source, path.last,
                               &token->full, &problem);
    if (!token->found) {
        token->full = path.last;
        warn_of(lexer, token->position, problem);
    }
}
