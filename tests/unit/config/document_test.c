/* SPDX-License-Identifier: MIT */
/* YAML to nodes: places, kinds, aliases, caps. What is refused in words is in tests/config/bad. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <config/document.h>

struct fixture {
    struct arena arena;
    struct errors errors;
    struct source source;
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

static struct node *read(struct fixture *fixture, const char *text)
{
    fixture->source = (struct source){ "file", tn_text(text) };
    return document_read(&fixture->source, &fixture->arena, &fixture->errors);
}

static void places_and_kinds(void **state)
{
    struct node *root = read(*state, "a: 1\nb:\n  - \"x\\ty\"\n  - { c: \xc3\xa9, d: e }\n");
    assert_int_equal(root->kind, NODE_MAP);
    assert_int_equal(root->count, 2);
    struct node *a = node_member(root, "a");
    assert_true(a->plain);
    assert_string_equal(a->text.at, "1");
    assert_int_equal(a->place.column, 4);
    assert_int_equal(a->key_place.column, 1);
    struct node *text = node_way(root, "b.0");
    assert_false(text->plain);
    assert_string_equal(text->text.at, "x\ty");
    assert_int_equal(text->place.line, 3);
    assert_int_equal(text->place.column, 5);
    assert_int_equal(text->place.width, 6);
    struct node *d = node_way(root, "b.1.d");
    assert_int_equal(d->key_place.column, 13); /* in characters, not bytes */
}

static void the_mark_at_the_beginning(void **state)
{
    struct node *root = read(*state, "\xef\xbb\xbf"
                                     "a: 1\n");
    assert_non_null(node_member(root, "a"));
}

static void aliases_are_copies(void **state)
{
    struct node *root = read(*state, "a: &x { k: [1, 2] }\nb: *x\nc: &x 5\nd: *x\n");
    struct node *a = node_member(root, "a"), *b = node_member(root, "b");
    assert_ptr_not_equal(a, b);
    assert_string_equal(node_way(b, "k.1")->text.at, "2");
    assert_int_equal(b->place.line, 1);
    assert_int_equal(b->key_place.line, 2);
    assert_string_equal(node_member(root, "d")->text.at, "5");
}

static void refuse(struct fixture *fixture, const char *text, const char *message)
{
    read(fixture, text);
    assert_int_not_equal(fixture->errors.count, 0);
    assert_string_equal(fixture->errors.first->message, message);
    errors_free(&fixture->errors);
}

static char *repeated(const char *head, const char *piece, size_t count, const char *tail)
{
    size_t size = strlen(piece);
    char *text = malloc(strlen(head) + size * count + strlen(tail) + 1), *at = stpcpy(text, head);
    for (size_t i = 0; i < count; i++)
        at = stpcpy(at, piece);
    strcpy(at, tail);
    return text;
}

static void caps(void **state)
{
    struct fixture *fixture = *state;
    char *text = repeated("a: ", "x", DOCUMENT_BYTES_MAX, "");
    refuse(fixture, text, "the file is larger than 1MiB");
    free(text);
    text = repeated("- 1\n", "- 1\n", DOCUMENT_NODES_MAX, "");
    refuse(fixture, text, "the file holds too many values (50000 are allowed)");
    free(text);
    text = repeated("", "[", DOCUMENT_DEPTH_MAX + 1, "");
    refuse(fixture, text, "the file is nested too deep (32 levels are allowed)");
    free(text);
    text = repeated("", "[", DOCUMENT_DEPTH_MAX, "");
    text = realloc(text, 2 * DOCUMENT_DEPTH_MAX + 1);
    memset(text + DOCUMENT_DEPTH_MAX, ']', DOCUMENT_DEPTH_MAX);
    text[2 * DOCUMENT_DEPTH_MAX] = '\0';
    assert_non_null(read(fixture, text));
    free(text);
}

static void keys_are_capped(void **state)
{
    struct buffer {
        char text[DOCUMENT_KEYS_MAX * 12];
    } *buffer = calloc(1, sizeof *buffer);
    char *at = buffer->text;
    for (int i = 0; i <= DOCUMENT_KEYS_MAX; i++)
        at += sprintf(at, "k%d: 1\n", i);
    refuse(*state, buffer->text, "a map may hold at most 4000 keys");
    free(buffer);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(places_and_kinds),   TEST(the_mark_at_the_beginning),
        TEST(aliases_are_copies), TEST(caps),
        TEST(keys_are_capped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
