/* SPDX-License-Identifier: MIT */
/* cmocka and the headers that it wants before it. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <tenon/text.h>

/* Compares a text that may be absent (NULL) with a string. */
#define assert_text(text, string) check_text((text), (string), __FILE__, __LINE__)

static inline void check_text(struct tn_text text, const char *string, const char *file, int line)
{
    if (tn_text_equal(text, tn_text(string)))
        return;
    print_error("%s:%d: found \"%.*s\", expected \"%s\"\n", file, line, (int)text.size,
                text.at ? text.at : "", string ? string : "(absent)");
    fail();
}
