/* SPDX-License-Identifier: MIT */
/* Walking over a text, counting lines and columns. */
#include "language/reader.h"

#include <string.h>

struct reader *reader_open(struct arena *arena, const struct source *source, struct reader *outer)
{
    struct reader *reader = arena_take(arena, sizeof *reader);
    struct text contents = source->contents;
    if (!contents.bytes)
        contents = text_of("");
    *reader = (struct reader){
        .chain = { source, outer ? &outer->chain : NULL },
        .outer = outer,
        .at = contents.bytes,
        .end = contents.bytes + contents.length,
        .line_begin = contents.bytes,
        .line = 1,
    };
    return reader;
}

int reader_peek(const struct reader *reader, size_t ahead)
{
    return ahead < (size_t)(reader->end - reader->at) ? (unsigned char)reader->at[ahead] : -1;
}

bool reader_sees(const struct reader *reader, const char *string)
{
    if (reader_peek(reader, 0) != (unsigned char)*string)
        return false; /* nearly always, and this is asked at every token */
    size_t length = strlen(string);
    return length <= (size_t)(reader->end - reader->at) && memcmp(reader->at, string, length) == 0;
}

char reader_take(struct reader *reader)
{
    char byte = *reader->at++;
    if (byte == '\n') {
        reader->line++;
        reader->line_begin = reader->at;
    }
    return byte;
}

void reader_skip(struct reader *reader, size_t count)
{
    while (count-- > 0)
        reader_take(reader);
}

struct position reader_position(const struct reader *reader)
{
    size_t column = (size_t)(reader->at - reader->line_begin) + 1;
    return (struct position){
        .line = reader->line,
        .column = column < UINT16_MAX ? (uint16_t)column : UINT16_MAX,
        .source = reader->chain.source->index,
    };
}
