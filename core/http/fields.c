/* SPDX-License-Identifier: MIT */
/* The header fields of a reply. */
#include <base/pattern.h>
#include <http/fields.h>
#include <http/token.h>

enum { FIELDS_FIRST = 24 };

/* One of 64 by which nearly every name is known not to be there. */
static uint64_t mark_of(struct tn_text name)
{
    if (name.size == 0)
        return 1;
    size_t first = (unsigned char)name.at[0] | 0x20,
           last = (unsigned char)name.at[name.size - 1] | 0x20;
    return (uint64_t)1 << (name.size * 27 + first * 9 + last) % 64;
}

/* Nearly every name is told from another by its size or its first letter. */
static bool same_name(struct tn_text a, struct tn_text b)
{
    return a.size == b.size && (a.size == 0 || (a.at[0] | 0x20) == (b.at[0] | 0x20)) &&
           text_equal_nocase(a, b);
}

static struct field *find(const struct fields *fields, struct tn_text name, uint64_t mark)
{
    if (!(fields->marks & mark))
        return NULL;
    for (size_t i = 0; i < fields->count; i++)
        if (same_name(fields->items[i].name, name))
            return &fields->items[i];
    return NULL;
}

struct field *fields_find(const struct fields *fields, struct tn_text name)
{
    return find(fields, name, mark_of(name));
}

static void make_room(struct fields *fields, struct arena *arena)
{
    size_t room = fields->room ? fields->room * 2 : FIELDS_FIRST;
    struct field *items = (void *)arena_room(arena, room * sizeof *items);
    if (fields->count > 0)
        memcpy(items, fields->items, fields->count * sizeof *items);
    fields->items = items;
    fields->room = room;
}

static void add(struct fields *fields, struct arena *arena, const struct field *field,
                uint64_t mark)
{
    if (fields->count == fields->room)
        make_room(fields, arena);
    fields->items[fields->count++] = *field;
    fields->marks |= mark;
}

void fields_add(struct fields *fields, struct arena *arena, struct tn_text name,
                struct tn_text value)
{
    add(fields, arena, &(struct field){ .name = name, .value = value }, mark_of(name));
}

void fields_fill(struct fields *fields, struct arena *arena, const struct field *field)
{
    uint64_t mark = mark_of(field->name);
    if (!find(fields, field->name, mark))
        add(fields, arena, field, mark);
}

void fields_set(struct fields *fields, struct arena *arena, struct tn_text name,
                struct tn_text value)
{
    struct field *first = fields_find(fields, name);
    if (!first) {
        fields_add(fields, arena, name, value);
        return;
    }
    *first = (struct field){ .name = name, .value = value };
    size_t kept = (size_t)(first - fields->items) + 1;
    for (size_t i = kept; i < fields->count; i++)
        if (!same_name(fields->items[i].name, name))
            fields->items[kept++] = fields->items[i];
    fields->count = kept;
}

void fields_remove(struct fields *fields, const char *pattern)
{
    size_t kept = 0;
    for (size_t i = 0; i < fields->count; i++)
        if (!pattern_matches_nocase(pattern, fields->items[i].name))
            fields->items[kept++] = fields->items[i];
    fields->count = kept;
}

struct fields fields_copy(const struct fields *fields, struct arena *arena)
{
    struct fields copy = { 0 };
    for (size_t i = 0; i < fields->count; i++)
        add(&copy, arena, &fields->items[i], mark_of(fields->items[i].name));
    return copy;
}
