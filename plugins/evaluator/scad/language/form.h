/* SPDX-License-Identifier: MIT */
/* The form that a customizer shows: a field for each annotated assignment of the main file whose value is of a kind
 * that a form can hold. Fields can be described, and set from the texts of a saved set of values. */
#ifndef SCAD_LANGUAGE_FORM_H
#define SCAD_LANGUAGE_FORM_H

#include "language/syntax.h"

enum form_kind {
    FORM_BOOLEAN,
    FORM_STRING,
    FORM_NUMBER,
    FORM_VECTOR, /* of one to four numbers */
    FORM_CHOICE, /* one of several numbers or strings */
};

/* One of the values that a field can be given. */
struct form_option {
    struct text label;
    const struct expression *value; /* a number or a string */
};

struct form_option_list {
    struct form_option *items;
    size_t count;
    size_t capacity;
};

/* A number that was given, or not. */
struct form_bound {
    bool given;
    double number;
};

struct form_field {
    enum form_kind kind;
    struct text name, description, group;
    struct assignment *assignment; /* holds the value */
    struct form_bound least, most, step;
    struct form_bound longest; /* of a string, in bytes */
    struct form_option_list options;
    size_t chosen; /* of the options, at first */
};

struct form {
    struct arena *arena;
    struct form_field *items;
    size_t count;
    size_t capacity;
};

/* The form of a file that customizer_annotate() has been over. */
struct form form_of(struct arena *arena, const struct names *names, const struct syntax_file *file);

/* The field of that name, or NULL. */
struct form_field *form_find(const struct form *form, struct text name);

/* Gives the field's assignment the value that the text is in a saved set, within the field's bounds; nothing happens
 * if the text does not fit the field. */
void form_set(const struct form *form, struct form_field *field, struct text value);

/* Prints the fields as a list of JSON objects, with the members and the order that OpenSCAD gives them. */
void form_print_json(struct builder *builder, const struct form *form);

#endif
