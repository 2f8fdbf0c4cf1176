/* SPDX-License-Identifier: MIT */
/* Every identifier once: names are small dense numbers, so comparing is ==, and a table by name is
 * an array. */
#ifndef SCAD_BASE_NAMES_H
#define SCAD_BASE_NAMES_H

#include "base/text.h"

#include <stdint.h>

/* 0 is no name; the others count from 1. */
typedef uint32_t name_id;
#define NAME_NONE 0

struct names {
    struct arena *arena;
    struct text *items; /* by name_id; items[0] is empty */
    uint32_t count;
    uint32_t capacity;
    uint32_t seed;    /* differs from run to run, so that no program can aim at one bucket */
    name_id *buckets; /* open addressing, a power of two */
    uint32_t bucket_count;
};

/* An empty table whose memory comes from the arena. */
void names_open(struct names *names, struct arena *arena);

/* The number of the name, a new one if it was not seen before. */
name_id names_intern(struct names *names, struct text text);

/* The same for a C string. */
name_id names_intern_string(struct names *names, const char *string);

/* The number of the name, or NAME_NONE if it was never interned. */
name_id names_find(const struct names *names, struct text text);

/* The text of a name; a NUL follows it. */
struct text names_text(const struct names *names, name_id name);

/* Names that begin with a dollar sign follow the caller's scope, not the text's; but for $children. */
bool names_is_special(const struct names *names, name_id name);

#endif
