/* SPDX-License-Identifier: MIT */
/* Rise and fall, step by step. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <worker/streak.h>

/* + is up, o degraded, - down. */
static enum tn_health health(char letter)
{
    return letter == '+' ? TN_HEALTH_UP : letter == 'o' ? TN_HEALTH_DEGRADED : TN_HEALTH_DOWN;
}

/* Feeds answers and compares the state after each. */
static void follow(const char *answers, const char *states, int64_t rise, int64_t fall)
{
    struct streak streak = { 0 };
    assert_int_equal(strlen(answers), strlen(states));
    for (size_t i = 0; answers[i]; i++) {
        streak_take(&streak, health(answers[i]), rise, fall);
        if (streak.state != health(states[i]))
            fail_msg("`%s` went otherwise than `%s` at %zu", answers, states, i);
    }
}

static void the_first_answer_is_believed(void **state)
{
    (void)state;
    follow("+", "+", 5, 5);
    follow("-", "-", 5, 5);
    follow("o", "o", 5, 5);
}

static void without_patience_each_answer_counts(void **state)
{
    (void)state;
    follow("+-++--o+", "+-++--o+", 1, 1);
}

static void only_a_row_counts(void **state)
{
    (void)state;
    follow("+--+-+--", "++-++++-", 1, 2);
    follow("-+-++-++", "----++++", 2, 2);
    follow("+--+--+---", "+++++++++-", 1, 3);
    follow("-++-++-+++", "---------+", 3, 1);
}

static void a_row_of_several_kinds_turns_to_what_all_agree_on(void **state)
{
    (void)state;
    follow("+-o", "++o", 1, 2);
    follow("+o-", "++o", 1, 2);
    follow("-+o", "--o", 2, 1);
    follow("-o+", "--o", 2, 1);
    follow("o-+-+", "ooooo", 2, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_answer_is_believed),
        cmocka_unit_test(without_patience_each_answer_counts),
        cmocka_unit_test(only_a_row_counts),
        cmocka_unit_test(a_row_of_several_kinds_turns_to_what_all_agree_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
