/* SPDX-License-Identifier: MIT */
/* Lines that begin with v or f count; a backslash at its end goes on with a line. */
#include "readers/obj.h"

#include <string.h>

/* "7", "7/1", "7//3" and "7/1/3" name the vertex 7; -1 is the last one so far. */
static bool read_corner(struct reading *reading, struct soup *soup, struct text word)
{
    const char *slash = memchr(word.bytes, '/', word.length);
    long index;
    if (slash)
        word.length = (size_t)(slash - word.bytes);
    if (!reading_integer(word, &index))
        return reading_fail(reading, "a corner is expected to be the number of a vertex");
    long count = (long)soup->points.count;
    long place = index < 0 ? count + index : index - 1;
    if (place >= 0 && place < count)
        soup_add_corner(soup, (uint32_t)place);
    else
        reading_fail(reading, "there is no vertex %ld", index);
    return true;
}

static bool goes_on(struct text *line)
{
    if (line->length == 0 || line->bytes[line->length - 1] != '\\')
        return false;
    line->length--;
    return true;
}

static bool read_face(struct reading *reading, struct soup *soup, struct text line)
{
    struct text word;
    bool more;
    do {
        more = goes_on(&line);
        while (reading_word(&line, &word))
            if (!read_corner(reading, soup, word))
                return false;
    } while (more && reading_line(reading, &line));
    soup_end_face(soup);
    return true;
}

bool obj_read(struct reading *reading, struct soup *soup)
{
    struct text line, word;
    while (reading_line(reading, &line)) {
        double point[3];
        if (!reading_word(&line, &word))
            continue;
        if (reading_is(word, "v") && !reading_vector(&line, point))
            return reading_fail(reading, "a vertex is expected to be three numbers");
        if (reading_is(word, "v"))
            soup_add_point(soup, point);
        else if (reading_is(word, "f") && !read_face(reading, soup, line))
            return false;
    }
    if (soup->ends.count == 0)
        reading_fail(reading, "there are no faces");
    return true;
}
