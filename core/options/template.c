/* SPDX-License-Identifier: MIT */
/* Compiling templates, and asking about them. */
#include <base/dollar.h>
#include <base/json.h>
#include <options/compiled.h>
#include <options/template.h>
#include <options/units.h>

struct compiler {
    const struct variable_scope *scope;
    struct arena *arena;
    struct errors *errors;
};

static bool is_name_letter(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '_' || letter == '.';
}

/* The run of letters of a name; a dot or hyphen at its end belongs to the sentence around it. */
static struct tn_text run_of_name(struct tn_text text, size_t from, bool hyphens)
{
    size_t end = from;
    while (end < text.size && (is_name_letter(text.at[end]) || (hyphens && text.at[end] == '-')))
        end++;
    while (end > from && (text.at[end - 1] == '.' || text.at[end - 1] == '-'))
        end--;
    return (struct tn_text){ text.at + from, end - from };
}

/* The name behind a bare `$`. A hyphen is part of it only where a row takes any ending ("header.*"). */
static struct tn_text bare_name(const struct compiler *compiler, struct tn_text text, size_t from)
{
    struct tn_text name = run_of_name(text, from, false), rest;
    struct variable variable;
    if (variables_find(compiler->scope, name, &variable, &rest) && rest.at)
        return run_of_name(text, from, true);
    return name;
}

static void report_unknown(const struct compiler *compiler, const struct node *node, size_t nth,
                           struct tn_text name, struct tn_text with_hyphens)
{
    struct place place =
        dollar_place(compiler->errors, node->place, DOLLAR_VARIABLE, nth, (unsigned)name.size + 1);
    struct error *error = errors_add(compiler->errors, SEVERITY_ERROR, place,
                                     "there is no variable `$%" TN_PRI "`", TN_ARG(name));
    struct variable variable;
    struct tn_text rest;
    if (with_hyphens.size > name.size &&
        variables_find(compiler->scope, with_hyphens, &variable, &rest)) {
        error_hint(compiler->errors, error, "a name with a hyphen is written `$(%" TN_PRI ")`",
                   TN_ARG(with_hyphens));
        return;
    }
    const char *near = variables_nearest(compiler->scope, name, &compiler->errors->arena);
    if (near)
        error_hint(compiler->errors, error, "did you mean `$%s`?", near);
    else
        error_hint(compiler->errors, error, "a dollar sign is written `$$`");
}

/* Reads the variable at `dollar`, the `nth` of the scalar; returns where the text goes on, or 0 after an error. */
static size_t read_variable(const struct compiler *compiler, const struct node *node,
                            struct dollar dollar, size_t nth, struct part *part)
{
    struct tn_text text = node->text;
    size_t begin = dollar.at + 1, end;
    bool bracket = text.at[begin] == '(';
    if (bracket) {
        struct tn_text inside = { text.at + begin + 1, dollar.size ? dollar.size - 3 : 0 };
        part->name = run_of_name(inside, 0, true);
        if (inside.size == 0 || part->name.size != inside.size) {
            errors_add(compiler->errors, SEVERITY_ERROR,
                       dollar_place(compiler->errors, node->place, DOLLAR_VARIABLE, nth, 2),
                       "expected a variable such as `$(request.id)`");
            return 0;
        }
        end = dollar.at + dollar.size;
    } else {
        part->name = bare_name(compiler, text, begin);
        end = begin + part->name.size;
    }
    if (variables_find(compiler->scope, part->name, &part->variable, &part->rest)) {
        part->name = arena_copy(compiler->arena, part->name);
        part->rest = arena_copy(compiler->arena, part->rest);
        return end;
    }
    report_unknown(compiler, node, nth, part->name,
                   bracket ? part->name : run_of_name(text, begin, true));
    return 0;
}

