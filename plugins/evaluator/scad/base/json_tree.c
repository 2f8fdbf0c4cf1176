/* SPDX-License-Identifier: MIT */
/* Reads by descent, no deeper than JSON_TREE_DEPTH_MAX. */
#include "base/json_tree.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* After the first mistake nothing more is read. */
struct reader {
    struct arena *arena;
    const char *at, *end;
    size_t line;
    unsigned depth;
    const char *mistake;
};

static struct json_node *read_value(struct reader *reader);

static void fail(struct reader *reader, const char *what)
{
    if (!reader->mistake)
        reader->mistake = what;
}

static char peek(const struct reader *reader)
{
    return reader->at < reader->end ? *reader->at : '\0';
}

static void skip_blanks(struct reader *reader)
{
    for (; peek(reader) && strchr(" \t\r\n", *reader->at); reader->at++)
        reader->line += *reader->at == '\n';
}

static bool take(struct reader *reader, char byte)
{
    skip_blanks(reader);
    if (reader->mistake || peek(reader) != byte)
        return false;
    reader->at++;
    return true;
}

static bool take_word(struct reader *reader, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(reader->end - reader->at) < length || memcmp(reader->at, word, length) != 0)
        return false;
    reader->at += length;
    return true;
}

/* --- strings ------------------------------------------------------------------------------------------ */

static uint32_t read_four_digits(struct reader *reader)
{
    char digits[5] = "";
    for (int i = 0; i < 4 && isxdigit((unsigned char)peek(reader)); i++)
        digits[i] = *reader->at++;
    if (strlen(digits) < 4)
        fail(reader, "invalid escape sequence");
    return (uint32_t)strtoul(digits, NULL, 16);
}

/* What lies beyond the first plane is written as two of them. */
static void read_code(struct reader *reader, struct builder *string)
{
    char bytes[4];
    uint32_t code = read_four_digits(reader);
    if (code >= 0xD800 && code < 0xDC00 && take_word(reader, "\\u"))
        code = 0x10000 + ((code - 0xD800) << 10) + (read_four_digits(reader) - 0xDC00);
    size_t length = code > 0 ? text_encode_utf8(code, bytes) : 0;
    if (length == 0)
        fail(reader, "invalid codepoint");
    builder_bytes(string, bytes, length);
}

static void read_escape(struct reader *reader, struct builder *string)
{
    static const char letters[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
    char letter = peek(reader);
    const char *found = letter ? strchr(letters, letter) : NULL;
    reader->at += letter != '\0';
    if (letter == 'u')
        read_code(reader, string);
    else if (found)
        builder_byte(string, bytes[found - letters]);
    else
        fail(reader, "invalid escape sequence");
}

/* After the opening quote. */
static struct text read_string(struct reader *reader)
{
    struct builder string = builder_in(reader->arena);
    while (!reader->mistake) {
        if (reader->at == reader->end)
            fail(reader, "unterminated string");
        else if ((unsigned char)*reader->at < ' ')
            fail(reader, "invalid code sequence");
        else if (*reader->at == '"')
            break;
        else if (*reader->at++ == '\\')
            read_escape(reader, &string);
        else
            builder_byte(&string, reader->at[-1]);
    }
    reader->at += reader->at < reader->end;
    return builder_result(&string);
}

/* --- the rest ----------------------------------------------------------------------------------------- */

static struct text read_number(struct reader *reader)
{
    const char *begin = reader->at;
    while (peek(reader) && strchr("+-.0123456789eE", *reader->at))
        reader->at++;
    struct text number =
        text_copy(reader->arena, (struct text){ begin, (size_t)(reader->at - begin) });
    char *after;
    strtod(number.bytes, &after);
    if (number.length == 0 || *after != '\0')
        fail(reader, "expected value");
    return number;
}

static struct text read_scalar(struct reader *reader)
{
    static const char *const words[] = { "true", "false", "null" };
    if (take(reader, '"'))
        return read_string(reader);
    for (int i = 0; i < 3; i++)
        if (take_word(reader, words[i]))
            return text_of(words[i]);
    return read_number(reader);
}

static struct json_node *read_member(struct reader *reader)
{
    if (!take(reader, '"')) {
        fail(reader, "expected key string");
        return NULL;
    }
    struct text name = read_string(reader);
    if (!take(reader, ':'))
        fail(reader, "expected ':'");
    struct json_node *value = read_value(reader);
    if (value)
        value->name = name;
    return value;
}

/* After the opening bracket or brace. */
static void read_contents(struct reader *reader, struct json_node *node, bool object)
{
    struct json_node **last = &node->first;
    if (take(reader, object ? '}' : ']'))
        return;
    do {
        *last = object ? read_member(reader) : read_value(reader);
        if (*last)
            last = &(*last)->next;
    } while (take(reader, ','));
    if (!take(reader, object ? '}' : ']'))
        fail(reader, object ? "expected '}' or ','" : "expected ']' or ','");
}

static struct json_node *read_value(struct reader *reader)
{
    if (reader->mistake)
        return NULL;
    if (++reader->depth > JSON_TREE_DEPTH_MAX)
        fail(reader, "nested too deeply");
    struct json_node *node = arena_take(reader->arena, sizeof *node);
    *node = (struct json_node){ .text = { "", 0 } };
    if (take(reader, '{'))
        read_contents(reader, node, true);
    else if (take(reader, '['))
        read_contents(reader, node, false);
    else if (!reader->mistake)
        node->text = read_scalar(reader);
    reader->depth--;
    return node;
}

struct json_node *json_tree_read(struct arena *arena, struct text text,
                                 struct json_mistake *mistake)
{
    struct reader reader = {
        .arena = arena, .at = text.bytes, .end = text.bytes + text.length, .line = 1
    };
    struct json_node *root = read_value(&reader);
    skip_blanks(&reader);
    if (reader.at < reader.end)
        fail(&reader, "garbage after data");
    *mistake = (struct json_mistake){ reader.mistake, reader.line };
    return reader.mistake ? NULL : root;
}

const struct json_node *json_tree_find(const struct json_node *object, struct text name)
{
    const struct json_node *member = object ? object->first : NULL;
    while (member && !text_equal(member->name, name))
        member = member->next;
    return member;
}
