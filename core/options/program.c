/* SPDX-License-Identifier: MIT */
/* Building and running compiled texts. */
#include <stdlib.h>

#include <base/json.h>
#include <options/program.h>

static struct part *new_part(struct program_builder *builder)
{
    if (builder->count == builder->room) {
        builder->room = builder->room ? builder->room * 2 : 8;
        builder->parts = memory_resize(builder->parts, builder->room * sizeof *builder->parts);
    }
    return &builder->parts[builder->count++];
}

static void flush_literal(struct program_builder *builder)
{
    if (builder->literal.size == 0)
        return;
    struct tn_text literal = arena_copy(builder->arena, buffer_text(&builder->literal));
    *new_part(builder) = (struct part){ .kind = PART_LITERAL, .literal = literal };
    builder->literal.size = 0;
}

void program_literal(struct program_builder *builder, struct tn_text text)
{
    buffer_add(&builder->literal, text);
}

void program_variable(struct program_builder *builder, const struct part *part, enum part_kind kind)
{
    flush_literal(builder);
    struct part *added = new_part(builder);
    *added = *part;
    added->kind = kind;
}

void program_append(struct program_builder *builder, const struct program *program)
{
    for (size_t i = 0; i < program->count; i++) {
        const struct part *part = &program->parts[i];
        if (part->kind == PART_LITERAL)
            program_literal(builder, part->literal);
        else
            program_variable(builder, part, part->kind);
    }
}

static bool is_variable(const struct part *part)
{
    return part->kind != PART_LITERAL && part->kind != PART_COMMA;
}

struct program program_finish(struct program_builder *builder)
{
    flush_literal(builder);
    struct program program = { .count = builder->count };
    program.parts = arena_alloc(builder->arena, builder->count * sizeof *program.parts);
    for (size_t i = 0; i < builder->count; i++) {
        program.parts[i] = builder->parts[i];
        program.literal_size += builder->parts[i].literal.size;
        program.variables += is_variable(&builder->parts[i]);
    }
    free(builder->parts);
    buffer_free(&builder->literal);
    return program;
}

struct tn_value part_value(const struct part *part, struct tn_request *request)
{
    if (!request)
        return tn_value_absent();
    void *self = part->variable.self ? *part->variable.self : NULL;
    return part->variable.row->get(request, self, part->rest);
}

enum {
    SCALAR_SIZE_MAX = JSON_NUMBER_MAX, /* of a number, an integer, true, false, null */
    ESCAPED_MAX = 6,                   /* of one byte */
    SHORT_TEXT = 64,                   /* is not looked at only to know its size */
};

/* At most so many bytes: exact for what may be long. */
static size_t room_for(enum part_kind kind, const struct tn_value *value)
{
    if (value->kind == TN_VALUE_JSON && kind != PART_INSIDE)
        return value->text.size;
    if (value->kind != TN_VALUE_TEXT && value->kind != TN_VALUE_JSON)
        return SCALAR_SIZE_MAX;
    if (kind == PART_TEXT)
        return value->text.size;
    return 2 + (value->text.size <= SHORT_TEXT ? value->text.size * ESCAPED_MAX
                                               : json_text_size(value->text));
}

static char *copy(char *to, struct tn_text text)
{
    if (text.size)
        memcpy(to, text.at, text.size);
    return to + text.size;
}

static char *write_text(char *to, enum part_kind kind, struct tn_text text)
{
    if (kind == PART_TEXT)
        return copy(to, text);
    if (kind == PART_INSIDE)
        return json_text_write(to, text);
    *to++ = '"';
    to = json_text_write(to, text);
    *to++ = '"';
    return to;
}

static char *write_value(char *to, enum part_kind kind, const struct tn_value *value)
{
    switch (value->kind) {
    case TN_VALUE_ABSENT:
        return kind == PART_JSON ? copy(to, TN_TEXT("null"))
                                 : to; /* a member is not written at all */
    case TN_VALUE_TEXT:
        return write_text(to, kind, value->text);
    case TN_VALUE_JSON:
        return kind == PART_INSIDE ? json_text_write(to, value->text) : copy(to, value->text);
    case TN_VALUE_INTEGER:
        return to + json_integer_print(value->integer, to);
    case TN_VALUE_NUMBER:
        return to + json_number_print(value->number, to);
    case TN_VALUE_BOOLEAN:
        return copy(to, value->boolean ? TN_TEXT("true") : TN_TEXT("false"));
    }
    return to;
}

/* One is due unless the map has just been opened. */
static char *write_comma(char *to)
{
    if (to[-1] != '{')
        *to++ = ',';
    return to;
}

static char *write_member(char *to, const struct part *part, const struct tn_value *value)
{
    if (value->kind == TN_VALUE_ABSENT)
        return to;
    return write_value(copy(write_comma(to), part->literal), PART_JSON, value);
}

static struct tn_text write_all(const struct program *program, const struct tn_value *values,
                                char *at)
{
    char *to = at;
    for (size_t i = 0; i < program->count; i++) {
        const struct part *part = &program->parts[i];
        if (part->kind == PART_LITERAL)
            to = copy(to, part->literal);
        else if (part->kind == PART_COMMA)
            to = write_comma(to);
        else if (part->kind == PART_MEMBER)
            to = write_member(to, part, values++);
        else
            to = write_value(to, part->kind, values++);
    }
    *to = '\0';
    return (struct tn_text){ at, (size_t)(to - at) };
}

struct tn_text program_run(const struct program *program, struct tn_request *request,
                           struct arena *arena)
{
    return program_run_filtered(program, request, arena, NULL);
}

struct tn_text program_run_filtered(const struct program *program, struct tn_request *request,
                                    struct arena *arena, const struct tn_filter *filter)
{
    if (program->variables == 0)
        return program->count ? program->parts[0].literal : TN_TEXT("");
    enum { FEW = 16 };
    struct tn_value few[FEW];
    bool many = program->variables > FEW;
    struct tn_value *values = many ? arena_alloc(arena, program->variables * sizeof *values) : few;
    size_t room = program->literal_size + program->count + 1, next = 0; /* each part: a comma */
    for (size_t i = 0; i < program->count; i++) {
        const struct part *part = &program->parts[i];
        if (!is_variable(part))
            continue;
        values[next] = part_value(part, request);
        if (filter)
            values[next] = filter->pass(filter->context, part->name, values[next]);
        room += room_for(part->kind, &values[next++]);
    }
    return write_all(program, values, arena_room(arena, room));
}
