/* SPDX-License-Identifier: MIT */
/* Text with a length: what requests, replies and variables are made of. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

/*
 * Bytes at `at`, `size` of them; not NUL-terminated. An absent text (a header that was not sent)
 * has `at` NULL; an empty one has `at` non-NULL and `size` 0. Who owns the bytes, and until when,
 * is said where the text comes from.
 */
struct tn_text {
    const char *at;
    size_t size;
};

/* A text over a string literal, for initialisers and arguments in C. */
#define TN_TEXT(literal) ((struct tn_text){ "" literal, sizeof(literal) - 1 })

/* For printf: printf("%" TN_PRI "\n", TN_ARG(text)). */
#define TN_PRI       ".*s"
#define TN_ARG(text) (int)(text).size, (text).at

/* A text over a NUL-terminated string, which stays the caller's; NULL gives an absent text. */
static inline struct tn_text tn_text(const char *string)
{
    struct tn_text text = { string, string ? strlen(string) : 0 };
    return text;
}

/* Whether the text is there at all, empty or not. */
static inline bool tn_text_present(struct tn_text text)
{
    return text.at != NULL;
}

/* Byte-wise equality; an absent text equals only an absent one. */
static inline bool tn_text_equal(struct tn_text a, struct tn_text b)
{
    if (!a.at || !b.at)
        return a.at == b.at;
    return a.size == b.size && memcmp(a.at, b.at, a.size) == 0;
}

/* Equality with a C string, which may be NULL: that equals an absent text. */
static inline bool tn_text_is(struct tn_text text, const char *string)
{
    return tn_text_equal(text, tn_text(string));
}

/* Equality with a C string but for the case of ASCII letters, as header names compare (RFC
 * 9110, 5.1). */
static inline bool tn_text_is_nocase(struct tn_text text, const char *string)
{
    return text.at && strlen(string) == text.size && strncasecmp(text.at, string, text.size) == 0;
}