/* Turns a scalar into literals and variables; false after errors, of which all are reported. */
static bool read_scalar(const struct compiler *compiler, const struct node *node,
                        struct program *program)
{
    struct program_builder builder = { .arena = compiler->arena };
    struct tn_text text = node->text;
    struct dollar dollar;
    size_t from = 0, nth = 0;
    bool good = true;
    while (dollar_next(text, from, &dollar)) {
        bool variable = dollar.kind == DOLLAR_VARIABLE;
        size_t until = variable ? dollar.at : dollar.at + 1;
        program_literal(&builder, (struct tn_text){ text.at + from, until - from });
        from = dollar.at + (dollar.kind == DOLLAR_ESCAPED ? 2 : 1);
        if (!variable)
            continue;
        struct part part = { 0 };
        size_t end = read_variable(compiler, node, dollar, nth++, &part);
        if (end) {
            program_variable(&builder, &part, PART_TEXT);
            from = end;
        }
        good = good && end;
    }
    program_literal(&builder, (struct tn_text){ text.at + from, text.size - from });
    *program = program_finish(&builder);
    return good;
}

/* What a scalar without quotes is in YAML's core schema (YAML 1.2.2, 10.3.2); quoted, it is text. */
static struct tn_value literal_value(const struct node *node, struct tn_text text)
{
    struct tn_value value = tn_value_text(text);
    if (!node->plain)
        return value;
    if (text.size == 0 || tn_text_is(text, "~") || tn_text_is_nocase(text, "null"))
        return tn_value_absent();
    if (tn_text_is_nocase(text, "true") || tn_text_is_nocase(text, "false"))
        return tn_value_boolean(text.size == 4);
    if (units_integer(text, &value.integer))
        return tn_value_integer(value.integer);
    if (units_number(text, &value.number))
        return tn_value_number(value.number);
    return value;
}

/* Scalars in JSON: a lone variable or an unquoted literal keeps its type, all else becomes a string. */
static struct program scalar_json(const struct compiler *compiler,
                                  const struct tn_template *template_)
{
    struct program_builder builder = { .arena = compiler->arena };
    const struct program *text = &template_->text;
    if (template_->is_variable) {
        program_variable(&builder, &text->parts[0], PART_JSON);
        return program_finish(&builder);
    }
    struct json json = { .indent = 0 };
    if (text->variables == 0) {
        json_value(&json, template_->literal);
        program_literal(&builder, buffer_text(&json.out));
        json_free(&json);
        return program_finish(&builder);
    }
    program_literal(&builder, TN_TEXT("\""));
    for (size_t i = 0; i < text->count; i++) {
        struct tn_text literal = text->parts[i].literal;
        if (text->parts[i].kind != PART_LITERAL) {
            program_variable(&builder, &text->parts[i], PART_INSIDE);
            continue;
        }
        json.out.size = 0;
        char *to = buffer_room(&json.out, json_text_size(literal));
        json.out.size = (size_t)(json_text_write(to, literal) - json.out.at);
        program_literal(&builder, buffer_text(&json.out));
    }
    program_literal(&builder, TN_TEXT("\""));
    json_free(&json);
    return program_finish(&builder);
}

static bool compile_scalar(const struct compiler *compiler, const struct node *node,
                           struct tn_template *template_)
{
    if (node->broken || !read_scalar(compiler, node, &template_->text))
        return false;
    const struct program *text = &template_->text;
    template_->is_variable = text->count == 1 && text->variables == 1;
    if (text->variables == 0)
        template_->literal =
            literal_value(node, text->count ? text->parts[0].literal : TN_TEXT(""));
    template_->json = scalar_json(compiler, template_);
    return true;
}

static bool compile(const struct compiler *compiler, const struct node *node,
                    struct tn_template *template_);

static struct tn_text key_json(const struct compiler *compiler, struct tn_text key)
{
    struct json json = { .indent = 0 };
    json_text(&json, key);
    buffer_add(&json.out, TN_TEXT(":"));
    struct tn_text text = arena_copy(compiler->arena, buffer_text(&json.out));
    json_free(&json);
    return text;
}

/* `key?: $variable` is left out where the variable is absent. */
static bool is_optional(const struct node *node)
{
    return node->key.size > 1 && node->key.at[node->key.size - 1] == '?';
}

static bool has_optional(const struct node *map)
{
    for (const struct node *below = map->first; below; below = below->next)
        if (map->kind == NODE_MAP && is_optional(below))
            return true;
    return false;
}

