/* SPDX-License-Identifier: MIT */
/* Expansion: the environment, defaults, files, dollars, origins, caps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <unistd.h>

#include <config/expand.h>

struct fixture {
    struct arena arena;
    struct errors errors;
    char file[32];
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    *state = fixture;
    strcpy(fixture->file, "/tmp/tenon-expand-XXXXXX");
    int fd = mkstemp(fixture->file);
    close(fd);
    setenv("TENON_TEST", "value", 1);
    setenv("TENON_TEST_EMPTY", "", 1);
    setenv("TENON_TEST_DOLLAR", "a$b${c}$$d", 1);
    unsetenv("TENON_TEST_UNSET");
    return fd < 0 ? -1 : 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    unlink(fixture->file);
    arena_free(&fixture->arena);
    errors_free(&fixture->errors);
    free(fixture);
    return 0;
}

static struct node scalar(const char *text)
{
    return (struct node){ .kind = NODE_SCALAR, .text = tn_text(text), .plain = true };
}

static void expect(struct fixture *fixture, const char *text, const char *expanded,
                   const char *origin)
{
    struct node node = scalar(text);
    assert_true(expand(&node, &fixture->arena, &fixture->errors));
    assert_string_equal(node.text.at, expanded);
    assert_int_equal(node.text.size, strlen(expanded));
    assert_true(node.plain);
    if (origin)
        assert_string_equal(node.origin, origin);
    else
        assert_null(node.origin);
}

static void the_environment(void **state)
{
    expect(*state, "plain", "plain", NULL);
    expect(*state, "a ${TENON_TEST} b", "a value b", "env TENON_TEST");
    expect(*state, "${TENON_TEST}${TENON_TEST_UNSET:-x}", "valuex",
           "env TENON_TEST, default of TENON_TEST_UNSET");
    expect(*state, "${TENON_TEST_EMPTY}", "", "env TENON_TEST_EMPTY");
    expect(*state, "${TENON_TEST_EMPTY:-x}", "x", "default of TENON_TEST_EMPTY");
    expect(*state, "${TENON_TEST_UNSET:-}", "", "default of TENON_TEST_UNSET");
    expect(*state, "${TENON_TEST_UNSET:-a:-b}", "a:-b", "default of TENON_TEST_UNSET");
}

static void dollars(void **state)
{
    expect(*state, "$$ $name $(x) $", "$$ $name $(x) $", NULL);
    expect(*state, "$${TENON_TEST}", "$${TENON_TEST}", NULL);
    expect(*state, "$$${TENON_TEST}", "$$value", "env TENON_TEST");
    expect(*state, "${TENON_TEST_DOLLAR}", "a$$b$${c}$$$$d", "env TENON_TEST_DOLLAR");
    expect(*state, "${TENON_TEST_UNSET:-$x}", "$$x", "default of TENON_TEST_UNSET");
    expect(*state, "$(user)${TENON_TEST}", "$(user)value", "env TENON_TEST");
    expect(*state, "$user ${TENON_TEST}", "$user value", "env TENON_TEST");
    expect(*state, "$$user${TENON_TEST}", "$$uservalue", "env TENON_TEST");
}

static void write_file(const char *path, const char *bytes, size_t size)
{
    FILE *stream = fopen(path, "w");
    assert_non_null(stream);
    assert_int_equal(fwrite(bytes, 1, size, stream), size);
    fclose(stream);
}

static void files_are_secrets(void **state)
{
    struct fixture *fixture = *state;
    char text[64];
    snprintf(text, sizeof text, "<${file:%s}>", fixture->file);
    write_file(fixture->file, "a$b\n\n", 5);
    struct node node = scalar(text);
    assert_true(expand(&node, &fixture->arena, &fixture->errors));
    assert_string_equal(node.text.at, "<a$$b\n>"); /* one line break goes */
    assert_true(node.secret);
    write_file(fixture->file, "x\r\n", 3);
    node = scalar(text);
    assert_true(expand(&node, &fixture->arena, &fixture->errors));
    assert_string_equal(node.text.at, "<x>");
}

static void refuse(struct fixture *fixture, const char *text, const char *message)
{
    struct node node = scalar(text);
    assert_false(expand(&node, &fixture->arena, &fixture->errors));
    assert_true(node.broken);
    assert_int_equal(fixture->errors.count, 1);
    assert_string_equal(fixture->errors.first->message, message);
    errors_free(&fixture->errors);
}

static void mistakes(void **state)
{
    static const char forms[] = "expected `${NAME}`, `${NAME:-default}` or `${file:path}`";
    refuse(*state, "${TENON_TEST_UNSET}", "the environment has no variable `TENON_TEST_UNSET`");
    refuse(*state, "${}", forms);
    refuse(*state, "${1X}", forms);
    refuse(*state, "${A-b}", forms);
    refuse(*state, "${A B}", forms);
    refuse(*state, "${file:}", forms);
    refuse(*state, "x ${TENON_TEST", "`${` has no `}`");
    refuse(*state, "${file:/}", "cannot read `/`: it is not a regular file");
    refuse(*state, "${file:/dev/zero}", "cannot read `/dev/zero`: it is not a regular file");
    refuse(*state, "$user${TENON_TEST}", "a variable ends where `${` begins");
}

static void caps(void **state)
{
    struct fixture *fixture = *state;
    char *large = calloc(1, EXPAND_BYTES_MAX + 2), text[64], message[96];
    memset(large, 'x', EXPAND_BYTES_MAX + 1);
    write_file(fixture->file, large, EXPAND_BYTES_MAX + 1);
    snprintf(text, sizeof text, "${file:%s}", fixture->file);
    snprintf(message, sizeof message, "cannot read `%s`: File too large", fixture->file);
    refuse(fixture, text, message);
    write_file(fixture->file, large, EXPAND_BYTES_MAX);
    snprintf(text, sizeof text, "a${file:%s}", fixture->file);
    refuse(fixture, text, "the text becomes larger than 64KiB");
    free(large);
}

static void all_at_once(void **state)
{
    struct fixture *fixture = *state;
    struct node second = scalar("${TENON_TEST_UNSET}"), first = scalar("${}");
    first.next = &second;
    struct node list = { .kind = NODE_LIST, .first = &first, .count = 2 };
    assert_false(expand(&list, &fixture->arena, &fixture->errors));
    assert_int_equal(fixture->errors.count, 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_environment), TEST(dollars), TEST(files_are_secrets),
        TEST(mistakes),        TEST(caps),    TEST(all_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
