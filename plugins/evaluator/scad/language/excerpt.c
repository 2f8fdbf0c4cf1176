/* SPDX-License-Identifier: MIT */
/* Columns count bytes; the caret stands under the character that the byte belongs to. */
#include "language/excerpt.h"

#include <string.h>

static struct text line_at(struct text contents, uint32_t number)
{
    const char *at = contents.bytes, *end = contents.bytes + contents.length;
    for (uint32_t line = 1; line < number && at; line++) {
        at = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
        at = at ? at + 1 : NULL;
    }
    if (!at)
        return (struct text){ "", 0 };
    const char *stop = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
    struct text line = { at, (size_t)((stop ? stop : end) - at) };
    if (line.length > 0 && line.bytes[line.length - 1] == '\r')
        line.length--;
    return line;
}

static bool continues_character(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Cuts off what is far from the place, between characters. Returns how much in front of it. */
static size_t cut(struct text *line, size_t place)
{
    size_t before = place > EXCERPT_BYTES_MAX / 2 ? place - EXCERPT_BYTES_MAX / 2 : 0;
    if (line->length <= EXCERPT_BYTES_MAX)
        return 0;
    if (before > line->length - EXCERPT_BYTES_MAX)
        before = line->length - EXCERPT_BYTES_MAX;
    while (before > 0 && continues_character(line->bytes[before]))
        before--;
    size_t length = EXCERPT_BYTES_MAX;
    while (before + length < line->length && continues_character(line->bytes[before + length]))
        length++;
    *line = (struct text){ line->bytes + before, length };
    return before;
}

/* One blank for each character in front of the caret; tabs stay tabs. */
static void add_caret(struct builder *excerpt, struct text line, size_t place)
{
    builder_byte(excerpt, '\n');
    for (size_t i = 0; i < place; i++)
        if (line.bytes[i] == '\t')
            builder_byte(excerpt, '\t');
        else if (!continues_character(line.bytes[i]))
            builder_byte(excerpt, ' ');
    builder_byte(excerpt, '^');
}

struct text excerpt_of(struct arena *arena, const struct sources *sources, struct position position)
{
    struct builder excerpt = builder_in(arena);
    if (position.line == 0 || position.source >= sources->count)
        return builder_result(&excerpt);
    struct text line = line_at(sources->items[position.source]->contents, position.line);
    size_t place = position.column > 0 ? position.column - 1u : 0;
    if (place > line.length)
        place = line.length;
    place -= cut(&line, place);
    builder_text(&excerpt, line);
    if (position.column > 0 && line.length > 0)
        add_caret(&excerpt, line, place);
    return builder_result(&excerpt);
}
