/* SPDX-License-Identifier: MIT */
/* Loading: every kind, every mistake, all of them at once. The nodes are built by hand; YAML is another room's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <options/options.h>

struct rule {
    const char *name;
    struct tn_duration span;
    struct tn_path path;
};

struct settings {
    const char *text;
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
    const struct tn_template *template_;
    struct rule inner;
    struct tn_groups rules;
    const char *secret;
    const char *old;
};

static const struct tn_choice words[] = { { "draft-6", 6, "Old." },
                                          { "draft-8", 8, "New." },
                                          { 0 } };

static const struct tn_option rule_rows[] = {
    { "name", TN_OPTION_TEXT(struct rule, name), .flags = TN_KEY, .summary = "Name." },
    { "span", TN_OPTION_DURATION(struct rule, span), .flags = TN_SHORT | TN_REQUIRED,
      .summary = "Span." },
    { "path", TN_OPTION_PATH(struct rule, path), .summary = "Path." },
    { 0 },
};
static const struct rule rule_defaults = { .path = { "here" } };

static const struct tn_option rows[] = {
    { "text", TN_OPTION_TEXT(struct settings, text), .summary = "Text." },
    { "integer", TN_OPTION_INTEGER(struct settings, integer), .min = 400, .max = 599,
      .summary = "Integer." },
    { "number", TN_OPTION_NUMBER(struct settings, number), .min = 1, .summary = "Number." },
    { "boolean", TN_OPTION_BOOLEAN(struct settings, boolean), .summary = "Boolean." },
    { "duration", TN_OPTION_DURATION(struct settings, duration), .min = 1000, .max = 60000,
      .summary = "Duration." },
    { "bytes", TN_OPTION_BYTES(struct settings, bytes), .max = 1024, .summary = "Bytes." },
    { "rate", TN_OPTION_RATE(struct settings, rate), .summary = "Rate." },
    { "path", TN_OPTION_PATH(struct settings, path), .summary = "Path." },
    { "choice", TN_OPTION_CHOICE(struct settings, choice, words), .summary = "Choice." },
    { "ranges", TN_OPTION_RANGES(struct settings, ranges), .summary = "Ranges." },
    { "patterns", TN_OPTION_PATTERNS(struct settings, patterns), .max = 3, .summary = "Patterns." },
    { "texts", TN_OPTION_TEXTS(struct settings, texts), .flags = TN_SHORT, .summary = "Texts." },
    { "template", TN_OPTION_TEMPLATE(struct settings, template_), .summary = "Template." },
    { "inner", TN_OPTION_GROUP(struct settings, inner, rule_rows), .summary = "Inner." },
    { "rules", TN_OPTION_GROUPS(struct settings, rules, struct rule, rule_rows),
      .defaults = &rule_defaults, .summary = "Rules." },
    { "secret", TN_OPTION_TEXT(struct settings, secret), .flags = TN_SECRET, .summary = "Secret." },
    { "old", TN_OPTION_TEXT(struct settings, old), .flags = TN_DEPRECATED, .instead = "text",
      .summary = "Old." },
    { 0 },
};
static const struct settings defaults = { .integer = 404, .path = { "logs" } };

struct fixture {
    struct arena arena;
    struct errors errors;
    struct settings settings;
};

static int set_up(void **state)
{
    *state = calloc(1, sizeof(struct fixture));
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    arena_free(&fixture->arena);
    errors_free(&fixture->errors);
    free(fixture);
    return 0;
}

static struct node *scalar(struct fixture *fixture, const char *key, const char *text)
{
    struct node *node = arena_alloc(&fixture->arena, sizeof *node);
    *node = (struct node){
        .kind = NODE_SCALAR, .key = tn_text(key), .text = tn_text(text), .plain = true
    };
    return node;
}

/* A map or list of nodes, ended by NULL. */
static struct node *collection(struct fixture *fixture, enum node_kind kind, const char *key, ...)
{
    struct node *node = arena_alloc(&fixture->arena, sizeof *node), **last = &node->first;
    node->kind = kind;
    node->key = tn_text(key);
    va_list arguments;
    va_start(arguments, key);
    while ((*last = va_arg(arguments, struct node *))) {
        last = &(*last)->next;
        node->count++;
    }
    va_end(arguments);
    return node;
}

static bool fill(struct fixture *fixture, const struct node *node)
{
    struct options_load load = { .arena = &fixture->arena,
                                 .errors = &fixture->errors,
                                 .folder = "/srv",
                                 .owner = "plugin `x`" };
    return options_fill(&load, rows, &defaults, sizeof defaults, node, &fixture->settings);
}

static bool fill_one(struct fixture *fixture, const char *key, const char *text)
{
    return fill(fixture, collection(fixture, NODE_MAP, NULL, scalar(fixture, key, text), NULL));
}

static void defaults_stand(void **state)
{
    struct fixture *fixture = *state;
    assert_true(fill(fixture, NULL));
    assert_int_equal(fixture->settings.integer, 404);
    assert_string_equal(fixture->settings.path.at, "/srv/logs");
    assert_null(fixture->settings.text);
}

