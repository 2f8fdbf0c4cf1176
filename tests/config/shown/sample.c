/* SPDX-License-Identifier: MIT */
/* A plugin with an option of every kind, to see how they are shown. It does nothing. */
#include <tenon/tenon.h>

struct rule {
    const char *name;
    struct tn_duration span;
    struct tn_path path;
};

struct pair {
    const char *name;
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

static const struct tn_choice words[] = {
    { "one", 1, "The first." },
    { "two", 2, "The second." },
    { 0 },
};

static const struct tn_option rule_rows[] = {
    { "name", TN_OPTION_TEXT(struct rule, name), .flags = TN_KEY, .summary = "What it is called." },
    { "span", TN_OPTION_DURATION(struct rule, span), .flags = TN_SHORT, .min = 1000,
      .summary = "How long." },
    { "path", TN_OPTION_PATH(struct rule, path), .summary = "Where." },
    { 0 },
};

static const struct tn_option pair_rows[] = {
    { "name", TN_OPTION_TEXT(struct pair, name), .flags = TN_KEY, .summary = "The name." },
    { "value", TN_OPTION_TEMPLATE(struct pair, value), .flags = TN_SHORT, .summary = "The value." },
    { 0 },
};

static const struct tn_option options[] = {
    { "text", TN_OPTION_TEXT(struct settings, text),
      .summary = "A text with a \\ and a | in its summary." },
    { "secret", TN_OPTION_TEXT(struct settings, secret), .flags = TN_SECRET,
      .summary = "A secret." },
    { "old", TN_OPTION_TEXT(struct settings, old), .flags = TN_DEPRECATED, .instead = "text",
      .summary = "An old text." },
    { "integer", TN_OPTION_INTEGER(struct settings, integer), .min = -5, .max = 599,
      .summary = "A whole number." },
    { "number", TN_OPTION_NUMBER(struct settings, number), .summary = "A number." },
    { "boolean", TN_OPTION_BOOLEAN(struct settings, boolean), .summary = "A boolean." },
    { "duration", TN_OPTION_DURATION(struct settings, duration), .min = 1000, .max = 60000,
      .summary = "A time." },
    { "bytes", TN_OPTION_BYTES(struct settings, bytes), .max = 1024, .summary = "A size." },
    { "rate", TN_OPTION_RATE(struct settings, rate), .flags = TN_REQUIRED, .summary = "A rate." },
    { "path", TN_OPTION_PATH(struct settings, path), .summary = "A path." },
    { "choice", TN_OPTION_CHOICE(struct settings, choice, words), .summary = "A choice." },
    { "ranges", TN_OPTION_RANGES(struct settings, ranges), .summary = "Addresses." },
    { "patterns", TN_OPTION_PATTERNS(struct settings, patterns), .max = 3, .summary = "Patterns." },
    { "texts", TN_OPTION_TEXTS(struct settings, texts), .min = 1, .summary = "Texts." },
    { "body", TN_OPTION_TEMPLATE(struct settings, body), .summary = "A template." },
    { "inner", TN_OPTION_GROUP(struct settings, inner, rule_rows), .summary = "A group." },
    { "rules", TN_OPTION_GROUPS(struct settings, rules, struct rule, rule_rows),
      .summary = "Groups." },
    { "pairs", TN_OPTION_GROUPS(struct settings, pairs, struct pair, pair_rows),
      .summary = "Pairs." },
    { 0 },
};

static const char *const default_texts[] = { "plain", "with blank", "$x", "true" };

static const struct settings defaults = {
    .text = "It's \"so\"",
    .number = 0.5,
    .duration = { 5000 },
    .path = { "relative" },
    .choice = 2,
    .texts = { 4, default_texts },
    .inner = { .span = { 90000 } },
};

static struct tn_value get(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)request;
    (void)self;
    return tn_value_text(rest);
}

static const struct tn_variable variables[] = {
    { "size", get, 0, "How large." },
    { "who", get, TN_GLOBAL, "Who it is." },
    { "part.*", get, 0, "A part by name." },
    { 0 },
};

static const struct tn_need needs[] = {
    { "source", "tenon.source/1", false, "Where files come from." },
    { 0 },
};

static const struct tn_metric metrics[] = {
    { "waited", TN_HISTOGRAM, "seconds", { "kind" }, .summary = "How long it took." },
    { 0 },
};

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,
    .name = "sample",
    .version = "1.2.3",
    .summary = "An option of every kind.",
    .options = options,
    .defaults = &defaults,
    .options_size = sizeof defaults,
    .needs = needs,
    .variables = variables,
    .metrics = metrics,
};
