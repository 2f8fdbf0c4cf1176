/* SPDX-License-Identifier: MIT */
/* Any bytes as a configuration file, and then as the options of a plugin that has every kind of option. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <config/config.h>
#include <options/options.h>
#include <options/template.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct rule {
    const char *name;
    struct tn_duration span;
    struct tn_path path;
    const struct tn_template *value;
};

struct settings {
    const char *text, *secret, *old;
    int64_t integer;
    double number;
    bool boolean;
    struct tn_duration duration;
    struct tn_bytes bytes;
    struct tn_rate rate;
    struct tn_path path;
    int choice;
    struct tn_ranges ranges;
    struct tn_patterns patterns;
    struct tn_texts texts;
    const struct tn_template *body;
    struct rule inner;
    struct tn_groups rules, pairs;
};

static const struct tn_choice words[] = { { "one", 1, "One." }, { "two", 2, "Two." }, { 0 } };

/* clang-format off */
static const struct tn_option rule_rows[] = {
    { "name", TN_OPTION_TEXT(struct rule, name), .flags = TN_KEY, .summary = "Name." },
    { "span", TN_OPTION_DURATION(struct rule, span), .flags = TN_SHORT | TN_REQUIRED, .summary = "Span." },
    { "path", TN_OPTION_PATH(struct rule, path), .summary = "Path." },
    { 0 },
};
static const struct tn_option pair_rows[] = {
    { "name", TN_OPTION_TEXT(struct rule, name), .flags = TN_KEY | TN_REQUIRED, .summary = "Name." },
    { "value", TN_OPTION_TEMPLATE(struct rule, value), .flags = TN_SHORT, .summary = "Value." },
    { 0 },
};
static const struct tn_option rows[] = {
    { "text", TN_OPTION_TEXT(struct settings, text), .summary = "Text." },
    { "integer", TN_OPTION_INTEGER(struct settings, integer), .min = -5, .max = 599, .summary = "Integer." },
    { "number", TN_OPTION_NUMBER(struct settings, number), .min = 1, .summary = "Number." },
    { "boolean", TN_OPTION_BOOLEAN(struct settings, boolean), .summary = "Boolean." },
    { "duration", TN_OPTION_DURATION(struct settings, duration), .min = 1000, .max = 60000, .summary = "Duration." },
    { "bytes", TN_OPTION_BYTES(struct settings, bytes), .max = 1024, .summary = "Bytes." },
    { "rate", TN_OPTION_RATE(struct settings, rate), .summary = "Rate." },
    { "path", TN_OPTION_PATH(struct settings, path), .summary = "Path." },
    { "choice", TN_OPTION_CHOICE(struct settings, choice, words), .summary = "Choice." },
    { "ranges", TN_OPTION_RANGES(struct settings, ranges), .summary = "Ranges." },
    { "patterns", TN_OPTION_PATTERNS(struct settings, patterns), .max = 3, .summary = "Patterns." },
    { "texts", TN_OPTION_TEXTS(struct settings, texts), .flags = TN_SHORT, .summary = "Texts." },
    { "body", TN_OPTION_TEMPLATE(struct settings, body), .summary = "Template." },
    { "inner", TN_OPTION_GROUP(struct settings, inner, rule_rows), .summary = "Inner." },
    { "rules", TN_OPTION_GROUPS(struct settings, rules, struct rule, rule_rows), .max = 50, .summary = "Rules." },
    { "pairs", TN_OPTION_GROUPS(struct settings, pairs, struct rule, pair_rows), .summary = "Pairs." },
    { "secret", TN_OPTION_TEXT(struct settings, secret), .flags = TN_SECRET, .summary = "Secret." },
    { "old", TN_OPTION_TEXT(struct settings, old), .flags = TN_DEPRECATED, .instead = "text", .summary = "Old." },
    { 0 },
};
/* clang-format on */

static struct tn_value get(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)request;
    (void)self;
    return rest.at ? tn_value_text(rest) : tn_value_integer(42);
}

static const struct tn_variable variables[] = {
    { "request.id", get, 0, "The id." },
    { "header.*", get, 0, "A header." },
    { 0 },
};
static const struct variable_group group = { .rows = variables };
static const struct variable_scope scope = { .count = 1, .groups = &group };

static FILE *nowhere;

static void render(const struct tn_template *template_, struct arena *arena)
{
    char some_request[1];
    struct tn_request *request = (struct tn_request *)(void *)some_request;
    template_text(template_, request, arena);
    template_json(template_, request, arena);
}

static void fill(const struct config_entry *entry, struct errors *errors)
{
    struct arena arena = { 0 };
    struct settings settings;
    struct options_load load = { .arena = &arena,
                                 .errors = errors,
                                 .scope = &scope,
                                 .folder = "/srv",
                                 .owner = "plugin `x`",
                                 .place = entry->place };
    if (options_fill(&load, rows, NULL, sizeof settings, entry->options, &settings)) {
        render(settings.body, &arena);
        const struct rule *pairs = settings.pairs.items;
        for (size_t i = 0; i < settings.pairs.count; i++)
            render(pairs[i].value, &arena);
        options_print(nowhere, rows, &settings, entry->options, 4);
    }
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct errors errors = { 0 };
    if (!nowhere)
        nowhere = fopen("/dev/null", "w");
    unsetenv("HOME"); /* so that a finding is the same everywhere */
    struct config *config =
        config_parse("fuzz.yaml", (struct tn_text){ (const char *)data, size }, &errors);
    for (size_t i = 0; config && i < config->entry_count; i++)
        fill(&config->entries[i], &errors);
    errors_print(&errors, nowhere);
    errors_print_json(&errors, nowhere);
    config_free(config);
    errors_free(&errors);
    return 0;
}
