/* SPDX-License-Identifier: MIT */
/* Dollars: what each means, escaping, and finding them again in the file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <base/dollar.h>

static void kinds(void **state)
{
    (void)state;
    struct tn_text text = TN_TEXT("$$ ${A} $b $(c) $5 ${ $( $");
    static const struct dollar expected[] = {
        { DOLLAR_ESCAPED, 0, 2 },   { DOLLAR_EXPANSION, 3, 4 }, { DOLLAR_VARIABLE, 8, 1 },
        { DOLLAR_VARIABLE, 11, 4 }, { DOLLAR_LONE, 16, 1 },     { DOLLAR_EXPANSION, 19, 0 },
        { DOLLAR_VARIABLE, 22, 0 }, { DOLLAR_LONE, 25, 1 },
    };
    size_t from = 0;
    struct dollar dollar;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_true(dollar_next(text, from, &dollar));
        assert_int_equal(dollar.kind, expected[i].kind);
        assert_int_equal(dollar.at, expected[i].at);
        assert_int_equal(dollar.size, expected[i].size);
        from = dollar.at + (dollar.size ? dollar.size : 1);
    }
    assert_false(dollar_next(text, from, &dollar));
}

static void escaping_and_back(void **state)
{
    (void)state;
    struct buffer escaped = { 0 }, plain = { 0 };
    dollar_escape(&escaped, TN_TEXT("a$b$${c}$"));
    assert_string_equal(escaped.at, "a$$b$$$${c}$$");
    dollar_unescape(&plain, buffer_text(&escaped));
    assert_string_equal(plain.at, "a$b$${c}$");
    buffer_free(&escaped);
    buffer_free(&plain);
}

static void places(void **state)
{
    (void)state;
    struct source source = { "f", TN_TEXT("k: \xc3\xa9 $$ $a ${X}\n   $b end\n") };
    struct errors errors = { 0 };
    struct place scalar = { &source, 1, 4, 1 };
    struct place place = dollar_place(&errors, scalar, DOLLAR_VARIABLE, 0, 2);
    assert_int_equal(place.line, 1);
    assert_int_equal(place.column, 9);
    place = dollar_place(&errors, scalar, DOLLAR_VARIABLE, 1, 2);
    assert_int_equal(place.line, 2);
    assert_int_equal(place.column, 4);
    place = dollar_place(&errors, scalar, DOLLAR_EXPANSION, 0, 4);
    assert_int_equal(place.column, 12);
    place = dollar_place(&errors, scalar, DOLLAR_EXPANSION, 1, 4);
    assert_int_equal(place.column, 4); /* there is none: the scalar's own place */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds),
        cmocka_unit_test(escaping_and_back),
        cmocka_unit_test(places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
