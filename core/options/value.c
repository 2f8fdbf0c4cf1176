/* SPDX-License-Identifier: MIT */
/* Reading single values: one function a kind, and a table of them at the bottom. */
#include <inttypes.h>
#include <stdlib.h>

#include <base/address.h>
#include <base/dollar.h>
#include <options/loader.h>
#include <options/template.h>
#include <options/units.h>

/* "`limit` must be …, found `abc`", without what was found where it is secret. */
static struct error *report_expected(struct loader *loader, const struct way *way,
                                     const struct tn_option *row, const struct node *node,
                                     const char *expected)
{
    char found[64];
    const char *name = way_text(loader, way);
    if (row->flags & TN_SECRET)
        return loader_error(loader, node->place, "`%s` must be %s", name, expected);
    return loader_error(loader, node->place, "`%s` must be %s, found %s", name, expected,
                        node_describe(node, found));
}

/* The upper bound, which is absent where only a lower one is given. */
static int64_t option_max(const struct tn_option *row)
{
    return row->max == 0 && row->min >= 0 ? INT64_MAX : row->max;
}

/* Bounds are printed in the unit of the option. */
static const char *print_bound(struct loader *loader, enum tn_kind kind, int64_t bound)
{
    struct buffer buffer = { 0 };
    if (kind == TN_KIND_DURATION)
        units_print_duration(&buffer, (struct tn_duration){ bound });
    else if (kind == TN_KIND_BYTES)
        units_print_bytes(&buffer, (struct tn_bytes){ (uint64_t)bound });
    else
        buffer_print(&buffer, "%" PRId64, bound);
    const char *text = arena_copy(&loader->load->errors->arena, buffer_text(&buffer)).at;
    buffer_free(&buffer);
    return text;
}

static const char *print_bounds(struct loader *loader, const struct tn_option *row)
{
    const char *least = print_bound(loader, row->kind, row->min);
    if (option_max(row) == INT64_MAX)
        return arena_print(&loader->load->errors->arena, "at least %s", least).at;
    const char *most = print_bound(loader, row->kind, row->max);
    return arena_print(&loader->load->errors->arena, "between %s and %s", least, most).at;
}

static bool is_bounded(const struct tn_option *row)
{
    return row->min || row->max;
}

static void check_range(struct loader *loader, const struct way *way, const struct tn_option *row,
                        const struct node *node, double value)
{
    if (is_bounded(row) && (value < (double)row->min || value > (double)option_max(row)))
        report_expected(loader, way, row, node, print_bounds(loader, row));
}

bool count_fits(struct loader *loader, const struct way *way, const struct tn_option *row,
                const struct node *node, size_t count)
{
    if (!is_bounded(row) || (count >= (uint64_t)row->min && count <= (uint64_t)option_max(row)))
        return true;
    loader_error(loader, node->place, "`%s` must have %s items, found %zu", way_text(loader, way),
                 print_bounds(loader, row), count);
    return false;
}

/* The text of a scalar with `$$` made one dollar. False after an error. */
static bool scalar_text(struct loader *loader, const struct way *way, const struct tn_option *row,
                        const struct node *node, const char *expected, struct tn_text *text)
{
    if (node->broken)
        return loader->good = false;
    if (node->kind != NODE_SCALAR || (node_is_null(node) && row->kind != TN_KIND_TEXT)) {
        report_expected(loader, way, row, node, expected);
        return false;
    }
    struct dollar dollar;
    for (size_t from = 0; dollar_next(node->text, from, &dollar);) {
        if (dollar.kind == DOLLAR_VARIABLE) {
            struct error *error = loader_error(
                loader, dollar_place(loader->load->errors, node->place, DOLLAR_VARIABLE, 0, 1),
                "`%s` takes no variables", way_text(loader, way));
            error_hint(loader->load->errors, error, "a dollar sign is written `$$`");
            return false;
        }
        from = dollar.at + (dollar.kind == DOLLAR_ESCAPED ? 2 : 1);
    }
    struct buffer plain = { 0 };
    dollar_unescape(&plain, node->text);
    *text = arena_copy(loader->load->arena, buffer_text(&plain));
    buffer_free(&plain);
    if (strlen(text->at) == text->size)
        return true;
    loader_error(loader, node->place, "`%s` must not hold a NUL", way_text(loader, way));
    return false;
}

static void fill_text(struct loader *loader, const struct way *way, const struct tn_option *row,
                      const struct node *node, void *field)
{
    struct tn_text text;
    if (node_is_null(node))
        *(const char **)field = NULL;
    else if (scalar_text(loader, way, row, node, "text", &text))
        *(const char **)field = text.at;
}

