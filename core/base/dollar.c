/* SPDX-License-Identifier: MIT */
/* What a `$` in a scalar of the file means, and where it stands. */
#include <base/dollar.h>
#include <base/utf8.h>

static bool begins_name(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
}

static size_t to_bracket(struct tn_text text, size_t from, char bracket)
{
    const char *end = memchr(text.at + from, bracket, text.size - from);
    return end ? (size_t)(end - (text.at + from)) + 1 : 0;
}

static struct dollar classify(struct tn_text text, size_t at)
{
    char next = at + 1 < text.size ? text.at[at + 1] : '\0';
    if (next == '$')
        return (struct dollar){ DOLLAR_ESCAPED, at, 2 };
    if (next == '{')
        return (struct dollar){ DOLLAR_EXPANSION, at, to_bracket(text, at, '}') };
    if (next == '(')
        return (struct dollar){ DOLLAR_VARIABLE, at, to_bracket(text, at, ')') };
    return (struct dollar){ begins_name(next) ? DOLLAR_VARIABLE : DOLLAR_LONE, at, 1 };
}

bool dollar_next(struct tn_text text, size_t from, struct dollar *dollar)
{
    const char *at = from < text.size ? memchr(text.at + from, '$', text.size - from) : NULL;
    if (!at)
        return false;
    *dollar = classify(text, (size_t)(at - text.at));
    return true;
}

void dollar_escape(struct buffer *buffer, struct tn_text text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '$')
            buffer_add(buffer, TN_TEXT("$"));
        buffer_add(buffer, (struct tn_text){ text.at + i, 1 });
    }
}

void dollar_unescape(struct buffer *buffer, struct tn_text text)
{
    struct dollar dollar;
    size_t from = 0;
    while (dollar_next(text, from, &dollar)) {
        buffer_add(buffer, (struct tn_text){ text.at + from, dollar.at + 1 - from });
        from = dollar.at + (dollar.kind == DOLLAR_ESCAPED ? 2 : 1);
    }
    buffer_add(buffer, (struct tn_text){ text.at + from, text.size - from });
}

/* Moves on by `bytes`, counting lines, and columns in characters. */
static void advance(struct tn_text text, size_t *at, size_t bytes, struct place *place)
{
    const unsigned char *end = (const unsigned char *)text.at + text.size;
    for (size_t stop = *at + bytes; *at < stop && *at < text.size;) {
        size_t length = utf8_length((const unsigned char *)text.at + *at, end);
        if (text.at[*at] == '\n') {
            place->line++;
            place->column = 1;
        } else {
            place->column++;
        }
        *at += length ? length : 1;
    }
}

/* The offset of the scalar's first byte; the text's size if the place lies beyond it. */
static size_t offset_of(struct place scalar)
{
    struct tn_text text = scalar.source->text;
    struct place place = { scalar.source, 1, 1, 0 };
    size_t at = 0;
    while (at < text.size && place.line < scalar.line) {
        const char *feed = memchr(text.at + at, '\n', text.size - at);
        at = feed ? (size_t)(feed - text.at) + 1 : text.size;
        place.line++;
    }
    while (at < text.size && place.line == scalar.line && place.column < scalar.column)
        advance(text, &at, 1, &place);
    return at;
}

struct place dollar_place(const struct errors *errors, struct place scalar, enum dollar_kind kind,
                          size_t nth, unsigned width)
{
    if (!scalar.source || !scalar.line || errors->kept == ERRORS_KEPT)
        return scalar;
    struct tn_text text = scalar.source->text;
    struct place place = scalar;
    struct dollar dollar;
    for (size_t at = offset_of(scalar); dollar_next(text, at, &dollar);) {
        advance(text, &at, dollar.at - at, &place);
        if (dollar.kind == kind && nth-- == 0) {
            place.width = width;
            return place;
        }
        advance(text, &at, dollar.kind == DOLLAR_VARIABLE || !dollar.size ? 1 : dollar.size,
                &place);
    }
    return scalar;
}
