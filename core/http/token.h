/* SPDX-License-Identifier: MIT */
/* The characters of HTTP (RFC 9110, 5.5 and 5.6): tokens, field values, lists. */
#pragma once

#include <tenon/text.h>

/* The value of a hexadecimal digit; -1 if it is none. */
int hexadecimal(char digit);

/* Whether the text is a token (RFC 9110, 5.6.2): not empty, no separators. */
bool token_valid(struct tn_text text);

/* Whether a field's value holds no control character but the tab (RFC 9110, 5.5). */
bool field_value_valid(struct tn_text text);

/* The text without spaces and tabs at its ends. */
struct tn_text trimmed(struct tn_text text);

/* Takes the next member off the front of a comma-separated list, trimmed; false when none is left. Empty members are skipped. */
bool list_next(struct tn_text *list, struct tn_text *member);

/* Whether two texts are the same but for the case of ASCII letters. */
bool text_equal_nocase(struct tn_text a, struct tn_text b);