static void fill_path(struct loader *loader, const struct way *way, const struct tn_option *row,
                      const struct node *node, void *field)
{
    struct tn_path *path = field;
    struct tn_text text;
    if (node_is_null(node))
        path->at = NULL;
    else if (!scalar_text(loader, way, row, node, "a path", &text))
        return;
    else if (text.size == 0)
        report_expected(loader, way, row, node, "a path");
    else
        path->at = text.at;
}

static void fill_integer(struct loader *loader, const struct way *way, const struct tn_option *row,
                         const struct node *node, void *field)
{
    int64_t *integer = field;
    struct tn_text text;
    if (!scalar_text(loader, way, row, node, "a whole number", &text))
        return;
    if (units_integer(text, integer))
        check_range(loader, way, row, node, (double)*integer);
    else
        report_expected(loader, way, row, node, "a whole number");
}

static void fill_number(struct loader *loader, const struct way *way, const struct tn_option *row,
                        const struct node *node, void *field)
{
    double *number = field;
    struct tn_text text;
    if (!scalar_text(loader, way, row, node, "a number", &text))
        return;
    if (units_number(text, number))
        check_range(loader, way, row, node, *number);
    else
        report_expected(loader, way, row, node, "a number");
}

static void fill_boolean(struct loader *loader, const struct way *way, const struct tn_option *row,
                         const struct node *node, void *field)
{
    struct tn_text text;
    if (scalar_text(loader, way, row, node, "true or false", &text) && !units_boolean(text, field))
        report_expected(loader, way, row, node, "true or false");
}

static void fill_duration(struct loader *loader, const struct way *way, const struct tn_option *row,
                          const struct node *node, void *field)
{
    static const char expected[] = "a time such as 500ms, 30s, 15m, 1h or 1d";
    struct tn_duration *duration = field;
    struct tn_text text;
    if (!scalar_text(loader, way, row, node, expected, &text))
        return;
    if (units_duration(text, duration))
        check_range(loader, way, row, node, (double)duration->ms);
    else
        report_expected(loader, way, row, node, expected);
}

static void fill_bytes(struct loader *loader, const struct way *way, const struct tn_option *row,
                       const struct node *node, void *field)
{
    static const char expected[] = "a size such as 512, 8KiB, 10MiB or 1GB";
    struct tn_bytes *bytes = field;
    struct tn_text text;
    if (!scalar_text(loader, way, row, node, expected, &text))
        return;
    if (units_bytes(text, bytes))
        check_range(loader, way, row, node, (double)bytes->count);
    else
        report_expected(loader, way, row, node, expected);
}

static void fill_rate(struct loader *loader, const struct way *way, const struct tn_option *row,
                      const struct node *node, void *field)
{
    static const char expected[] = "a rate such as 100/15m or 10/s";
    struct tn_rate *rate = field;
    struct tn_text text;
    if (!scalar_text(loader, way, row, node, expected, &text))
        return;
    if (units_rate(text, rate))
        check_range(loader, way, row, node, (double)rate->count);
    else
        report_expected(loader, way, row, node, expected);
}

static const char *choice_name(const void *choices, size_t i)
{
    return ((const struct tn_choice *)choices)[i].name;
}

/* "one of `a`, `b` and `c`" in the errors' arena. */
static const char *print_choices(struct loader *loader, const struct tn_choice *choices)
{
    struct arena *arena = &loader->load->errors->arena;
    const char *text = "one of";
    for (size_t i = 0; choices[i].name; i++) {
        const char *glue = i == 0 ? "" : choices[i + 1].name ? "," : " and";
        text = arena_print(arena, "%s%s `%s`", text, glue, choices[i].name).at;
    }
    return text;
}

static void fill_choice(struct loader *loader, const struct way *way, const struct tn_option *row,
                        const struct node *node, void *field)
{
    struct tn_text text;
    const char *expected = print_choices(loader, row->choices);
    if (!scalar_text(loader, way, row, node, expected, &text))
        return;
    for (const struct tn_choice *choice = row->choices; choice->name; choice++) {
        if (tn_text_is(text, choice->name)) {
            *(int *)field = choice->value;
            return;
        }
    }
    struct error *error = report_expected(loader, way, row, node, expected);
    error_did_you_mean(loader->load->errors, error, nearest(text, choice_name, row->choices));
}

/* A list of scalars while it is read. */
struct words {
    const char **items;
    size_t count, room;
};

static void add_word(struct words *words, const char *word)
{
    if (words->count == words->room) {
        words->room = words->room ? words->room * 2 : 8;
        words->items = memory_resize(words->items, words->room * sizeof *words->items);
    }
    words->items[words->count++] = word;
}