static void scalars(void **state)
{
    struct fixture *fixture = *state;
    struct settings *settings = &fixture->settings;
    struct node *map =
        collection(fixture, NODE_MAP, NULL, scalar(fixture, "text", "a$$b$"),
                   scalar(fixture, "integer", "500"), scalar(fixture, "number", "1.5"),
                   scalar(fixture, "boolean", "on"), scalar(fixture, "duration", "30s"),
                   scalar(fixture, "bytes", "1KiB"), scalar(fixture, "rate", "100/15m"),
                   scalar(fixture, "path", "/abs"), scalar(fixture, "choice", "draft-8"),
                   scalar(fixture, "template", "{}"), NULL);
    assert_true(fill(fixture, map));
    assert_string_equal(settings->text, "a$b$");
    assert_int_equal(settings->integer, 500);
    assert_true(settings->number == 1.5);
    assert_true(settings->boolean);
    assert_int_equal(settings->duration.ms, 30000);
    assert_int_equal(settings->bytes.count, 1024);
    assert_int_equal(settings->rate.count, 100);
    assert_int_equal(settings->rate.period_ms, 15 * 60 * 1000);
    assert_string_equal(settings->path.at, "/abs");
    assert_int_equal(settings->choice, 8);
    assert_string_equal(tn_template_constant(settings->template_).at, "{}");
}

static void lists(void **state)
{
    struct fixture *fixture = *state;
    struct settings *settings = &fixture->settings;
    assert_true(fill(
        fixture, collection(fixture, NODE_MAP, NULL, scalar(fixture, "texts", " a, b,,c "),
                            scalar(fixture, "ranges", "10.0.0.0/8, ::1"),
                            collection(fixture, NODE_LIST, "patterns", scalar(fixture, NULL, "*.a"),
                                       scalar(fixture, NULL, "b,c"), NULL),
                            NULL)));
    assert_int_equal(settings->texts.count, 3);
    assert_string_equal(settings->texts.items[1], "b");
    assert_int_equal(settings->ranges.count, 2);
    assert_int_equal(settings->ranges.items[0].bits, 104);
    assert_int_equal(settings->patterns.count, 2);
    assert_string_equal(settings->patterns.items[1], "b,c");
}

static void the_short_form(void **state)
{
    struct fixture *fixture = *state;
    assert_true(fill(fixture, scalar(fixture, NULL, "a,b")));
    assert_int_equal(fixture->settings.texts.count, 2);
    assert_true(
        fill(fixture, collection(fixture, NODE_LIST, NULL, scalar(fixture, NULL, "a"), NULL)));
    assert_int_equal(fixture->settings.texts.count, 1);
    assert_true(fill_one(fixture, "inner", "5s"));
    assert_int_equal(fixture->settings.inner.span.ms, 5000);
}

static void groups_as_a_list(void **state)
{
    struct fixture *fixture = *state;
    struct node *list =
        collection(fixture, NODE_LIST, "rules",
                   collection(fixture, NODE_MAP, NULL, scalar(fixture, "name", "one"),
                              scalar(fixture, "span", "1s"), NULL),
                   scalar(fixture, NULL, "2s"), NULL);
    assert_true(fill(fixture, collection(fixture, NODE_MAP, NULL, list, NULL)));
    const struct rule *rules = fixture->settings.rules.items;
    assert_int_equal(fixture->settings.rules.count, 2);
    assert_string_equal(rules[0].name, "one");
    assert_string_equal(rules[0].path.at, "/srv/here");
    assert_int_equal(rules[1].span.ms, 2000);
    assert_null(rules[1].name);
}

static void groups_as_a_map(void **state)
{
    struct fixture *fixture = *state;
    struct node *map =
        collection(fixture, NODE_MAP, "rules", scalar(fixture, "one", "1s"),
                   collection(fixture, NODE_MAP, "two", scalar(fixture, "span", "2s"),
                              scalar(fixture, "path", "/p"), NULL),
                   NULL);
    assert_true(fill(fixture, collection(fixture, NODE_MAP, NULL, map, NULL)));
    const struct rule *rules = fixture->settings.rules.items;
    assert_string_equal(rules[0].name, "one");
    assert_int_equal(rules[0].span.ms, 1000);
    assert_string_equal(rules[1].name, "two");
    assert_string_equal(rules[1].path.at, "/p");
}

static void expect_error(struct fixture *fixture, const struct node *node, const char *message,
                         const char *hint)
{
    assert_false(fill(fixture, node));
    assert_int_equal(fixture->errors.count, 1);
    assert_string_equal(fixture->errors.first->message, message);
    if (hint)
        assert_string_equal(fixture->errors.first->hint, hint);
    else
        assert_null(fixture->errors.first->hint);
    errors_free(&fixture->errors);
}

static void wrong(struct fixture *fixture, const char *key, const char *text, const char *message,
                  const char *hint)
{
    expect_error(fixture, collection(fixture, NODE_MAP, NULL, scalar(fixture, key, text), NULL),
                 message, hint);
}

