/* SPDX-License-Identifier: MIT */
/* The header fields of a reply: an ordered list in the request's arena. */
#pragma once

#include <base/arena.h>

struct field {
    struct tn_text name, value;
};

struct fields {
    struct field *items;
    size_t count, room;
};

/* Adds a field behind the others. Name and value are borrowed and NUL-terminated. */
void fields_add(struct fields *fields, struct arena *arena, struct tn_text name,
                struct tn_text value);

/* Puts the value in place of the first field of that name and takes the others away; adds one if there is none. */
void fields_set(struct fields *fields, struct arena *arena, struct tn_text name,
                struct tn_text value);

/* Takes away all whose name matches the pattern, whatever the case. */
void fields_remove(struct fields *fields, const char *pattern);

/* The first of that name; NULL if there is none. */
struct field *fields_find(const struct fields *fields, struct tn_text name);

/* A list of its own with the same texts: what comes later to one does not show in the other. */
struct fields fields_copy(const struct fields *fields, struct arena *arena);
