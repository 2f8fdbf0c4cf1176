/* SPDX-License-Identifier: MIT */
/* A line for each vertex and each face. What else stands in a line, such as a colour, is left alone. */
#include "readers/off.h"

#include <string.h>

/* Takes the next line that says something. */
static bool take_line(struct reading *reading, struct text *line)
{
    while (reading_line(reading, line)) {
        const char *comment = line->length ? memchr(line->bytes, '#', line->length) : NULL;
        if (comment)
            line->length = (size_t)(comment - line->bytes);
        struct text rest = *line, word;
        if (reading_word(&rest, &word))
            return true;
    }
    return reading_fail(reading, "the file ends too early");
}

/* Letters before OFF say what else stands behind the coordinates, or that there are more of them. */
static bool check_magic(struct reading *reading, struct text word)
{
    static const char *const before[] = { "ST", "C", "N" };
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        size_t length = strlen(before[i]);
        if (word.length > length && memcmp(word.bytes, before[i], length) == 0)
            word = (struct text){ word.bytes + length, word.length - length };
    }
    if (reading_is(word, "OFF"))
        return true;
    return reading_fail(reading, "expected OFF with three dimensions, found '%.*s'",
                        word.length < 20 ? (int)word.length : 20, word.bytes);
}

/* The first line is the magic word, the counts, or both. */
static bool read_header(struct reading *reading, long *vertices, long *faces)
{
    struct text line, word;
    if (!take_line(reading, &line))
        return false;
    struct text rest = line;
    reading_word(&rest, &word);
    if (!reading_integer(word, vertices)) {
        if (!check_magic(reading, word))
            return false;
        line = rest;
        if (!reading_word(&rest, &word) && !take_line(reading, &line))
            return false;
    }
    if (reading_word(&line, &word) && reading_is(word, "BINARY"))
        return reading_fail(reading, "binary OFF is not supported");
    if (!reading_integer(word, vertices) || *vertices < 1 || !reading_word(&line, &word) ||
        !reading_integer(word, faces) || *faces < 1)
        return reading_fail(reading, "expected how many vertices and faces there are");
    return true;
}

static bool read_face(struct reading *reading, struct soup *soup, struct text line)
{
    struct text word;
    long count, index;
    reading_word(&line, &word);
    if (!reading_integer(word, &count) || count < 0)
        return reading_fail(reading, "expected how many corners the face has");
    for (long i = 0; i < count; i++) {
        if (!reading_word(&line, &word) || !reading_integer(word, &index))
            return reading_fail(reading, "a face of %ld corners has %ld", count, i);
        if (index >= 0 && (size_t)index < soup->points.count)
            soup_add_corner(soup, (uint32_t)index);
        else
            reading_fail(reading, "there is no vertex %ld", index);
    }
    soup_end_face(soup);
    return true;
}

bool off_read(struct reading *reading, struct soup *soup)
{
    long vertices, faces;
    struct text line;
    if (!read_header(reading, &vertices, &faces))
        return false;
    for (long i = 0; i < vertices; i++) {
        double point[3];
        if (!take_line(reading, &line))
            return false;
        if (!reading_vector(&line, point))
            return reading_fail(reading, "a vertex is expected to be three numbers");
        soup_add_point(soup, point);
    }
    for (long i = 0; i < faces; i++)
        if (!take_line(reading, &line) || !read_face(reading, soup, line))
            return false;
    return true;
}
