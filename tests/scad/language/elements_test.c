/* SPDX-License-Identifier: MIT */
/* Vectors, ranges and list comprehensions, and what tells an element from an expression. */
#include "parsing.h"

static void vectors_may_end_with_a_comma(void **state)
{
    (void)state;
    assert_expression("[]", "[]");
    assert_expression("[1]", "[1]");
    assert_expression("[1, [2,], 3,]", "[1, [2], 3]");
    assert_refused("x = [,];", 1, 6, "Expected expression, got punctuation ,");
    assert_refused("x = [1,,];", 1, 8, "Expected expression, got punctuation ,");
}

static void ranges_have_two_or_three_parts(void **state)
{
    (void)state;
    assert_expression("[1:2]", "[1 : 2]");
    assert_expression("[a ? 1 : 2 : 3 : b]", "[(a ? 1 : 2) : 3 : b]");
    assert_expression("[(1):(2)]", "[1 : 2]");
    assert_refused("x = [1:2:3:4];", 1, 11, "Expected ], got punctuation :");
    assert_refused("x = [1:2,];", 1, 9, "Expected ], got punctuation ,");
    assert_refused("x = [for (i = a) i : 2];", 1, 20, "Expected ], got punctuation :");
}

static void loops_make_elements(void **state)
{
    (void)state;
    assert_expression("[for (i = [0:3], j = i) i]", "[for(i = [0 : 3], j = i) (i)]");
    assert_expression("[for (i = 0; i < 5; i = i + 1) i]", "[for(i = 0;(i < 5);i = (i + 1)) i]");
    assert_expression("[for (;true;) 1]", "[for(;true;) 1]");
    assert_expression("[for (i = a) for (j = b) [i, j], 7]",
                      "[for(i = a) (for(j = b) ([i, j])), 7]");
}

static void an_else_belongs_to_the_nearest_if(void **state)
{
    (void)state;
    assert_expression("[if (a) b]", "[if(a) (b)]");
    assert_expression("[if (a) if (b) c else d]", "[if(a) (if(b) (c) else (d))]");
    assert_expression("[if (a) b else if (c) d else e]", "[if(a) (b) else (if(c) (d) else (e))]");
}

static void each_takes_any_element(void **state)
{
    (void)state;
    assert_expression("[each a, each for (i = b) i]", "[each (a), each (for(i = b) (i))]");
    assert_refused("x = each [1];", 1, 5, "Expected expression, got keyword each");
}

static void let_is_an_element_only_around_one(void **state)
{
    (void)state;
    assert_expression("[let (a = 1) a]", "[let(a = 1) a]");
    assert_expression("[let (a = 1) for (i = a) i]", "[let(a = 1) (for(i = a) (i))]");
    assert_expression("[let (a = 1) let (b = 2) if (a) b]",
                      "[let(a = 1) (let(b = 2) (if(a) (b)))]");
    assert_expression("[let (a = 1) (a) + 1]", "[let(a = 1) (a + 1)]");
}

static void elements_may_stand_in_one_pair_of_parentheses(void **state)
{
    (void)state;
    assert_expression("[(for (i = a) i)]", "[for(i = a) (i)]");
    assert_expression("[(let (a = 1) (if (a) 2))]", "[let(a = 1) (if(a) (2))]");
    assert_expression("[(let (a = 1) a)[0] + 1 ? 2 : 3]", "[((let(a = 1) a[0] + 1) ? 2 : 3)]");
    assert_expression("[((a)) ^ 2]", "[(a ^ 2)]");
    assert_refused("x = [((for (i = a) i))];", 1, 8, "Expected expression, got keyword for");
    assert_refused("x = [(for (i = a) i) + 1];", 1, 22, "Expected ], got operator +");
    assert_refused("x = (for (i = a) i);", 1, 6, "Expected expression, got keyword for");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_may_end_with_a_comma),
        cmocka_unit_test(ranges_have_two_or_three_parts),
        cmocka_unit_test(loops_make_elements),
        cmocka_unit_test(an_else_belongs_to_the_nearest_if),
        cmocka_unit_test(each_takes_any_element),
        cmocka_unit_test(let_is_an_element_only_around_one),
        cmocka_unit_test(elements_may_stand_in_one_pair_of_parentheses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
