/* SPDX-License-Identifier: MIT */
/* %h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i", escaped as Apache's mod_log_config does. */
#include "apache.h"

#include <stdio.h>

static void put_escape(struct pen *pen, unsigned char byte)
{
    static const char from[] = "\b\n\r\t\v\"\\", to[] = "bnrtv\"\\";
    const char *found = byte ? strchr(from, byte) : NULL;
    char text[5];
    if (found) {
        pen_char(pen, '\\');
        pen_put(pen, &to[found - from], 1);
    } else {
        snprintf(text, sizeof text, "\\x%02x", byte);
        pen_put(pen, text, 4);
    }
}

static void put_escaped(struct pen *pen, struct tn_text text)
{
    for (size_t begin = 0, end; begin < text.size; begin = end + 1) {
        for (end = begin; end < text.size; end++) {
            unsigned char byte = (unsigned char)text.at[end];
            if (byte < 0x20 || byte > 0x7e || byte == '"' || byte == '\\')
                break;
        }
        pen_put(pen, text.at + begin, end - begin);
        if (end < text.size)
            put_escape(pen, (unsigned char)text.at[end]);
    }
}

static void put_or_dash(struct pen *pen, struct tn_text text)
{
    put_escaped(pen, tn_text_present(text) ? text : TN_TEXT("-"));
}

static void put_quoted(struct pen *pen, struct tn_text text)
{
    pen_put(pen, " \"", 2);
    put_or_dash(pen, text);
    pen_char(pen, '"');
}

static void put_request_line(struct pen *pen, const struct apache *line)
{
    if (!tn_text_present(line->method) || tn_text_is(line->method, "-")) {
        pen_string(pen, " \"-\"");
        return;
    }
    pen_put(pen, " \"", 2);
    put_escaped(pen, line->method);
    pen_char(pen, ' ');
    put_escaped(pen, line->target);
    pen_char(pen, ' ');
    put_escaped(pen, line->version);
    pen_char(pen, '"');
}

void apache_print(struct pen *pen, const struct apache *line)
{
    put_or_dash(pen, line->client);
    pen_string(pen, " - ");
    if (tn_text_present(line->user) && line->user.size == 0)
        pen_string(pen, "\"\"");
    else
        put_or_dash(pen, line->user);
    pen_string(pen, " [");
    pen_clock_time(pen, line->clock, line->time_ms, PEN_APACHE);
    pen_string(pen, "]");
    put_request_line(pen, line);
    pen_char(pen, ' ');
    pen_integer(pen, line->status);
    pen_char(pen, ' ');
    if (line->bytes > 0)
        pen_integer(pen, line->bytes);
    else
        pen_char(pen, '-');
    if (line->combined) {
        put_quoted(pen, line->referer);
        put_quoted(pen, line->agent);
    }
    pen_char(pen, '\n');
}
