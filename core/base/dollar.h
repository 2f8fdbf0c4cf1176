/* SPDX-License-Identifier: MIT */
/*
 * What a `$` in a scalar of the file means. `${…}` is expanded once, when the file is read; what comes out of it has its
 * dollars doubled, so that afterwards `$name` is always a variable that the operator wrote, and `$$` always a dollar.
 */
#pragma once

#include <base/buffer.h>
#include <base/error.h>

enum dollar_kind {
    DOLLAR_LONE,      /* `$` before anything else: itself */
    DOLLAR_ESCAPED,   /* `$$`: a dollar */
    DOLLAR_EXPANSION, /* `${NAME}` */
    DOLLAR_VARIABLE,  /* `$name` or `$(name)` */
};

struct dollar {
    enum dollar_kind kind;
    size_t at; /* of the `$` in the text */
    /* Of the whole where it has brackets (0: they do not close), 2 if escaped, else 1. */
    size_t size;
};

/* The first dollar at or behind `from`; false if there is none. */
bool dollar_next(struct tn_text text, size_t from, struct dollar *dollar);

/* Adds the text with each dollar doubled, and the text with each doubled dollar made one. */
void dollar_escape(struct buffer *buffer, struct tn_text text);
void dollar_unescape(struct buffer *buffer, struct tn_text text);

/*
 * Where in the file, for an error to be added, the `nth` (from 0) dollar of a kind stands, in the scalar that begins at `scalar`. The scalar's own place
 * if it cannot be found, as when it is written as an escape, and if so many errors were added that this one is not shown: to
 * look for it takes as long as the file is.
 */
struct place dollar_place(const struct errors *errors, struct place scalar, enum dollar_kind kind,
                          size_t nth, unsigned width);
