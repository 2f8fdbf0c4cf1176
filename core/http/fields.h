/* SPDX-License-Identifier: MIT */
/* The header fields of a reply: an ordered list in the request's arena. */
#pragma once

#include <stdint.h>

#include <base/arena.h>

struct tn_header;

struct field {
    struct tn_text name, value;
    const struct tn_header *prepared; /* what both are of: the same one, the same texts; or NULL */
};

struct fields {
    struct field *items;
    size_t count, room;
    uint64_t marks; /* of the names that are there, and of some that were */
};

/* Adds a field behind the others. Name and value are borrowed and NUL-terminated. */
void fields_add(struct fields *fields, struct arena *arena, struct tn_text name,
                struct tn_text value);

/* Adds the field unless there is one of its name. */
void fields_fill(struct fields *fields, struct arena *arena, const struct field *field);

/* Puts the value in place of the first field of that name and takes the others away; adds one if there is none. */
void fields_set(struct fields *fields, struct arena *arena, struct tn_text name,
                struct tn_text value);

/* Takes away all whose name matches the pattern, whatever the case. */
void fields_remove(struct fields *fields, const char *pattern);

/* The first of that name; NULL if there is none. */
struct field *fields_find(const struct fields *fields, struct tn_text name);

/* A list of its own with the same texts: what comes later to one does not show in the other. */
struct fields fields_copy(const struct fields *fields, struct arena *arena);
