/* SPDX-License-Identifier: MIT */
/* Finds the comments by lines of the bare text, as OpenSCAD does: what its own lexer would make of
 * strings and comments does not matter here. */
#include "language/customizer.h"

#include "base/list.h"
#include "language/node.h"
#include "language/parameter_comment.h"

#include <string.h>

struct group {
    struct text title;
    uint32_t line;
};

struct customizer {
    struct arena *arena;
    struct text text;   /* a NUL follows it */
    const char **lines; /* where each begins, from 1, and one more behind the text */
    uint32_t line_count;
    struct group *items; /* the groups */
    size_t count;
    size_t capacity;
    uint32_t last_line; /* what stands there or behind it is no parameter */
};

static bool starts_with(const char *at, const char *string)
{
    return strncmp(at, string, strlen(string)) == 0;
}

/* `[one] [two]` is "one-two". */
static struct text group_title(struct arena *arena, struct text comment)
{
    struct builder title = builder_in(arena);
    const char *end = comment.bytes + comment.length;
    for (const char *at = comment.bytes; at < end;) {
        const char *open = memchr(at, '[', (size_t)(end - at));
        const char *close = open ? memchr(open, ']', (size_t)(end - open)) : NULL;
        if (!close)
            break;
        if (title.length > 0)
            builder_byte(&title, '-');
        builder_bytes(&title, open + 1, (size_t)(close - open - 1));
        at = close + 1;
    }
    return builder_result(&title);
}

/* Adds a group if the comment is on one line. Returns the star that ends the comment, or the text's
 * end. */
static const char *pass_comment(struct customizer *customizer, const char *at, uint32_t *line)
{
    uint32_t first_line = *line;
    const char *begin = at + 2;
    const char *end = begin;
    for (; *end != '\0' && !starts_with(end, "*/"); end++)
        if (*end == '\n')
            ++*line;
    if (*line == first_line) {
        struct text comment = { begin, (size_t)(end - begin) };
        struct group group = { group_title(customizer->arena, comment), first_line };
        list_append(customizer->arena, customizer, group);
    }
    return end;
}

/* Walks over the text for groups and for the brace that ends the parameters. */
static void find_groups(struct customizer *customizer)
{
    bool in_string = false;
    uint32_t line = 1;
    for (const char *at = customizer->text.bytes; *at != '\0'; at++) {
        if (*at == '\n') {
            line++;
        } else if (in_string && starts_with(at, "\\\"")) {
            at++;
        } else if (*at == '"') {
            in_string = !in_string;
        } else if (!in_string && starts_with(at, "//")) {
            at += strcspn(at, "\n") - 1;
        } else if (!in_string && starts_with(at, "/*")) {
            at = pass_comment(customizer, at, &line);
            if (*at == '\0')
                break;
        } else if (*at == '{' && customizer->last_line == 0) {
            customizer->last_line = line;
        }
    }
    if (customizer->last_line == 0)
        customizer->last_line = line;
}

static void find_lines(struct customizer *customizer)
{
    uint32_t count = 1;
    for (size_t i = 0; i < customizer->text.length; i++)
        count += customizer->text.bytes[i] == '\n';
    customizer->lines = arena_take(customizer->arena, (count + 2) * sizeof *customizer->lines);
    customizer->line_count = count;
    const char *at = customizer->text.bytes;
    for (uint32_t line = 1; line <= count; line++) {
        customizer->lines[line] = at;
        at += strcspn(at, "\n") + 1;
    }
    customizer->lines[count + 1] = at;
}

static struct text line_text(const struct customizer *customizer, uint32_t line)
{
    if (line < 1 || line > customizer->line_count)
        return text_of("");
    const char *begin = customizer->lines[line];
    return (struct text){ begin, (size_t)(customizer->lines[line + 1] - begin - 1) };
}

/* What stands behind two slashes, unless a second statement stands before them. */
static struct text comment_behind(struct text line)
{
    bool in_string = false;
    unsigned semicolons = 0;
    for (size_t i = 0; i + 1 < line.length; i++) {
        const char *at = line.bytes + i;
        if (in_string && starts_with(at, "\\\"")) {
            i++;
            continue;
        }
        if (*at == '"')
            in_string = !in_string;
        if (in_string)
            continue;
        if (starts_with(at, "//"))
            return (struct text){ at + 2, line.length - i - 2 };
        if (*at == ';' && semicolons++ > 0)
            break;
    }
    return text_of("");
}

static struct expression *string_node(struct arena *arena, struct text string)
{
    return node_string(arena, (struct position){ 0 }, string);
}

static struct expression *find_parameter(struct customizer *customizer, uint32_t line)
{
    struct text comment = comment_behind(line_text(customizer, line));
    struct expression *parameter = NULL;
    if (comment.length > 0)
        parameter = parameter_comment_parse(customizer->arena, comment);
    return parameter ? parameter : string_node(customizer->arena, text_of(""));
}

/* A line that begins with two slashes; more of them within it are blanks. */
static struct expression *find_description(struct customizer *customizer, uint32_t line)
{
    struct text text = line_text(customizer, line);
    if (!starts_with(text.bytes, "//"))
        return NULL;
    struct builder description = builder_in(customizer->arena);
    size_t i = 2;
    while (i < text.length && (text.bytes[i] == ' ' || text.bytes[i] == '\t'))
        i++;
    for (; i < text.length; i++) {
        bool slashes = i + 1 < text.length && starts_with(text.bytes + i, "//");
        builder_byte(&description, slashes ? ' ' : text.bytes[i]);
        i += slashes;
    }
    if (description.length == 0)
        return NULL;
    return string_node(customizer->arena, builder_result(&description));
}

/* The last group that begins on an earlier line. */
static struct expression *find_group(struct customizer *customizer, uint32_t line)
{
    size_t low = 0,
           high = customizer->count; /* those before low are earlier, those from high are not */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (customizer->items[middle].line < line)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? string_node(customizer->arena, customizer->items[low - 1].title) : NULL;
}

static void annotate(struct customizer *customizer, struct assignment *assignment, uint32_t line)
{
    struct annotations *annotations = arena_take(customizer->arena, sizeof *annotations);
    annotations->parameter = find_parameter(customizer, line);
    annotations->description = find_description(customizer, line - 1);
    annotations->group = find_group(customizer, line);
    assignment->annotations = annotations;
}

/* The text as OpenSCAD numbers its lines: with the end-of-text sign and the commands behind it. */
static struct text whole_text(const struct parser_input *input)
{
    struct builder whole = builder_in(input->arena);
    struct text contents = input->source->contents;
    if (contents.length > 0)
        builder_bytes(&whole, contents.bytes, strnlen(contents.bytes, contents.length));
    builder_string(&whole, "\n\x03\n");
    builder_text(&whole, input->commands);
    return builder_result(&whole);
}

void customizer_annotate(const struct parser_input *input, const struct syntax_file *file)
{
    struct customizer customizer = { .arena = input->arena, .text = whole_text(input) };
    find_lines(&customizer);
    find_groups(&customizer);
    for (uint32_t i = 0; i < file->scope->assignments.count; i++) {
        struct assignment *assignment = file->scope->assignments.items[i];
        bool again = assignment->overwritten.line != 0;
        struct position position = again ? assignment->overwritten : assignment->position;
        if (assignment->value->literal && position.line < customizer.last_line &&
            position.source == file->source->index)
            annotate(&customizer, assignment, position.line);
    }
}
