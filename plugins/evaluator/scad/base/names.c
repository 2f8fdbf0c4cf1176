/* SPDX-License-Identifier: MIT */
/* The table of names: an array by number, and a hash table that finds the number. */
#include "base/names.h"

#include "base/list.h"

enum { FIRST_BUCKET_COUNT = 256 };

void names_open(struct names *names, struct arena *arena)
{
    *names = (struct names){ .arena = arena, .seed = (uint32_t)((uintptr_t)names >> 4) };
    list_append(arena, names, text_of(""));
    names->bucket_count = FIRST_BUCKET_COUNT;
    names->buckets = arena_take(arena, names->bucket_count * sizeof *names->buckets);
}

/* FNV-1a: names are short and come from the program's own text. */
static uint32_t hash(const struct names *names, struct text text)
{
    uint32_t value = 2166136261u ^ names->seed;
    for (size_t i = 0; i < text.length; i++)
        value = (value ^ (unsigned char)text.bytes[i]) * 16777619u;
    return value;
}

/* The bucket that holds the name, or the empty one where it belongs. */
static name_id *bucket_of(const struct names *names, struct text text)
{
    uint32_t mask = names->bucket_count - 1;
    uint32_t at = hash(names, text) & mask;
    while (names->buckets[at] != NAME_NONE && !text_equal(names->items[names->buckets[at]], text))
        at = (at + 1) & mask;
    return &names->buckets[at];
}

static void double_buckets(struct names *names)
{
    names->bucket_count *= 2;
    names->buckets = arena_take(names->arena, names->bucket_count * sizeof *names->buckets);
    for (name_id name = 1; name < names->count; name++)
        *bucket_of(names, names->items[name]) = name;
}

name_id names_intern(struct names *names, struct text text)
{
    name_id *bucket = bucket_of(names, text);
    if (*bucket != NAME_NONE)
        return *bucket;
    name_id name = names->count;
    *bucket = name;
    list_append(names->arena, names, text_copy(names->arena, text));
    if (names->count > names->bucket_count / 2)
        double_buckets(names);
    return name;
}

name_id names_intern_string(struct names *names, const char *string)
{
    return names_intern(names, text_of(string));
}

name_id names_find(const struct names *names, struct text text)
{
    return *bucket_of(names, text);
}

struct text names_text(const struct names *names, name_id name)
{
    return names->items[name];
}

bool names_is_special(const struct names *names, name_id name)
{
    struct text text = names->items[name];
    return text.length > 0 && text.bytes[0] == '$' && !text_equal(text, text_of("$children"));
}
