/* SPDX-License-Identifier: MIT */
/* Text that grows at its end. */
#pragma once

#include <stdarg.h>

#include <tenon/abi.h>
#include <tenon/text.h>

/* All zero is an empty buffer. */
struct buffer {
    char *at; /* NUL-terminated once something has been added */
    size_t size;
    size_t room;
};

/* Makes room for `size` more bytes and returns where they go; the caller adds to `size` what it has written. */
char *buffer_room(struct buffer *buffer, size_t size);
void buffer_add(struct buffer *buffer, struct tn_text text);
void buffer_string(struct buffer *buffer, const char *string);
void buffer_print(struct buffer *buffer, const char *format, ...) TN_PRINTF(2, 3);
void buffer_vprint(struct buffer *buffer, const char *format, va_list arguments) TN_PRINTF(2, 0);
/* What is in it; good until the next change. Empty, not absent, if nothing is. */
struct tn_text buffer_text(const struct buffer *buffer);
void buffer_free(struct buffer *buffer);
