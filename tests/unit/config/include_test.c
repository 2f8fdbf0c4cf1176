/* SPDX-License-Identifier: MIT */
/* Includes: where their plugins go, what is merged, patterns, caps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <sys/stat.h>

#include <config/config.h>

struct fixture {
    char folder[32];
    struct errors errors;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    *state = fixture;
    strcpy(fixture->folder, "/tmp/tenon-include-XXXXXX");
    return mkdtemp(fixture->folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", fixture->folder);
    int status = system(command);
    errors_free(&fixture->errors);
    free(fixture);
    return status;
}

static void write_file(struct fixture *fixture, const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", fixture->folder, name);
    char *slash = strrchr(path, '/');
    *slash = '\0';
    mkdir(path, 0700);
    *slash = '/';
    FILE *stream = fopen(path, "w");
    assert_non_null(stream);
    fputs(text, stream);
    fclose(stream);
}

static struct config *read_config(struct fixture *fixture, const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", fixture->folder, name);
    return config_read(path, &fixture->errors);
}

/* The names of the entries with blanks between them. */
static void expect_entries(struct fixture *fixture, const char *main_file, const char *expected)
{
    write_file(fixture, "main.yaml", main_file);
    struct config *config = read_config(fixture, "main.yaml");
    if (!config)
        errors_print(&fixture->errors, stderr);
    assert_non_null(config);
    char names[256] = "", *at = names;
    for (size_t i = 0; i < config->entry_count; i++)
        at += sprintf(at, "%s%s", i ? " " : "", config->entries[i].name);
    assert_string_equal(names, expected);
    config_free(config);
}

static void plugins_stand_where_include_stands(void **state)
{
    write_file(*state, "part.yaml", "plugins: [p, q]");
    expect_entries(*state, "include: part.yaml\nplugins: [a, b]\n", "p q a b");
    expect_entries(*state, "plugins: [a, b]\ninclude: part.yaml\n", "a b p q");
    expect_entries(*state, "include: part.yaml\n", "p q");
}

static void patterns_in_lexical_order(void **state)
{
    write_file(*state, "d/2.yaml", "plugins: [two]");
    write_file(*state, "d/10.yaml", "plugins: [ten]");
    write_file(*state, "d/1.txt", "plugins: [text]");
    expect_entries(*state, "include: d/*.yaml\n", "ten two");
    expect_entries(*state, "include: [d/2.yaml, d/1*]\n", "two text ten");
    expect_entries(*state, "include: d/none*.yaml\nplugins: [a]\n", "a");
}

static void beside_the_file_that_includes(void **state)
{
    write_file(*state, "d/outer.yaml", "include: inner.yaml\nplugins: [outer]");
    write_file(*state, "d/inner.yaml", "plugins: [inner]");
    expect_entries(*state, "include: d/outer.yaml\n", "inner outer");
}

static void maps_merge_key_by_key(void **state)
{
    struct fixture *fixture = *state;
    write_file(fixture, "part.yaml", "server: { workers: 3, limits: { url: 1KiB } }");
    write_file(fixture, "main.yaml", "server: { limits: { headers: 7 } }\ninclude: part.yaml");
    struct config *config = read_config(fixture, "main.yaml");
    assert_non_null(config);
    assert_string_equal(config->server.workers, "3");
    assert_int_equal(config->server.limits.url.count, 1024);
    assert_int_equal(config->server.limits.headers, 7);
    config_free(config);
}

static void expect_error(struct fixture *fixture, const char *message)
{
    assert_null(read_config(fixture, "main.yaml"));
    assert_non_null(strstr(fixture->errors.first->message, message));
    errors_free(&fixture->errors);
}

static void mistakes(void **state)
{
    struct fixture *fixture = *state;
    write_file(fixture, "part.yaml", "include: main.yaml");
    write_file(fixture, "main.yaml", "include: ./part.yaml");
    expect_error(fixture, "includes itself");
    write_file(fixture, "main.yaml", "include: { a: b }");
    expect_error(fixture, "`include` must name files, found a map");
    write_file(fixture, "main.yaml", "include: missing.yaml");
    expect_error(fixture, "No such file");
    write_file(fixture, "main.yaml", "include: missing/*.yaml");
    expect_error(fixture, "cannot look for `");
    assert_null(config_parse("text", TN_TEXT("include: x.yaml"), &fixture->errors));
    assert_string_equal(fixture->errors.first->message, "`include` needs a file to be relative to");
}

static void depth_is_capped(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < 20; i++) {
        char name[32], text[48];
        snprintf(name, sizeof name, i ? "%d.yaml" : "main.yaml", i);
        snprintf(text, sizeof text, "include: %d.yaml", i + 1);
        write_file(fixture, name, text);
    }
    expect_error(fixture, "256 may be included, 16 deep");
}

static void count_is_capped(void **state)
{
    struct fixture *fixture = *state;
    write_file(fixture, "part.yaml", "{}");
    char *text = calloc(1, 300 * 12), *at = text + sprintf(text, "include: [part.yaml");
    for (int i = 0; i < 260; i++)
        at = stpcpy(at, ",part.yaml");
    strcpy(at, "]");
    write_file(fixture, "main.yaml", text);
    free(text);
    expect_error(fixture, "256 may be included, 16 deep");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(plugins_stand_where_include_stands),
        TEST(patterns_in_lexical_order),
        TEST(beside_the_file_that_includes),
        TEST(maps_merge_key_by_key),
        TEST(mistakes),
        TEST(depth_is_capped),
        TEST(count_is_capped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
