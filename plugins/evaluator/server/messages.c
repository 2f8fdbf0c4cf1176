/* SPDX-License-Identifier: MIT */
/* What was said about a program, as members of a reply. */
#include "messages.h"

#include "base/json.h"
#include "geometry/report.h"
#include "language/excerpt.h"
#include "language/form.h"
#include "language/parser.h"

#include <string.h>

static bool is_the_programs_own(enum severity severity)
{
    return severity == SEVERITY_NOTE || severity == SEVERITY_ECHO || severity == SEVERITY_TRACE;
}

/* The codes of loader.c, which the geometry passes on, and that of a font. */
static bool is_about_a_file(const struct session *session, const struct diagnostic *diagnostic)
{
    return loader_problem(&session->loader, diagnostic->text) ||
           (diagnostic->code && (strncmp(diagnostic->code, "IMPORT_", 7) == 0 ||
                                 strcmp(diagnostic->code, REPORT_NO_FONT) == 0));
}

/* A file or a font that cannot be had is a warning to OpenSCAD, which goes on without it. Here nobody sees
 * warnings before they see the solid, so it is an error. */
static bool is_error(const struct session *session, const struct diagnostic *diagnostic)
{
    return diagnostic->severity == SEVERITY_ERROR || is_about_a_file(session, diagnostic);
}

/* The code of what has none of its own: OpenSCAD knows no codes. */
static const char *common_code(const struct diagnostic *diagnostic)
{
    static const struct {
        const char *beginning, *code;
    } rows[] = {
        { "Assertion ", "ASSERTION_FAILED" },
        { "Recursion detected", "RECURSION" },
        { "", "EVALUATION_ERROR" },
    };
    size_t i = 0;
    if (diagnostic->severity != SEVERITY_ERROR)
        return diagnostic->severity == SEVERITY_DEPRECATED ? "DEPRECATED" : "WARNING";
    while (strncmp(diagnostic->text.bytes, rows[i].beginning, strlen(rows[i].beginning)) != 0)
        i++;
    return rows[i].code;
}

static const char *code_of(const struct session *session, const struct diagnostic *diagnostic)
{
    const struct loader_problem *problem = loader_problem(&session->loader, diagnostic->text);
    if (problem)
        return problem->code;
    return diagnostic->code ? diagnostic->code : common_code(diagnostic);
}

/* Whether it was not the program's logic but the limits of this server that ended it. */
static bool is_a_limit(const char *code)
{
    return strncmp(code, "LIMIT_", 6) == 0 || strcmp(code, REPORT_TOO_LARGE) == 0 ||
           strcmp(code, "RESULT_TOO_LARGE") == 0 || strcmp(code, "EVALUATION_TIMEOUT") == 0;
}

static const char *category_of(const struct session *session, const struct diagnostic *diagnostic)
{
    const char *code = diagnostic->code ? diagnostic->code : "";
    if (strcmp(code, PARSER_ERROR_CODE) == 0)
        return "syntax";
    if (is_a_limit(code) || is_about_a_file(session, diagnostic))
        return "system";
    return "logic";
}

/* Only of the client's own text: what files hold, and what a refused one is called, is not repeated. */
static void print_excerpt(struct builder *builder, const struct session *session,
                          const struct diagnostic *diagnostic)
{
    if (diagnostic->position.source != 0 || is_about_a_file(session, diagnostic))
        return;
    struct text excerpt = excerpt_of(builder->arena, &session->sources, diagnostic->position);
    if (excerpt.length == 0)
        return;
    builder_string(builder, ",\"codeSnippet\":");
    json_print_string(builder, excerpt);
}

static void print_error(struct builder *builder, const struct session *session,
                        const struct diagnostic *diagnostic)
{
    builder_byte(builder, '{');
    diagnostic_print_members(builder, diagnostic, &session->sources);
    builder_format(builder, ",\"severity\":\"%s\",\"category\":\"%s\",\"code\":\"%s\"",
                   is_error(session, diagnostic) ? "error" : "warning",
                   category_of(session, diagnostic), code_of(session, diagnostic));
    print_excerpt(builder, session, diagnostic);
    builder_byte(builder, '}');
}

static void print_dropped(struct builder *builder, size_t dropped, bool first)
{
    if (dropped > 0)
        builder_format(builder,
                       "%s{\"message\":\"%zu more messages are left out\","
                       "\"severity\":\"warning\",\"category\":\"system\"}",
                       first ? "" : ",", dropped);
}

static void print_errors(struct builder *builder, const struct session *session)
{
    const struct diagnostics *diagnostics = &session->diagnostics;
    bool first = true;
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct diagnostic *diagnostic = &diagnostics->items[i];
        if (is_the_programs_own(diagnostic->severity) || diagnostic->follows_up)
            continue;
        if (!first)
            builder_byte(builder, ',');
        print_error(builder, session, diagnostic);
        first = false;
    }
    print_dropped(builder, diagnostics->dropped, first);
}

bool messages_have_errors(const struct session *session)
{
    const struct diagnostics *diagnostics = &session->diagnostics;
    bool failed = diagnostics->error_count > 0; /* those that were dropped, too */
    for (size_t i = 0; i < diagnostics->count; i++)
        failed |= is_error(session, &diagnostics->items[i]);
    return failed;
}

/* As OpenSCAD's console shows it, but that the program itself has no file name. */
static void print_line(struct builder *builder, const struct session *session,
                       const struct diagnostic *diagnostic)
{
    struct builder line = builder_in(builder->arena);
    struct position position = diagnostic->position;
    if (diagnostic->severity != SEVERITY_NOTE)
        builder_string(&line, diagnostic->severity == SEVERITY_ECHO ? "ECHO: " : "TRACE: ");
    builder_text(&line, diagnostic->text);
    if (position.line != 0 && position.source != 0)
        builder_format(&line, " in file %s", session->sources.items[position.source]->name.bytes);
    if (position.line != 0)
        builder_format(&line, ", line %u", position.line);
    json_print_string(builder, builder_result(&line));
}

static void print_console(struct builder *builder, const struct session *session)
{
    const struct diagnostics *diagnostics = &session->diagnostics;
    bool first = true;
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct diagnostic *diagnostic = &diagnostics->items[i];
        if (!is_the_programs_own(diagnostic->severity))
            continue;
        if (!first)
            builder_byte(builder, ',');
        print_line(builder, session, diagnostic);
        first = false;
    }
}

static void print_parameters(struct builder *builder, const struct session *session)
{
    struct form form = { 0 };
    if (session->file)
        form = form_of(builder->arena, &session->names, session->file);
    builder_string(builder, ",\"parameters\":");
    form_print_json(builder, &form);
}

bool messages_print(struct builder *builder, const struct session *session)
{
    builder_string(builder, "\"errors\":[");
    print_errors(builder, session);
    builder_string(builder, "],\"console\":[");
    print_console(builder, session);
    builder_byte(builder, ']');
    if (session->order.parameters)
        print_parameters(builder, session);
    return messages_have_errors(session);
}
