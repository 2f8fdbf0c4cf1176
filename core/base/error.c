/* SPDX-License-Identifier: MIT */
/* Collecting errors, and showing them with an excerpt and a caret. */
#include <stdlib.h>

#include <base/error.h>
#include <base/json.h>
#include <base/utf8.h>

enum { EXCERPT_MAX = 160, EXCERPT_BEFORE = 60 }; /* characters of a line that are shown */

static const char *const severity_names[] = { "warning", "error" };

struct error *errors_vadd(struct errors *errors, enum severity severity, struct place place,
                          const char *format, va_list arguments)
{
    struct error *error = arena_alloc(&errors->arena, sizeof *error);
    error->severity = severity;
    error->place = place;
    error->message = arena_vprint(&errors->arena, format, arguments).at;
    errors->count += severity == SEVERITY_ERROR;
    if (errors->kept == ERRORS_KEPT) {
        errors->unlisted += severity == SEVERITY_ERROR;
        return error;
    }
    errors->kept++;
    if (errors->last)
        errors->last->next = error;
    else
        errors->first = error;
    errors->last = error;
    return error;
}

struct error *errors_add(struct errors *errors, enum severity severity, struct place place,
                         const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct error *error = errors_vadd(errors, severity, place, format, arguments);
    va_end(arguments);
    return error;
}

void error_hint(struct errors *errors, struct error *error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    error->hint = arena_vprint(&errors->arena, format, arguments).at;
    va_end(arguments);
}

void error_first_written(struct errors *errors, struct error *error, struct place first)
{
    error_hint(errors, error, "first written at %s:%u:%u", first.source->name, first.line,
               first.column);
}

void error_did_you_mean(struct errors *errors, struct error *error, const char *word)
{
    if (word)
        error_hint(errors, error, "did you mean `%s`?", word);
}

/* Places without a file come first, then files by name, then lines; equal places stay in the order of their finding. */
static int compare_places(struct place a, struct place b)
{
    const char *a_name = a.source ? a.source->name : "", *b_name = b.source ? b.source->name : "";
    int order = strcmp(a_name, b_name);
    if (order)
        return order;
    if (a.line != b.line)
        return a.line < b.line ? -1 : 1;
    return a.column == b.column ? 0 : a.column < b.column ? -1 : 1;
}

struct numbered {
    const struct error *error;
    size_t number;
};

static int compare_errors(const void *left, const void *right)
{
    const struct numbered *a = left, *b = right;
    int order = compare_places(a->error->place, b->error->place);
    return order ? order : a->number < b->number ? -1 : 1;
}

/* The errors in order; the caller frees the array. */
static struct numbered *in_order(const struct errors *errors)
{
    struct numbered *list = memory_alloc(errors->kept * sizeof *list);
    size_t count = 0;
    for (const struct error *error = errors->first; error; error = error->next, count++)
        list[count] = (struct numbered){ error, count };
    qsort(list, count, sizeof *list, compare_errors);
    return list;
}

static struct tn_text line_of(const struct source *source, unsigned line)
{
    const char *at = source->text.at, *end = at + source->text.size;
    for (unsigned number = 1; number < line && at < end; number++) {
        const char *feed = memchr(at, '\n', (size_t)(end - at));
        at = feed ? feed + 1 : end;
    }
    const char *feed = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
    size_t size = (size_t)((feed ? feed : end) - at);
    if (size && at[size - 1] == '\r')
        size--;
    return (struct tn_text){ at, size };
}

/* Steps over one character; what is not UTF-8 counts byte by byte. */
static const char *step(const char *at, const char *end)
{
    size_t length = utf8_length((const unsigned char *)at, (const unsigned char *)end);
    return at + (length ? length : 1);
}

/* A character that could steer a terminal is shown as `?`. */
static void print_character(FILE *stream, const char *at, const char *next)
{
    bool harmless = next - at > 1 || (*at >= ' ' && *at < 0x7f) || *at == '\t';
    bool control = next - at == 2 && (unsigned char)at[0] == 0xc2 && (unsigned char)at[1] < 0xa0;
    if (harmless && !control)
        fwrite(at, 1, (size_t)(next - at), stream);
    else
        putc('?', stream);
}

