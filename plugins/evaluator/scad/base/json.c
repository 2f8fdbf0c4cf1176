/* SPDX-License-Identifier: MIT */
/* Strings and numbers as JSON writes them. */
#include "base/json.h"

#include "base/decimal.h"

#include <math.h>

static void print_control(struct builder *builder, unsigned char byte)
{
    switch (byte) {
    case '\n':
        builder_string(builder, "\\n");
        break;
    case '\r':
        builder_string(builder, "\\r");
        break;
    case '\t':
        builder_string(builder, "\\t");
        break;
    default:
        builder_format(builder, "\\u%04x", byte);
    }
}

static void print_ascii(struct builder *builder, unsigned char byte)
{
    if (byte < 0x20 || byte == 0x7f)
        print_control(builder, byte);
    else if (byte == '"' || byte == '\\')
        builder_format(builder, "\\%c", byte);
    else
        builder_byte(builder, (char)byte);
}

void json_print_string(struct builder *builder, struct text text)
{
    builder_byte(builder, '"');
    for (size_t at = 0; at < text.length;) {
        size_t length = text_utf8_length(text, at);
        if (length == 0)
            builder_string(builder, "\xef\xbf\xbd");
        else if (length == 1)
            print_ascii(builder, (unsigned char)text.bytes[at]);
        else
            builder_bytes(builder, text.bytes + at, length);
        at += length ? length : 1;
    }
    builder_byte(builder, '"');
}

void json_print_number(struct builder *builder, double number)
{
    if (!isfinite(number)) {
        builder_string(builder, "null");
        return;
    }
    char digits[DECIMAL_BYTES];
    builder_bytes(builder, digits, decimal_print(number, digits));
}
