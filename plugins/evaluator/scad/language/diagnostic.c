/* SPDX-License-Identifier: MIT */
/* The list of messages, and its two ways of printing. */
#include "language/diagnostic.h"

#include "base/json.h"
#include "base/list.h"

enum { REPETITIONS_MAX = 5 };

void diagnostics_open(struct diagnostics *diagnostics, struct arena *arena)
{
    *diagnostics = (struct diagnostics){ .arena = arena, .limit = DIAGNOSTICS_LIMIT };
    names_open(&diagnostics->deprecations, arena);
}

static bool same_message(const struct diagnostic *a, const struct diagnostic *b)
{
    return a->severity == b->severity && a->position.source == b->position.source &&
           a->position.line == b->position.line && text_equal(a->text, b->text);
}

static bool counts_repetitions(enum severity severity)
{
    return severity == SEVERITY_WARNING || severity == SEVERITY_ERROR || severity == SEVERITY_TRACE;
}

/* True if the message came often enough in a row. Echoes in between do not count as others. */
static bool said_enough(struct diagnostics *diagnostics, const struct diagnostic *diagnostic)
{
    if (!counts_repetitions(diagnostic->severity))
        return false;
    if (!same_message(&diagnostics->repeated, diagnostic)) {
        diagnostics->repeated = *diagnostic;
        diagnostics->repetitions = 0;
    }
    return diagnostics->repetitions++ >= REPETITIONS_MAX;
}

/* True if it is a deprecation that was said for this line. */
static bool said_before(struct diagnostics *diagnostics, const struct diagnostic *diagnostic)
{
    if (diagnostic->severity != SEVERITY_DEPRECATED)
        return false;
    struct builder key = builder_in(diagnostics->arena);
    builder_format(&key, "%u:%u:", diagnostic->position.source, diagnostic->position.line);
    builder_text(&key, diagnostic->text);
    uint32_t count = diagnostics->deprecations.count;
    names_intern(&diagnostics->deprecations, builder_result(&key));
    return diagnostics->deprecations.count == count;
}

void diagnostics_add(struct diagnostics *diagnostics, struct diagnostic diagnostic)
{
    if (said_enough(diagnostics, &diagnostic) || said_before(diagnostics, &diagnostic))
        return;
    if (diagnostic.severity == SEVERITY_ERROR)
        diagnostics->error_count++;
    if (diagnostics->count >= diagnostics->limit) {
        diagnostics->dropped++;
        return;
    }
    if (diagnostic.folder.length == 0)
        diagnostic.folder = diagnostics->folder;
    list_append(diagnostics->arena, diagnostics, diagnostic);
    if (diagnostics->listener)
        diagnostics->listener(diagnostics->context, &diagnostic);
}

void diagnostics_say(struct diagnostics *diagnostics, enum severity severity,
                     struct position position, const char *format, ...)
{
    struct builder builder = builder_in(diagnostics->arena);
    va_list arguments;
    va_start(arguments, format);
    builder_format_list(&builder, format, arguments);
    va_end(arguments);
    diagnostics_add(diagnostics, (struct diagnostic){ .severity = severity,
                                                      .text = builder_result(&builder),
                                                      .position = position });
}

static const char *severity_prefix(enum severity severity)
{
    static const char *const prefixes[] = {
        [SEVERITY_NOTE] = "",
        [SEVERITY_ECHO] = "ECHO: ",
        [SEVERITY_TRACE] = "TRACE: ",
        [SEVERITY_DEPRECATED] = "DEPRECATED: ",
        [SEVERITY_WARNING] = "WARNING: ",
        [SEVERITY_ERROR] = "ERROR: ",
    };
    return prefixes[severity];
}

void diagnostic_print(struct builder *builder, const struct diagnostic *diagnostic,
                      const struct sources *sources, struct text folder)
{
    builder_string(builder, severity_prefix(diagnostic->severity));
    builder_text(builder, diagnostic->text);
    if (diagnostic->position.line != 0 && !diagnostic->tells_where) {
        builder_string(builder, " in file ");
        diagnostic_print_path(builder, sources->items[diagnostic->position.source]->name,
                              diagnostic->folder.length > 0 ? diagnostic->folder : folder);
        builder_format(builder, ", line %u", diagnostic->position.line + diagnostic->lines_beyond);
    }
}

static bool is_absolute(struct text path)
{
    return path.length > 0 && path.bytes[0] == '/';
}

/* The length of what both begin with, cut at a whole folder; the byte there is a slash or the end.
 */
static size_t common_folders(struct text a, struct text b)
{
    size_t common = 0;
    for (size_t i = 0;; i++) {
        bool a_ends = i >= a.length || a.bytes[i] == '/';
        bool b_ends = i >= b.length || b.bytes[i] == '/';
        if (a_ends && b_ends)
            common = i;
        if (i >= a.length || i >= b.length || a.bytes[i] != b.bytes[i])
            return common;
    }
}

void diagnostic_print_path(struct builder *builder, struct text path, struct text folder)
{
    if (!is_absolute(path) || !is_absolute(folder)) {
        builder_text(builder, path);
        return;
    }
    if (folder.bytes[folder.length - 1] == '/')
        folder.length--;
    size_t common = common_folders(path, folder);
    for (size_t i = common; i < folder.length; i++)
        if (folder.bytes[i] == '/')
            builder_string(builder, "../");
    builder_bytes(builder, path.bytes + common + 1, path.length - common - 1);
}

void diagnostic_print_members(struct builder *builder, const struct diagnostic *diagnostic,
                              const struct sources *sources)
{
    bool explained = diagnostic->explanation.length > 0;
    builder_string(builder, "\"message\":");
    json_print_string(builder, explained ? diagnostic->explanation : diagnostic->text);
    if (diagnostic->position.line == 0)
        return;
    builder_format(builder, ",\"line\":%u", diagnostic->position.line);
    if (diagnostic->position.column != 0)
        builder_format(builder, ",\"column\":%u", diagnostic->position.column);
    if (diagnostic->position.source != 0) {
        builder_string(builder, ",\"file\":");
        json_print_string(builder, sources->items[diagnostic->position.source]->name);
    }
}

void diagnostic_print_json(struct builder *builder, const struct diagnostic *diagnostic,
                           const struct sources *sources)
{
    builder_byte(builder, '{');
    diagnostic_print_members(builder, diagnostic, sources);
    if (diagnostic->code)
        builder_format(builder, ",\"code\":\"%s\"", diagnostic->code);
    builder_byte(builder, '}');
}
