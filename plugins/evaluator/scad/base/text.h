/* SPDX-License-Identifier: MIT */
/* A stretch of bytes that somebody else owns, and a builder that writes one into an arena. */
#ifndef SCAD_BASE_TEXT_H
#define SCAD_BASE_TEXT_H

#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    const char *bytes;
    size_t length;
};

/* The text of a C string, not copied. */
struct text text_of(const char *string);

bool text_equal(struct text a, struct text b);

/* Less than 0, 0 or more than 0 as `a` comes before, with or after `b`, byte by byte. */
int text_compare(struct text a, struct text b);

/* A copy in the arena, with a NUL after it that the length does not count. */
struct text text_copy(struct arena *arena, struct text text);

/* Writes the character as UTF-8 and returns the number of bytes, 1 to 4. What is not a Unicode
 * character (surrogates, too large) gives 0 bytes. */
size_t text_encode_utf8(uint32_t character, char bytes[4]);

/* The number of bytes of the character that begins there, 1 to 4, or 0 if no valid UTF-8 does. */
size_t text_utf8_length(struct text text, size_t at);

struct builder {
    struct arena *arena;
    char *bytes;
    size_t length;
    size_t capacity;
};

/* An empty builder; what it writes lives as long as the arena, which is asked at every piece whether the work goes on. */
struct builder builder_in(struct arena *arena);

void builder_byte(struct builder *builder, char byte);
void builder_bytes(struct builder *builder, const char *bytes, size_t length);
void builder_string(struct builder *builder, const char *string);
void builder_text(struct builder *builder, struct text text);
void builder_format(struct builder *builder, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void builder_format_list(struct builder *builder, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* What was written so far; a NUL follows it. Valid until the builder is written to again. */
struct text builder_result(struct builder *builder);

#endif