static void print_harmless(FILE *stream, const char *string)
{
    for (const char *end = string + strlen(string), *next; string < end; string = next) {
        next = step(string, end);
        print_character(stream, string, next);
    }
}

/* The line from the character `from`, at most EXCERPT_MAX of them; returns how many were printed. */
static unsigned print_line(FILE *stream, struct tn_text line, unsigned from)
{
    unsigned column = 0, printed = 0;
    const char *end = line.at + line.size;
    for (const char *at = line.at; at < end && printed < EXCERPT_MAX; column++) {
        const char *next = step(at, end);
        if (column >= from) {
            print_character(stream, at, next);
            printed++;
        }
        at = next;
    }
    putc('\n', stream);
    return printed;
}

static void print_caret(FILE *stream, struct tn_text line, unsigned from, unsigned column,
                        unsigned width)
{
    const char *at = line.at, *end = line.at + line.size;
    for (unsigned i = 0; i < column; i++) {
        bool tab = at < end && *at == '\t';
        if (i >= from)
            putc(tab ? '\t' : ' ', stream);
        at = at < end ? step(at, end) : end;
    }
    putc('^', stream);
    for (unsigned i = 1; i < width && i < EXCERPT_MAX; i++)
        putc('~', stream);
    putc('\n', stream);
}

static void print_excerpt(FILE *stream, struct place place)
{
    struct tn_text line = line_of(place.source, place.line);
    if (line.size == 0)
        return;
    unsigned column = place.column ? place.column - 1 : 0;
    unsigned from = column > EXCERPT_MAX - EXCERPT_BEFORE ? column - EXCERPT_BEFORE : 0;
    fprintf(stream, "%5u | ", place.line);
    unsigned printed = print_line(stream, line, from);
    unsigned room = from + printed > column ? from + printed - column : 1;
    fprintf(stream, "      | ");
    print_caret(stream, line, from, column, place.width < room ? place.width : room);
}

static void print_error(FILE *stream, const struct error *error)
{
    struct place place = error->place;
    if (place.source && place.line)
        fprintf(stream, "%s:%u:%u: ", place.source->name, place.line, place.column);
    else if (place.source)
        fprintf(stream, "%s: ", place.source->name);
    fprintf(stream, "%s: ", severity_names[error->severity]);
    print_harmless(stream, error->message);
    putc('\n', stream);
    if (place.source && place.line)
        print_excerpt(stream, place);
    if (error->hint) {
        fprintf(stream, "      = ");
        print_harmless(stream, error->hint);
        putc('\n', stream);
    }
}

void errors_print(const struct errors *errors, FILE *stream)
{
    struct numbered *list = in_order(errors);
    for (size_t i = 0; i < errors->kept; i++)
        print_error(stream, list[i].error);
    if (errors->unlisted)
        fprintf(stream, "error: %u more errors are not shown\n", errors->unlisted);
    free(list);
}

static void write_error(struct json *json, const struct error *error)
{
    json_object(json);
    if (error->place.source)
        json_member(json, "file", error->place.source->name);
    if (error->place.line) {
        json_key(json, "line");
        json_integer(json, error->place.line);
        json_key(json, "column");
        json_integer(json, error->place.column);
    }
    json_member(json, "severity", severity_names[error->severity]);
    json_member(json, "message", error->message);
    if (error->hint)
        json_member(json, "hint", error->hint);
    json_object_end(json);
}

void errors_print_json(const struct errors *errors, FILE *stream)
{
    struct json json = { .indent = 2 };
    struct numbered *list = in_order(errors);
    json_array(&json);
    for (size_t i = 0; i < errors->kept; i++)
        write_error(&json, list[i].error);
    json_array_end(&json);
    fprintf(stream, "%s\n", json.out.at);
    json_free(&json);
    free(list);
}

static void print_into(struct buffer *buffer, const struct errors *errors,
                       void (*print)(const struct errors *errors, FILE *stream))
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    print(errors, stream);
    fclose(stream);
    buffer_add(buffer, (struct tn_text){ text, size });
    free(text);
}

void errors_write(const struct errors *errors, struct buffer *text, struct buffer *json)
{
    print_into(text, errors, errors_print);
    print_into(json, errors, errors_print_json);
}

void errors_free(struct errors *errors)
{
    arena_free(&errors->arena);
    *errors = (struct errors){ 0 };
}
