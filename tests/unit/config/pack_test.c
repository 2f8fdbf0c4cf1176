/* SPDX-License-Identifier: MIT */
/* A config as bytes: what comes out is what went in, places, origins and secrets included; broken bytes are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <base/buffer.h>
#include <config/config.h>

static const char text[] = "server: { listen: \"127.0.0.1:${PACK_PORT:-81}\", workers: 3 }\n"
                           "errors: { body: { no: $error.message } }\n"
                           "plugins:\n"
                           "  - first: { a: [1, \"2\", ''], b: { c: d } }\n"
                           "    name: one\n"
                           "  - second:\n";

static void assert_same(const struct node *left, const struct node *right)
{
    assert_int_equal(left->kind, right->kind);
    assert_true(tn_text_equal(left->key, right->key));
    assert_true(tn_text_equal(left->text, right->text));
    assert_true(tn_text_equal(tn_text(left->origin), tn_text(right->origin)));
    assert_int_equal(left->plain, right->plain);
    assert_int_equal(left->secret, right->secret);
    assert_int_equal(left->place.line, right->place.line);
    assert_int_equal(left->place.column, right->place.column);
    assert_int_equal(left->place.width, right->place.width);
    assert_int_equal(left->key_place.column, right->key_place.column);
    assert_int_equal(left->place.source != NULL, right->place.source != NULL);
    if (left->place.source)
        assert_true(tn_text_equal(left->place.source->text, right->place.source->text));
    assert_int_equal(left->count, right->count);
    const struct node *member = left->first, *other = right->first;
    for (; member && other; member = member->next, other = other->next)
        assert_same(member, other);
    assert_true(!member && !other);
}

static struct config *read_text(struct errors *errors)
{
    struct config *config = config_parse("pack.yaml", tn_text(text), errors);
    assert_non_null(config);
    return config;
}

static void what_comes_out_is_what_went_in(void **state)
{
    (void)state;
    struct errors errors = { 0 };
    struct buffer packed = { 0 };
    struct config *config = read_text(&errors);
    config_pack(config, &packed);
    struct config *again = config_unpack("pack.yaml", buffer_text(&packed), &errors);
    assert_non_null(again);
    assert_same(config->root, again->root);
    assert_string_equal(
        ((const struct config_listener *)again->server.listen.items)->address.items[0],
        "127.0.0.1:81");
    assert_string_equal(again->entries[0].name, "one");
    config_free(again);
    config_free(config);
    buffer_free(&packed);
    errors_free(&errors);
}

static void broken_bytes_are_refused(void **state)
{
    (void)state;
    struct errors errors = { 0 };
    struct buffer packed = { 0 };
    struct config *config = read_text(&errors);
    config_pack(config, &packed);
    for (size_t size = 0; size < packed.size; size++) {
        struct tn_text part = { packed.at, size };
        assert_null(config_unpack("pack.yaml", part, &errors));
    }
    packed.at[4] ^= 1; /* the version's first letter */
    assert_null(config_unpack("pack.yaml", buffer_text(&packed), &errors));
    assert_int_equal(errors.count, 0);
    config_free(config);
    buffer_free(&packed);
    errors_free(&errors);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_comes_out_is_what_went_in),
        cmocka_unit_test(broken_bytes_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
