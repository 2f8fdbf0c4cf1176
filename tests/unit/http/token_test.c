/* SPDX-License-Identifier: MIT */
/* Field values: no control character passes, wherever it stands. */
#include <http/token.h>

#include "cmocka_all.h"

static void every_byte_at_every_place(void **state)
{
    (void)state;
    for (size_t size = 1; size <= 24; size++)
        for (size_t place = 0; place < size; place++)
            for (int byte = 0; byte < 256; byte++) {
                char text[24];
                memset(text, 'a', sizeof text);
                text[place] = (char)byte;
                bool valid = byte == '\t' || (byte >= ' ' && byte != 0x7f);
                assert_int_equal(field_value_valid((struct tn_text){ text, size }), valid);
            }
    assert_true(field_value_valid(TN_TEXT("")));
}

static void one_bad_byte_is_enough(void **state)
{
    (void)state;
    assert_false(field_value_valid(TN_TEXT("a tab\t, then a line\nend in the midst of it all")));
    assert_true(field_value_valid(TN_TEXT("a tab\t, then no line end in the midst of it all")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_at_every_place),
        cmocka_unit_test(one_bad_byte_is_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
