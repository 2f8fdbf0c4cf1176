/* SPDX-License-Identifier: MIT */
/* Statements: assignments, definitions, and instantiations of modules with their children.
 * Definitions may stand in files and modules, not among children. */
#include "language/statements.h"

#include "base/list.h"
#include "language/expressions.h"

struct statement_parser {
    struct cursor *cursor;
    struct scope_builder *builder;
};

static void parse_statement(struct statement_parser *parser, struct scope *scope);
static void parse_child(struct statement_parser *parser, struct scope *scope);
static struct instantiation *parse_instantiation(struct statement_parser *parser);

static bool at_assignment(struct cursor *cursor)
{
    return cursor_is(cursor, TOKEN_IDENTIFIER) && cursor_peek(cursor) == TOKEN_ASSIGN;
}

static void parse_assignment(struct statement_parser *parser, struct scope *scope)
{
    struct cursor *cursor = parser->cursor;
    struct token name = cursor_take(cursor);
    cursor_expect(cursor, TOKEN_ASSIGN);
    struct assignment assignment = { .name = name.name, .position = name.position };
    assignment.value = expressions_parse(cursor);
    /* It warns of what it overwrites: not behind an error, and before the next token is read, which may
     * bring warnings of its own. */
    if (!cursor->failed && cursor_is(cursor, TOKEN_SEMICOLON))
        scope_assign(parser->builder, scope, &assignment);
    cursor_expect(cursor, TOKEN_SEMICOLON);
}

static void parse_function(struct statement_parser *parser, struct scope *scope)
{
    struct cursor *cursor = parser->cursor;
    struct function_definition *function = arena_take(cursor->arena, sizeof *function);
    function->position = cursor_take(cursor).position;
    function->name = cursor_expect(cursor, TOKEN_IDENTIFIER).name;
    function->parameters = expressions_parse_parameters(cursor, NULL);
    cursor_expect(cursor, TOKEN_ASSIGN);
    function->body = expressions_parse(cursor);
    cursor_expect(cursor, TOKEN_SEMICOLON);
    scope_add_function(cursor->arena, scope, function);
}

static void parse_module(struct statement_parser *parser, struct scope *scope)
{
    struct cursor *cursor = parser->cursor;
    struct module_definition *module = arena_take(cursor->arena, sizeof *module);
    struct position position = cursor_take(cursor).position;
    module->name = cursor_expect(cursor, TOKEN_IDENTIFIER).name;
    module->parameters = expressions_parse_parameters(cursor, &module->position);
    module->body = scope_create(cursor->arena);
    scope_add_module(cursor->arena, scope, module, position);
    parse_statement(parser, module->body);
}

static bool names_module(enum token_kind kind)
{
    switch (kind) {
    case TOKEN_IDENTIFIER:
    case TOKEN_FOR:
    case TOKEN_LET:
    case TOKEN_ASSERT:
    case TOKEN_ECHO:
    case TOKEN_EACH:
        return true;
    default:
        return false;
    }
}

static struct instantiation *parse_call(struct statement_parser *parser)
{
    struct cursor *cursor = parser->cursor;
    struct instantiation *call = arena_take(cursor->arena, sizeof *call);
    struct token name = cursor_take(cursor);
    call->position = name.position;
    call->name = names_intern(cursor->input->names, name.spelling);
    call->arguments = expressions_parse_arguments(cursor);
    call->children = scope_create(cursor->arena);
    parse_child(parser, call->children);
    return call;
}

/* The condition as the only argument, as if `if` were a module like others. */
static struct argument_list *parse_condition(struct cursor *cursor, struct position *end)
{
    struct argument_list *arguments = arena_take(cursor->arena, sizeof *arguments);
    cursor_expect(cursor, TOKEN_PARENTHESIS_OPEN);
    struct assignment condition = { .position = cursor->token.position };
    condition.value = expressions_parse(cursor);
    list_append(cursor->arena, arguments, condition);
    *end = cursor_expect(cursor, TOKEN_PARENTHESIS_CLOSE).position;
    return arguments;
}

static struct instantiation *parse_if(struct statement_parser *parser)
{
    struct cursor *cursor = parser->cursor;
    struct instantiation *choice = arena_take(cursor->arena, sizeof *choice);
    choice->name = names_intern(cursor->input->names, cursor_take(cursor).spelling);
    choice->is_if = true;
    choice->arguments = parse_condition(cursor, &choice->position);
    choice->children = scope_create(cursor->arena);
    parse_child(parser, choice->children);
    if (cursor_accept(cursor, TOKEN_ELSE)) {
        choice->otherwise = scope_create(cursor->arena);
        parse_child(parser, choice->otherwise);
    }
    return choice;
}