/* "a, b": split at commas, blanks around the items do not count, nor do empty ones. */
static void split(struct loader *loader, struct words *words, struct tn_text text)
{
    const char *at = text.at, *end = text.at + text.size;
    while (at < end) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *stop = comma ? comma : end, *next = comma ? comma + 1 : end;
        while (at < stop && (*at == ' ' || *at == '\t'))
            at++;
        while (stop > at && (stop[-1] == ' ' || stop[-1] == '\t'))
            stop--;
        struct tn_text word = { at, (size_t)(stop - at) };
        if (word.size)
            add_word(words, arena_copy(loader->load->arena, word).at);
        at = next;
    }
}

/* Reads a list of texts, or one scalar that holds several; the items are in the arena. */
static struct tn_texts read_words(struct loader *loader, const struct way *way,
                                  const struct tn_option *row, const struct node *node,
                                  const char *expected)
{
    struct words words = { 0 };
    struct tn_text text;
    unsigned errors_before = loader->load->errors->count;
    if (node->kind == NODE_LIST) {
        for (const struct node *item = node->first; item; item = item->next)
            if (scalar_text(loader, way, row, item, expected, &text))
                add_word(&words, text.at);
    } else if (scalar_text(loader, way, row, node, expected, &text)) {
        split(loader, &words, text);
    }
    if (loader->load->errors->count == errors_before)
        count_fits(loader, way, row, node, words.count);
    const char **items = arena_alloc(loader->load->arena, words.count * sizeof *items);
    if (words.count)
        memcpy(items, words.items, words.count * sizeof *items);
    free(words.items);
    return (struct tn_texts){ words.count, items };
}

static void fill_texts(struct loader *loader, const struct way *way, const struct tn_option *row,
                       const struct node *node, void *field)
{
    *(struct tn_texts *)field = read_words(loader, way, row, node, "a list of texts");
}

static void fill_patterns(struct loader *loader, const struct way *way, const struct tn_option *row,
                          const struct node *node, void *field)
{
    struct tn_texts words = read_words(loader, way, row, node, "a list of patterns");
    *(struct tn_patterns *)field = (struct tn_patterns){ words.count, words.items };
}

static const struct node *item_at(const struct node *node, size_t index)
{
    if (node->kind != NODE_LIST)
        return node;
    const struct node *item = node->first;
    while (index-- && item->next)
        item = item->next;
    return item;
}

static void fill_ranges(struct loader *loader, const struct way *way, const struct tn_option *row,
                        const struct node *node, void *field)
{
    static const char expected[] = "addresses or networks such as 10.0.0.0/8 or ::1";
    struct tn_texts words = read_words(loader, way, row, node, expected);
    struct tn_range *ranges = arena_alloc(loader->load->arena, words.count * sizeof *ranges);
    for (size_t i = 0; i < words.count; i++)
        if (!range_parse(tn_text(words.items[i]), &ranges[i]))
            report_expected(loader, way, row, item_at(node, i), expected);
    *(struct tn_ranges *)field = (struct tn_ranges){ words.count, ranges };
}

static void fill_template(struct loader *loader, const struct way *way, const struct tn_option *row,
                          const struct node *node, void *field)
{
    (void)way;
    (void)row;
    const struct options_load *load = loader->load;
    const struct tn_template **template_ = field;
    *template_ = NULL;
    if (node_is_null(node))
        return;
    *template_ = template_compile(node, load->scope, load->arena, load->errors);
    if (!*template_)
        loader->good = false;
}

typedef void filler(struct loader *loader, const struct way *way, const struct tn_option *row,
                    const struct node *node, void *field);

static filler *const fillers[] = {
    [TN_KIND_TEXT] = fill_text,         [TN_KIND_INTEGER] = fill_integer,
    [TN_KIND_NUMBER] = fill_number,     [TN_KIND_BOOLEAN] = fill_boolean,
    [TN_KIND_DURATION] = fill_duration, [TN_KIND_BYTES] = fill_bytes,
    [TN_KIND_RATE] = fill_rate,         [TN_KIND_PATH] = fill_path,
    [TN_KIND_CHOICE] = fill_choice,     [TN_KIND_RANGES] = fill_ranges,
    [TN_KIND_PATTERNS] = fill_patterns, [TN_KIND_TEXTS] = fill_texts,
    [TN_KIND_TEMPLATE] = fill_template,
};

void value_fill(struct loader *loader, const struct way *way, const struct tn_option *row,
                const struct node *node, void *field)
{
    if (node->broken)
        loader->good = false;
    else if ((row->flags & TN_REQUIRED) && node_is_null(node))
        report_expected(loader, way, row, node, "given");
    else
        fillers[row->kind](loader, way, row, node, field);
}