static void mistakes_in_scalars(void **state)
{
    struct fixture *fixture = *state;
    wrong(fixture, "intger", "1", "plugin `x` has no option `intger`", "did you mean `integer`?");
    wrong(fixture, "integer", "4x", "`integer` must be a whole number, found `4x`", NULL);
    wrong(fixture, "integer", "99", "`integer` must be between 400 and 599, found `99`", NULL);
    wrong(fixture, "integer", "9223372036854775808",
          "`integer` must be a whole number, found `9223372036854775808`", NULL);
    wrong(fixture, "number", "0.5", "`number` must be at least 1, found `0.5`", NULL);
    wrong(fixture, "number", "nan", "`number` must be a number, found `nan`", NULL);
    wrong(fixture, "boolean", "maybe", "`boolean` must be true or false, found `maybe`", NULL);
    wrong(fixture, "duration", "30",
          "`duration` must be a time such as 500ms, 30s, 15m, 1h or 1d, found `30`", NULL);
    wrong(fixture, "duration", "2m", "`duration` must be between 1s and 1m, found `2m`", NULL);
    wrong(fixture, "duration", "",
          "`duration` must be a time such as 500ms, 30s, 15m, 1h or 1d, found nothing", NULL);
    wrong(fixture, "bytes", "2KiB", "`bytes` must be between 0 and 1KiB, found `2KiB`", NULL);
    wrong(fixture, "bytes", "1K",
          "`bytes` must be a size such as 512, 8KiB, 10MiB or 1GB, found `1K`", NULL);
    wrong(fixture, "rate", "5/0s", "`rate` must be a rate such as 100/15m or 10/s, found `5/0s`",
          NULL);
    wrong(fixture, "choice", "draft8",
          "`choice` must be one of `draft-6` and `draft-8`, found `draft8`",
          "did you mean `draft-8`?");
    wrong(fixture, "ranges", "10.0.0.0/33",
          "`ranges` must be addresses or networks such as 10.0.0.0/8 or ::1, found `10.0.0.0/33`",
          NULL);
    wrong(fixture, "text", "a $b", "`text` takes no variables", "a dollar sign is written `$$`");
    wrong(fixture, "template", "a $b", "there is no variable `$b`",
          "a dollar sign is written `$$`");
}

static void mistakes_in_collections(void **state)
{
    struct fixture *fixture = *state;
    struct node *list = collection(fixture, NODE_LIST, "secret", NULL);
    expect_error(fixture, collection(fixture, NODE_MAP, NULL, list, NULL), "`secret` must be text",
                 NULL);
    wrong(fixture, "patterns", "a,b,c,d", "`patterns` must have between 0 and 3 items, found 4",
          NULL);
    struct node *map = collection(fixture, NODE_MAP, "two", scalar(fixture, "pth", "/p"),
                                  scalar(fixture, "span", "1s"), NULL);
    struct node *rules = collection(fixture, NODE_MAP, "rules", map, NULL);
    expect_error(fixture, collection(fixture, NODE_MAP, NULL, rules, NULL),
                 "plugin `x` has no option `pth` in `rules.two`", "did you mean `path`?");
    map = collection(fixture, NODE_MAP, NULL, scalar(fixture, "name", "n"), NULL);
    rules = collection(fixture, NODE_LIST, "rules", map, NULL);
    expect_error(fixture, collection(fixture, NODE_MAP, NULL, rules, NULL),
                 "plugin `x` needs the option `rules.0.span`", "Span.");
    map = collection(fixture, NODE_MAP, "two", scalar(fixture, "name", "n"),
                     scalar(fixture, "span", "1s"), NULL);
    rules = collection(fixture, NODE_MAP, "rules", map, NULL);
    expect_error(fixture, collection(fixture, NODE_MAP, NULL, rules, NULL),
                 "`rules.two.name` is given twice: here and by the key", NULL);
}

static void all_at_once(void **state)
{
    struct fixture *fixture = *state;
    assert_false(fill(fixture, collection(fixture, NODE_MAP, NULL, scalar(fixture, "integer", "x"),
                                          scalar(fixture, "nubmer", "1"),
                                          scalar(fixture, "boolean", "x"), NULL)));
    assert_int_equal(fixture->errors.count, 3);
}

static void deprecated_is_a_warning(void **state)
{
    struct fixture *fixture = *state;
    assert_true(fill_one(fixture, "old", "x"));
    assert_int_equal(fixture->errors.count, 0);
    assert_int_equal(fixture->errors.first->severity, SEVERITY_WARNING);
    assert_string_equal(fixture->errors.first->hint, "write `text` instead");
}

static void null_is_absent(void **state)
{
    struct fixture *fixture = *state;
    assert_true(fill_one(fixture, "path", "~"));
    assert_null(fixture->settings.path.at);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(defaults_stand),
        TEST(scalars),
        TEST(lists),
        TEST(the_short_form),
        TEST(groups_as_a_list),
        TEST(groups_as_a_map),
        TEST(mistakes_in_scalars),
        TEST(mistakes_in_collections),
        TEST(all_at_once),
        TEST(deprecated_is_a_warning),
        TEST(null_is_absent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