/* NULL after an error. */
static struct instantiation *parse_modified(struct statement_parser *parser)
{
    enum token_kind sign = cursor_take(parser->cursor).kind;
    struct instantiation *instantiation = NULL;
    if (cursor_enter(parser->cursor))
        instantiation = parse_instantiation(parser);
    cursor_leave(parser->cursor);
    if (!instantiation)
        return NULL;
    instantiation->is_root |= sign == TOKEN_EXCLAMATION;
    instantiation->is_highlight |= sign == TOKEN_HASH;
    instantiation->is_background |= sign == TOKEN_PERCENT;
    instantiation->is_disabled |= sign == TOKEN_STAR;
    return instantiation;
}

static struct instantiation *parse_instantiation(struct statement_parser *parser)
{
    enum token_kind kind = parser->cursor->token.kind;
    if (kind == TOKEN_EXCLAMATION || kind == TOKEN_HASH || kind == TOKEN_PERCENT ||
        kind == TOKEN_STAR)
        return parse_modified(parser);
    if (kind == TOKEN_IF)
        return parse_if(parser);
    if (names_module(kind))
        return parse_call(parser);
    cursor_fail(parser->cursor, "statement");
    return NULL;
}

static void add_instantiation(struct statement_parser *parser, struct scope *scope)
{
    struct position position = parser->cursor->token.position;
    struct instantiation *instantiation = parse_instantiation(parser);
    if (instantiation)
        scope_add_instantiation(parser->cursor->arena, scope, instantiation, position);
}

static bool at_block_end(const struct cursor *cursor)
{
    return cursor_is(cursor, TOKEN_BRACE_CLOSE) || cursor_is(cursor, TOKEN_END);
}

static void parse_children(struct statement_parser *parser, struct scope *scope)
{
    struct cursor *cursor = parser->cursor;
    cursor_take(cursor);
    while (!at_block_end(cursor)) {
        if (at_assignment(cursor))
            parse_assignment(parser, scope);
        else
            parse_child(parser, scope);
    }
    cursor_expect(cursor, TOKEN_BRACE_CLOSE);
}

static void parse_child(struct statement_parser *parser, struct scope *scope)
{
    struct cursor *cursor = parser->cursor;
    if (cursor_enter(cursor)) {
        if (cursor_is(cursor, TOKEN_BRACE_OPEN))
            parse_children(parser, scope);
        else if (!cursor_accept(cursor, TOKEN_SEMICOLON))
            add_instantiation(parser, scope);
    }
    cursor_leave(cursor);
}

static void parse_block(struct statement_parser *parser, struct scope *scope)
{
    cursor_take(parser->cursor);
    while (!at_block_end(parser->cursor))
        parse_statement(parser, scope);
    cursor_expect(parser->cursor, TOKEN_BRACE_CLOSE);
}

static void parse_nested_statement(struct statement_parser *parser, struct scope *scope)
{
    struct cursor *cursor = parser->cursor;
    switch (cursor->token.kind) {
    case TOKEN_SEMICOLON:
        cursor_take(cursor);
        return;
    case TOKEN_END_OF_TEXT:
        cursor_take(cursor);
        parser->builder->text_ended = true;
        return;
    case TOKEN_BRACE_OPEN:
        parse_block(parser, scope);
        return;
    case TOKEN_MODULE:
        parse_module(parser, scope);
        return;
    case TOKEN_FUNCTION:
        parse_function(parser, scope);
        return;
    default:
        if (at_assignment(cursor))
            parse_assignment(parser, scope);
        else
            add_instantiation(parser, scope);
    }
}

static void parse_statement(struct statement_parser *parser, struct scope *scope)
{
    if (cursor_enter(parser->cursor))
        parse_nested_statement(parser, scope);
    cursor_leave(parser->cursor);
}

static void parse_use(struct cursor *cursor, struct syntax_file *file)
{
    struct token token = cursor_take(cursor);
    struct use *use = arena_take(cursor->arena, sizeof *use);
    *use = (struct use){ token.text, token.full, token.position, token.found };
    list_append(cursor->arena, &file->uses, use);
    scope_add_use(cursor->arena, file->scope, use);
}

/* Libraries are searched from the one used last, so of two that are the same, the later counts. */
static void order_uses(struct arena *arena, struct use_list *uses)
{
    struct names seen;
    struct use_list ordered = { 0 };
    names_open(&seen, arena);
    for (uint32_t i = uses->count; i > 0; i--) {
        uint32_t seen_count = seen.count;
        names_intern(&seen, uses->items[i - 1]->full_name);
        if (seen.count > seen_count)
            list_append(arena, &ordered, uses->items[i - 1]);
    }
    *uses = ordered;
}

void statements_parse(struct cursor *cursor, struct scope_builder *builder,
                      struct syntax_file *file)
{
    struct statement_parser parser = { cursor, builder };
    while (!cursor_is(cursor, TOKEN_END)) {
        if (cursor_is(cursor, TOKEN_USE))
            parse_use(cursor, file);
        else
            parse_statement(&parser, file->scope);
    }
    order_uses(cursor->arena, &file->uses);
}
