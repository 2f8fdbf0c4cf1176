/* SPDX-License-Identifier: MIT */
/* Lines, words, numbers, and where a problem is. */
#include "bench.h"

static void lines_end_in_three_ways(void **state)
{
    struct bench *bench = *state;
    struct reading reading = reading_of(&bench->arena, text_of(" one\r\ntwo \rthree\n\nfive"));
    static const char *const expected[] = { "one", "two", "three", "", "five" };
    struct text line;
    for (size_t i = 0; i < 5; i++) {
        assert_true(reading_line(&reading, &line));
        assert_true(reading_is(line, expected[i]));
        assert_int_equal(reading.line, i + 1);
    }
    assert_false(reading_line(&reading, &line));
}

static void words_are_between_blanks(void **state)
{
    (void)state;
    struct text line = text_of("f  1/2\t3"), word;
    assert_true(reading_word(&line, &word) && reading_is(word, "f"));
    assert_true(reading_word(&line, &word) && reading_is(word, "1/2"));
    assert_true(reading_word(&line, &word) && reading_is(word, "3"));
    assert_false(reading_word(&line, &word));
}

static void numbers_are_finite_and_decimal(void **state)
{
    (void)state;
    static const char *const wrong[] = { "",    "x",     "1x",  "0x10", "nan",  "inf",
                                         "1,5", "1e999", "--1", "1 ",   "1.2.3" };
    double number;
    assert_true(reading_number(text_of("-1.5e2"), &number) && number == -150);
    assert_true(reading_number(text_of("+.5"), &number) && number == 0.5);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(reading_number(text_of(wrong[i]), &number));
    char long_one[200];
    memset(long_one, '1', sizeof long_one);
    assert_false(reading_number((struct text){ long_one, sizeof long_one }, &number));
}

static void whole_numbers_have_no_point(void **state)
{
    (void)state;
    long number;
    assert_true(reading_integer(text_of("-12"), &number) && number == -12);
    assert_false(reading_integer(text_of("1.0"), &number));
    assert_false(reading_integer(text_of("1e300"), &number));
}

static void the_first_problem_stays(void **state)
{
    struct bench *bench = *state;
    struct reading reading = reading_of(&bench->arena, text_of("a\nb"));
    struct text line;
    reading_line(&reading, &line);
    assert_false(reading_fail(&reading, "expected %d", 1));
    assert_false(reading_fail_at(&reading, "expected 2"));
    assert_string_equal(reading.problem.bytes, "line 1: expected 1");
    reading.problem.length = 0;
    reading_fail_at(&reading, "expected 2");
    assert_string_equal(reading.problem.bytes, "byte 2: expected 2");
}

static void beginnings_have_no_case(void **state)
{
    (void)state;
    assert_true(reading_begins(text_of("EndSolid x"), "endsolid"));
    assert_false(reading_begins(text_of("end"), "endsolid"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(lines_end_in_three_ways),        BENCH_TEST(words_are_between_blanks),
        BENCH_TEST(numbers_are_finite_and_decimal), BENCH_TEST(whole_numbers_have_no_point),
        BENCH_TEST(the_first_problem_stays),        BENCH_TEST(beginnings_have_no_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