/* A collection in the making. */
struct collection {
    const struct compiler *compiler;
    struct program_builder builder;
    bool map;
    bool optional; /* a map with members that may be left out: commas are found out later */
    bool any;      /* member before this one */
    bool good;
};

static void add_optional(struct collection *collection, const struct node *node, struct tn_text key,
                         const struct tn_template *value)
{
    if (!value->is_variable) {
        errors_add(
            collection->compiler->errors, SEVERITY_ERROR, node->key_place,
            "a key that ends in `?` is left out where its variable is absent: its value must "
            "be one variable, and nothing else");
        collection->good = false;
        return;
    }
    struct part part = value->text.parts[0];
    part.literal = key_json(collection->compiler, key);
    program_variable(&collection->builder, &part, PART_MEMBER);
}

static struct tn_text add_member(struct collection *collection, const struct node *node,
                                 const struct tn_template *value)
{
    static const struct part comma = { .kind = PART_COMMA };
    struct program_builder *builder = &collection->builder;
    struct tn_text key = node->key;
    if (collection->map && is_optional(node)) {
        key.size--;
        add_optional(collection, node, key, value);
        return key;
    }
    if (collection->optional)
        program_variable(builder, &comma, PART_COMMA);
    else if (collection->any)
        program_literal(builder, TN_TEXT(","));
    if (collection->map)
        program_literal(builder, key_json(collection->compiler, key));
    program_append(builder, &value->json);
    return key;
}

static bool compile_collection(const struct compiler *compiler, const struct node *node,
                               struct tn_template *template_)
{
    bool map = node->kind == NODE_MAP;
    struct collection collection = { .compiler = compiler,
                                     .builder = { .arena = compiler->arena },
                                     .map = map,
                                     .optional = has_optional(node),
                                     .good = true };
    struct program_builder *builder = &collection.builder;
    template_->members = arena_alloc(compiler->arena, node->count * sizeof *template_->members);
    program_literal(builder, map ? TN_TEXT("{") : TN_TEXT("["));
    for (const struct node *below = node->first; below; below = below->next) {
        struct tn_template *value = arena_alloc(compiler->arena, sizeof *value);
        struct template_member *member = &template_->members[template_->member_count++];
        struct tn_text key = below->key;
        if (compile(compiler, below, value))
            key = add_member(&collection, below, value);
        else
            collection.good = false;
        collection.any = true;
        *member = (struct template_member){ arena_copy(compiler->arena, key), value };
    }
    program_literal(builder, map ? TN_TEXT("}") : TN_TEXT("]"));
    template_->json = program_finish(builder);
    template_->text = template_->json;
    return collection.good;
}

static bool compile(const struct compiler *compiler, const struct node *node,
                    struct tn_template *template_)
{
    template_->kind = node->kind;
    return node->kind == NODE_SCALAR ? compile_scalar(compiler, node, template_)
                                     : compile_collection(compiler, node, template_);
}

const struct tn_template *template_compile(const struct node *node,
                                           const struct variable_scope *scope, struct arena *arena,
                                           struct errors *errors)
{
    struct compiler compiler = { scope, arena, errors };
    struct tn_template *template_ = arena_alloc(arena, sizeof *template_);
    return compile(&compiler, node, template_) ? template_ : NULL;
}

bool tn_template_is_constant(const struct tn_template *template_)
{
    return !template_ || template_->text.variables == 0;
}

struct tn_text tn_template_constant(const struct tn_template *template_)
{
    if (!template_ || template_->text.variables)
        return (struct tn_text){ NULL, 0 };
    return program_run(&template_->text, NULL, NULL);
}

const struct tn_template *tn_template_member(const struct tn_template *template_, const char *key)
{
    if (!template_ || template_->kind != NODE_MAP)
        return NULL;
    for (size_t i = 0; i < template_->member_count; i++)
        if (tn_text_is(template_->members[i].key, key))
            return template_->members[i].value;
    return NULL;
}

bool tn_template_uses(const struct tn_template *template_, const char *name)
{
    for (size_t i = 0; template_ && i < template_->text.count; i++)
        if (tn_text_is(template_->text.parts[i].name, name))
            return true;
    return false;
}
