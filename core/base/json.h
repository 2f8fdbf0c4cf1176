/* SPDX-License-Identifier: MIT */
/* Writing JSON (RFC 8259): the bare pieces, and a writer that puts the commas and the indentation. Nothing here reads JSON. */
#pragma once

#include <base/buffer.h>
#include <tenon/value.h>

/* How many bytes a text takes as the inside of a JSON string, and writing it: returns behind the last byte. Invalid UTF-8
 * becomes U+FFFD, one for each byte that fits nothing. */
size_t json_text_size(struct tn_text text);
char *json_text_write(char *to, struct tn_text text);

/* Numbers as JSON. Each returns its size. */
enum { JSON_NUMBER_MAX = 32 };
size_t json_integer_print(int64_t number, char text[JSON_NUMBER_MAX]);
/* The shortest decimal that reads back as the same number; "null" for what JSON has no number for. */
size_t json_number_print(double number, char text[JSON_NUMBER_MAX]);

enum { JSON_DEPTH_MAX = 128 };

/* Begin with { .indent = 2 } or all zero (compact), end with json_free. Values, keys and ends come in the order of the text. */
struct json {
    struct buffer out;
    unsigned indent; /* spaces a level; 0: all on one line */
    unsigned depth;
    bool filled[JSON_DEPTH_MAX + 1]; /* the open object or array of that depth has a member */
    bool after_key;
};

void json_object(struct json *json);
void json_object_end(struct json *json);
void json_array(struct json *json);
void json_array_end(struct json *json);
void json_key(struct json *json, const char *key);
void json_key_text(struct json *json, struct tn_text key);

/* An absent text and a NULL string are null. */
void json_text(struct json *json, struct tn_text text);
void json_string(struct json *json, const char *string);
void json_print(struct json *json, const char *format, ...) TN_PRINTF(2, 3);
void json_integer(struct json *json, int64_t integer);
void json_number(struct json *json, double number);
void json_boolean(struct json *json, bool boolean);
void json_null(struct json *json);
/* What is JSON already. */
void json_raw(struct json *json, struct tn_text text);
void json_value(struct json *json, struct tn_value value);

/* A key and its value at once. */
void json_member(struct json *json, const char *key, const char *string);

void json_free(struct json *json);
