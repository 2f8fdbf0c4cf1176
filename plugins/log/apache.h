/* SPDX-License-Identifier: MIT */
/* Access lines as Apache writes them. */
#pragma once

#include <tenon/text.h>

#include "pen.h"

struct apache {
    int64_t time_ms;
    struct pen_clock *clock;     /* or NULL */
    struct tn_text client, user; /* absent: "-" */
    /* The request line; the method "-" or absent: there was none. */
    struct tn_text method, target, version;
    int status;
    int64_t bytes; /* of the reply's body; 0: "-" */
    bool combined; /* Referer and User-Agent follow */
    struct tn_text referer, agent;
};

/* With its line feed. Whatever a client has put into it, it is one line of ASCII. */
void apache_print(struct pen *pen, const struct apache *line);
