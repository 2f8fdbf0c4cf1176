/* SPDX-License-Identifier: MIT */
/* Writing JSON into memory of the request. */
#pragma once

#include <stdio.h>

#include <tenon/tenon.h>

/* A JSON string (RFC 8259, 7). */
void json_string(FILE *stream, struct tn_text text);

/* A stream into memory, and the end of it: what was written is good for this request. */
struct json_writer {
    FILE *stream; /* NULL: no memory */
    char *text;
    size_t size;
};
void json_begin(struct json_writer *writer);
struct tn_text json_end(struct tn_request *request, struct json_writer *writer);
