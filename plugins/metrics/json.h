/* SPDX-License-Identifier: MIT */
/* Strings of JSON, for the values that are JSON themselves. */
#pragma once

#include <stdio.h>

#include <tenon/text.h>

/* Writes the text as a string, quotes included; what is not printable ASCII is a question mark. */
static inline void json_string(FILE *stream, struct tn_text text)
{
    putc('"', stream);
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        if (c == '"' || c == '\\')
            putc('\\', stream);
        putc(c >= ' ' && c <= '~' ? c : '?', stream);
    }
    putc('"', stream);
}
