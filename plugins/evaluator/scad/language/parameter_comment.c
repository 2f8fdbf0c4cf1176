/* SPDX-License-Identifier: MIT */
/* A small language of its own: its words are cut otherwise than OpenSCAD's. */
#include "language/parameter_comment.h"

#include "base/list.h"
#include "language/node.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum comment_token {
    COMMENT_END,
    COMMENT_NUMBER,
    COMMENT_WORD,
    COMMENT_OPEN,
    COMMENT_CLOSE,
    COMMENT_COMMA,
    COMMENT_COLON,
};

struct comment_parser {
    struct arena *arena;
    const char *at; /* a NUL ends the text */
    enum comment_token token;
    double number;
    struct text word;
    bool failed;
};

static size_t digits_at(const char *at)
{
    return strspn(at, "0123456789");
}

/* The length of the number that begins there, or 0. */
static size_t number_length(const char *at)
{
    size_t sign = *at == '+' || *at == '-' ? 1 : 0;
    size_t whole = digits_at(at + sign);
    size_t length = sign + whole;
    size_t fraction = at[length] == '.' ? digits_at(at + length + 1) : 0;
    if (whole + fraction == 0)
        return 0;
    if (at[length] == '.')
        length += 1 + fraction;
    if (at[length] == 'e' || at[length] == 'E') {
        size_t before = at[length + 1] == '+' || at[length + 1] == '-' ? 2 : 1;
        size_t digits = digits_at(at + length + before);
        length += digits > 0 ? before + digits : 0;
    }
    return length;
}

static void read_string(struct comment_parser *parser)
{
    static const char letters[] = "ntr\\\"";
    static const char meanings[] = "\n\t\r\\\"";
    struct builder string = builder_in(parser->arena);
    parser->at++;
    while (*parser->at != '\0' && *parser->at != '"') {
        if (*parser->at != '\\') {
            builder_byte(&string, *parser->at++);
            continue;
        }
        parser->at++;
        const char *letter = *parser->at ? strchr(letters, *parser->at) : NULL;
        if (letter) {
            builder_byte(&string, meanings[letter - letters]);
            parser->at++;
        }
    }
    if (*parser->at == '"')
        parser->at++;
    parser->token = COMMENT_WORD;
    parser->word = builder_result(&string);
}

static bool read_sign(struct comment_parser *parser)
{
    static const char signs[] = "[],:";
    const char *sign = strchr(signs, *parser->at);
    if (!sign)
        return false;
    parser->token = COMMENT_OPEN + (enum comment_token)(sign - signs);
    parser->at++;
    return true;
}

/* A word or, if a number is no shorter, a number. False for a number that no double can hold. */
static bool read_word(struct comment_parser *parser)
{
    size_t number = number_length(parser->at);
    size_t word = strcspn(parser->at, "([ ],\":)");
    size_t length = number >= word ? number : word;
    parser->word = text_copy(parser->arena, (struct text){ parser->at, length });
    parser->at += length;
    parser->token = number >= word ? COMMENT_NUMBER : COMMENT_WORD;
    parser->number = strtod(parser->word.bytes, NULL);
    return parser->token == COMMENT_WORD || isfinite(parser->number);
}

/* A tab stands between words only if nothing follows it that could be a word with it. */
static bool at_blank(const struct comment_parser *parser)
{
    return strchr(" ()", *parser->at) ||
           (*parser->at == '\t' && strcspn(parser->at, "([ ],\":)") == 1);
}

static void advance(struct comment_parser *parser)
{
    for (;;) {
        if (*parser->at == '\0') {
            parser->token = COMMENT_END;
            return;
        }
        if (at_blank(parser)) {
            parser->at++;
        } else if (*parser->at == '"') {
            read_string(parser);
            return;
        } else if (read_sign(parser) || read_word(parser)) {
            return;
        }
    }
}

static bool accept(struct comment_parser *parser, enum comment_token token)
{
    if (parser->token != token)
        return false;
    advance(parser);
    return true;
}

static bool at_value(const struct comment_parser *parser)
{
    return parser->token == COMMENT_NUMBER || parser->token == COMMENT_WORD;
}

static struct expression *number_node(struct comment_parser *parser, double number)
{
    return node_number(parser->arena, (struct position){ 0 }, number);
}

/* Words and numbers one behind the other are one text, a number alone is a number. */
static struct expression *parse_value(struct comment_parser *parser)
{
    struct builder words = builder_in(parser->arena);
    size_t count = 0, number_count = 0;
    double number = 0;
    for (; at_value(parser); advance(parser)) {
        if (count++ > 0)
            builder_byte(&words, ' ');
        if (parser->token == COMMENT_NUMBER) {
            number_count++;
            number = parser->number;
            builder_format(&words, "%g", number);
        } else {
            builder_text(&words, parser->word);
        }
    }
    if (count == 1 && number_count == 1)
        return number_node(parser, number);
    parser->failed |= count == number_count;
    return node_string(parser->arena, (struct position){ 0 }, builder_result(&words));
}

static struct expression *pair_node(struct comment_parser *parser, struct expression *value,
                                    struct expression *label)
{
    struct expression_list pair = { 0 };
    list_append(parser->arena, &pair, value);
    list_append(parser->arena, &pair, label);
    return node_vector(parser->arena, (struct position){ 0 }, pair);
}

static struct expression *range_node(struct comment_parser *parser, struct expression *begin,
                                     struct expression *step, struct expression *end)
{
    return node_range(parser->arena, (struct position){ 0 }, begin, step, end);
}

static struct expression *parse_choices(struct comment_parser *parser, struct expression *first)
{
    struct expression_list choices = { 0 };
    list_append(parser->arena, &choices, first);
    while (accept(parser, COMMENT_COMMA)) {
        struct expression *choice = parse_value(parser);
        if (accept(parser, COMMENT_COLON))
            choice = pair_node(parser, choice, parse_value(parser));
        list_append(parser->arena, &choices, choice);
    }
    return node_vector(parser->arena, (struct position){ 0 }, choices);
}

/* `[1:2]` is a range; `[1:one]` and `[1:2, 3:4]` are choices with labels. */
static struct expression *parse_brackets(struct comment_parser *parser)
{
    struct expression *first = parse_value(parser);
    if (!accept(parser, COMMENT_COLON))
        return parse_choices(parser, first);
    struct expression *second = parse_value(parser);
    bool numbers = first->kind == EXPRESSION_NUMBER && second->kind == EXPRESSION_NUMBER;
    if (numbers && parser->token == COMMENT_CLOSE)
        return range_node(parser, first, NULL, second);
    if (numbers && accept(parser, COMMENT_COLON)) {
        struct expression *third = parse_value(parser);
        parser->failed |= third->kind != EXPRESSION_NUMBER;
        return range_node(parser, first, second, third);
    }
    return parse_choices(parser, pair_node(parser, first, second));
}

struct expression *parameter_comment_parse(struct arena *arena, struct text comment)
{
    struct comment_parser parser = { .arena = arena, .at = text_copy(arena, comment).bytes };
    struct expression *expression;
    advance(&parser);
    if (accept(&parser, COMMENT_OPEN)) {
        expression = parse_brackets(&parser);
        parser.failed |= !accept(&parser, COMMENT_CLOSE);
    } else {
        expression = parse_value(&parser);
    }
    return parser.failed || parser.token != COMMENT_END ? NULL : expression;
}
