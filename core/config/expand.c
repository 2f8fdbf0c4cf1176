/* SPDX-License-Identifier: MIT */
/* Putting the environment and secret files into the scalars of a tree. */
#include <stdlib.h>

#include <base/dollar.h>
#include <config/expand.h>
#include <config/file.h>

struct expander {
    struct arena *arena;
    struct errors *errors;
    struct node *node; /* the scalar at hand */
    struct buffer out;
    size_t nth; /* which expansion of the scalar */
};

static struct error *report(struct expander *expander, struct tn_text inside, const char *format,
                            ...) TN_PRINTF(3, 4);

static struct error *report(struct expander *expander, struct tn_text inside, const char *format,
                            ...)
{
    struct place place = dollar_place(expander->errors, expander->node->place, DOLLAR_EXPANSION,
                                      expander->nth, (unsigned)inside.size + 3);
    va_list arguments;
    va_start(arguments, format);
    struct error *error = errors_vadd(expander->errors, SEVERITY_ERROR, place, format, arguments);
    va_end(arguments);
    return error;
}

static void add_origin(struct expander *expander, const char *kind, const char *name)
{
    const char *before = expander->node->origin;
    expander->node->origin = arena_print(expander->arena, "%s%s%s%s", before ? before : "",
                                         before ? ", " : "", kind, name)
                                 .at;
}

static bool add_file(struct expander *expander, struct tn_text inside, const char *path)
{
    struct tn_text content;
    const char *problem = file_read(path, EXPAND_BYTES_MAX, expander->arena, &content);
    if (problem) {
        report(expander, inside, "cannot read `%s`: %s", path, problem);
        return false;
    }
    if (content.size && content.at[content.size - 1] == '\n')
        content.size--;
    if (content.size && content.at[content.size - 1] == '\r')
        content.size--;
    dollar_escape(&expander->out, content);
    expander->node->secret = true;
    add_origin(expander, "file ", path);
    return true;
}

static bool is_name(struct tn_text name)
{
    for (size_t i = 0; i < name.size; i++) {
        char letter = name.at[i];
        bool alphabetic = (letter | 0x20) >= 'a' && (letter | 0x20) <= 'z';
        bool digit = letter >= '0' && letter <= '9';
        if (!alphabetic && letter != '_' && !(digit && i > 0))
            return false;
    }
    return name.size > 0;
}

static bool add_variable(struct expander *expander, struct tn_text inside, struct tn_text name,
                         struct tn_text otherwise)
{
    const char *string = arena_copy(expander->arena, name).at;
    const char *value = getenv(string);
    if (value && (*value || !otherwise.at)) {
        dollar_escape(&expander->out, tn_text(value));
        add_origin(expander, "env ", string);
        return true;
    }
    if (otherwise.at) {
        dollar_escape(&expander->out, otherwise);
        add_origin(expander, "default of ", string);
        return true;
    }
    struct error *error = report(expander, inside, "the environment has no variable `%s`", string);
    error_hint(expander->errors, error, "`${%s:-value}` gives a default", string);
    return false;
}

/* What stands between the braces. */
static bool add_expansion(struct expander *expander, struct tn_text inside)
{
    static const char file[] = "file:";
    if (inside.size > strlen(file) && memcmp(inside.at, file, strlen(file)) == 0) {
        struct tn_text path = { inside.at + strlen(file), inside.size - strlen(file) };
        return add_file(expander, inside, arena_copy(expander->arena, path).at);
    }
    struct tn_text name = inside, otherwise = { NULL, 0 };
    const char *colon = inside.size ? memchr(inside.at, ':', inside.size) : NULL;
    if (colon && colon + 1 < inside.at + inside.size && colon[1] == '-') {
        name.size = (size_t)(colon - inside.at);
        otherwise = (struct tn_text){ colon + 2, inside.size - name.size - 2 };
    }
    if (is_name(name))
        return add_variable(expander, inside, name, otherwise);
    report(expander, inside, "expected `${NAME}`, `${NAME:-default}` or `${file:path}`");
    return false;
}

/* Whether the letter could be taken for a part of a variable's name. */
static bool continues_name(char letter)
{
    return letter == '_' || letter == '.' || letter == '-' || (letter >= '0' && letter <= '9') ||
           ((letter | 0x20) >= 'a' && (letter | 0x20) <= 'z');
}

/* `$user${X}`: what X holds must not become a part of the variable's name. */
static bool touches_variable(struct tn_text text, size_t at)
{
    size_t begin = at;
    while (begin > 0 && continues_name(text.at[begin - 1]))
        begin--;
    struct dollar dollar;
    return begin > 0 && begin < at && text.at[begin - 1] == '$' &&
           dollar_next(text, begin - 1, &dollar) && dollar.kind == DOLLAR_VARIABLE &&
           !(begin > 1 && text.at[begin - 2] == '$');
}

static bool expand_dollar(struct expander *expander, struct dollar dollar)
{
    struct tn_text text = expander->node->text;
    if (dollar.size == 0) {
        report(expander, TN_TEXT(""), "`${` has no `}`");
        return false;
    }
    struct tn_text inside = { text.at + dollar.at + 2, dollar.size - 3 };
    if (touches_variable(text, dollar.at)) {
        struct error *error = report(expander, inside, "a variable ends where `${` begins");
        error_hint(expander->errors, error, "set its name off with brackets: `$(name)${…}`");
        return false;
    }
    bool good = add_expansion(expander, inside);
    if (good && expander->out.size > EXPAND_BYTES_MAX) {
        report(expander, inside, "the text becomes larger than 64KiB");
        return false;
    }
    return good;
}

static bool expand_scalar(struct expander *expander)
{
    struct node *node = expander->node;
    struct tn_text text = node->text;
    struct dollar dollar;
    size_t from = 0, at = 0;
    bool good = true, found = false;
    expander->out.size = expander->nth = 0;
    for (; good && dollar_next(text, at, &dollar);) {
        at = dollar.at + (dollar.kind == DOLLAR_ESCAPED ? 2 : 1);
        if (dollar.kind != DOLLAR_EXPANSION)
            continue;
        found = true;
        buffer_add(&expander->out, (struct tn_text){ text.at + from, dollar.at - from });
        good = expand_dollar(expander, dollar);
        from = at = dollar.at + dollar.size;
        expander->nth++;
    }
    if (good && found) {
        buffer_add(&expander->out, (struct tn_text){ text.at + from, text.size - from });
        node->text = arena_copy(expander->arena, buffer_text(&expander->out));
    }
    return good;
}

static bool expand_below(struct expander *expander, struct node *node)
{
    bool good = true;
    if (node->kind == NODE_SCALAR) {
        expander->node = node;
        node->broken = !expand_scalar(expander);
        return !node->broken;
    }
    for (struct node *below = node->first; below; below = below->next)
        good = expand_below(expander, below) && good;
    return good;
}

bool expand(struct node *root, struct arena *arena, struct errors *errors)
{
    struct expander expander = { .arena = arena, .errors = errors };
    bool good = expand_below(&expander, root);
    buffer_free(&expander.out);
    return good;
}
