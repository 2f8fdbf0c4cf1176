/* SPDX-License-Identifier: MIT */
/* Triangles that know nothing of each other: equal corners become one. */
#include "readers/stl.h"

#include <math.h>
#include <string.h>

enum { HEADER_BYTES = 84, TRIANGLE_BYTES = 50, NORMAL_BYTES = 12, CORNER_BYTES = 12 };

static uint32_t u32_at(const char *bytes)
{
    const unsigned char *at = (const unsigned char *)bytes;
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static bool is_binary(const struct reading *reading)
{
    size_t length = (size_t)(reading->end - reading->begin);
    if (length < HEADER_BYTES)
        return false;
    uint64_t count = u32_at(reading->begin + 80);
    return length == HEADER_BYTES + count * TRIANGLE_BYTES;
}

static bool read_corner(const char *bytes, double corner[3])
{
    for (int axis = 0; axis < 3; axis++) {
        uint32_t bits = u32_at(bytes + 4 * axis);
        float value;
        memcpy(&value, &bits, sizeof value);
        corner[axis] = (double)value;
        if (!isfinite(value))
            return false;
    }
    return true;
}

static bool read_binary(struct reading *reading, struct soup *soup)
{
    reading->at = reading->begin + HEADER_BYTES;
    while (reading->at < reading->end) {
        uint32_t corners[3];
        for (int i = 0; i < 3; i++) {
            double corner[3];
            if (!read_corner(reading->at + NORMAL_BYTES + CORNER_BYTES * i, corner))
                return reading_fail_at(reading, "a corner of the triangle is no number");
            corners[i] = soup_place(soup, corner);
        }
        soup_add_triangle(soup, corners[0], corners[1], corners[2]);
        reading->at += TRIANGLE_BYTES;
    }
    return true;
}

/* The triangle that lines are being read of. */
struct facet {
    uint32_t corners[3];
    int count;
};

static bool read_vertex(struct reading *reading, struct soup *soup, struct facet *facet,
                        struct text line)
{
    double corner[3];
    struct text keyword;
    reading_word(&line, &keyword);
    if (facet->count == 3)
        return reading_fail(reading, "a triangle has more than three corners");
    if (!reading_vector(&line, corner))
        return reading_fail(reading, "a corner is expected to be three numbers");
    facet->corners[facet->count++] = soup_place(soup, corner);
    if (facet->count == 3)
        soup_add_triangle(soup, facet->corners[0], facet->corners[1], facet->corners[2]);
    return true;
}

/* One solid or several; what else stands between them means nothing. */
static bool read_text(struct reading *reading, struct soup *soup)
{
    struct facet facet = { .count = 0 };
    struct text line;
    bool within = true;
    reading_line(reading, &line); /* the name may look like anything */
    soup_begin_object(soup);
    while (reading_line(reading, &line)) {
        bool begins = reading_begins(line, "solid");
        if (!within && begins)
            soup_begin_object(soup);
        within = (within || begins) && !reading_begins(line, "endsolid");
        if (!within || reading_begins(line, "outer loop"))
            facet.count = 0;
        else if (reading_begins(line, "endloop") && facet.count < 3)
            reading_fail(reading, "the triangle has fewer than three corners");
        else if (reading_begins(line, "vertex") && !read_vertex(reading, soup, &facet, line))
            return false;
    }
    if (within)
        reading_fail(reading, "the file ends without endsolid");
    return true;
}

bool stl_read(struct reading *reading, struct soup *soup)
{
    static const char magic[] = "solid";
    if (is_binary(reading))
        return read_binary(reading, soup);
    size_t length = (size_t)(reading->end - reading->begin);
    if (length > strlen(magic) && memcmp(reading->begin, magic, strlen(magic)) == 0)
        return read_text(reading, soup);
    return reading_fail_at(reading, "this is no STL file, or not as long as it says");
}
