/* SPDX-License-Identifier: MIT */
/* The list of source texts. */
#include "language/source.h"

#include "base/list.h"

void sources_open(struct sources *sources, struct arena *arena)
{
    *sources = (struct sources){ .arena = arena };
}

const struct source *sources_add(struct sources *sources, struct text name, struct text contents)
{
    if (sources->count == SOURCES_MAX)
        return NULL;
    struct source *source = arena_take(sources->arena, sizeof *source);
    *source = (struct source){ name, contents, (uint16_t)sources->count };
    list_append(sources->arena, sources, source);
    return source;
}

const struct source *sources_find(const struct sources *sources, struct text name)
{
    for (size_t i = 0; i < sources->count; i++)
        if (text_equal(sources->items[i]->name, name))
            return sources->items[i];
    return NULL;
}

struct text source_folder(const struct source *source)
{
    size_t length = source->name.length;
    while (length > 0 && source->name.bytes[length - 1] != '/')
        length--;
    return (struct text){ source->name.bytes, length > 1 ? length - 1 : length };
}
