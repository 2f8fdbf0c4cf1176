/* SPDX-License-Identifier: MIT */
/* Moving over the tokens, and the one error there can be. */
#include "language/cursor.h"

static void stop(struct cursor *cursor)
{
    cursor->failed = true;
    cursor->looked_ahead = false;
    cursor->token.kind = TOKEN_END;
}

static struct token next_token(struct cursor *cursor)
{
    if (cursor->failed)
        return cursor->token;
    if (!cursor->looked_ahead)
        return lexer_next(&cursor->lexer);
    cursor->looked_ahead = false;
    return cursor->ahead;
}

void cursor_open(struct cursor *cursor, const struct parser_input *input)
{
    *cursor = (struct cursor){
        .input = input,
        .arena = input->arena,
        .nothing = { .kind = EXPRESSION_UNDEF, .depth = 1 },
    };
    lexer_open(&cursor->lexer, input);
    cursor->token = lexer_next(&cursor->lexer);
}

bool cursor_is(const struct cursor *cursor, enum token_kind kind)
{
    return cursor->token.kind == kind;
}

enum token_kind cursor_peek(struct cursor *cursor)
{
    if (!cursor->looked_ahead) {
        cursor->ahead = next_token(cursor);
        cursor->looked_ahead = !cursor->failed;
    }
    return cursor->ahead.kind;
}

struct token cursor_take(struct cursor *cursor)
{
    struct token token = cursor->token;
    cursor->token = next_token(cursor);
    return token;
}

bool cursor_accept(struct cursor *cursor, enum token_kind kind)
{
    if (!cursor_is(cursor, kind))
        return false;
    cursor_take(cursor);
    return true;
}

struct token cursor_expect(struct cursor *cursor, enum token_kind kind)
{
    if (!cursor_is(cursor, kind))
        cursor_fail(cursor, token_name(kind));
    return cursor_take(cursor);
}

static void report(struct cursor *cursor, const char *text, struct text explanation)
{
    bool known = cursor->token.kind == TOKEN_INVALID && cursor->token.reported;
    diagnostics_add(cursor->input->diagnostics,
                    (struct diagnostic){ .severity = SEVERITY_ERROR,
                                         .text = text_of(text),
                                         .explanation = explanation,
                                         .position = cursor->token.position,
                                         .lines_beyond = cursor->token.lines_beyond,
                                         .follows_up = known,
                                         .code = PARSER_ERROR_CODE });
    stop(cursor);
}

struct expression *cursor_fail(struct cursor *cursor, const char *expected)
{
    if (cursor->failed)
        return &cursor->nothing;
    struct builder explanation = builder_in(cursor->arena);
    builder_format(&explanation, "Expected %s, got ", expected);
    token_describe(&explanation, &cursor->token);
    report(cursor, "Parser error: syntax error", builder_result(&explanation));
    return &cursor->nothing;
}

void cursor_fail_depth(struct cursor *cursor)
{
    if (cursor->failed)
        return;
    struct builder explanation = builder_in(cursor->arena);
    builder_format(&explanation, "Expected at most %d levels of nesting, got more",
                   SYNTAX_DEPTH_MAX);
    report(cursor, "Parser error: memory exhausted", builder_result(&explanation));
}

bool cursor_enter(struct cursor *cursor)
{
    cursor->depth++;
    if (cursor->depth <= SYNTAX_DEPTH_MAX)
        return true;
    cursor_fail_depth(cursor);
    return false;
}

void cursor_leave(struct cursor *cursor)
{
    cursor->depth--;
}
