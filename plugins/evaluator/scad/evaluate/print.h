/* SPDX-License-Identifier: MIT */
/* Values as text: what echo() and str() write. */
#ifndef SCAD_EVALUATE_PRINT_H
#define SCAD_EVALUATE_PRINT_H

#include "evaluate/value.h"

struct printer {
    struct heap *heap;
    struct value text; /* a string value that grows */
    bool too_deep;     /* a vector was nested deeper than the C stack allows */

    /* Writes a function value in the language. */
    void (*print_function)(void *context, struct printer *printer, const struct function *function);
    void *context;
};

/* Writes the value as str() does: a string bare, strings within vectors in quotes. False if it is
 * nested too deeply. */
bool print_value(struct printer *printer, struct value value);

/* Writes the value as echo() does: a string in quotes. */
bool print_echo(struct printer *printer, struct value value);

/* Adds bytes. */
void print_text(struct printer *printer, struct text text);
void print_string(struct printer *printer, const char *string);

#endif
