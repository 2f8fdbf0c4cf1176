/* SPDX-License-Identifier: MIT */
/* Numbers are texts of elements of their own: <v1>, or <x> in <coordinates>. */
#include "readers/amf.h"

#include "readers/archive.h"
#include "readers/xml.h"

#include <string.h>

struct amf {
    struct soup *soup;
    size_t first; /* point of the object */
    double point[3];
    long corners[3];
    bool in_coordinates, in_triangle;
};

static void begin(struct xml *xml, const char *name, const char *const *attributes)
{
    struct amf *amf = xml->context;
    (void)attributes;
    if (strcmp(name, "object") == 0) {
        amf->first = amf->soup->points.count;
        soup_begin_object(amf->soup);
    } else if (strcmp(name, "coordinates") == 0) {
        amf->in_coordinates = true;
        memset(amf->point, 0, sizeof amf->point);
    } else if (strcmp(name, "triangle") == 0) {
        amf->in_triangle = true;
        memset(amf->corners, 0, sizeof amf->corners);
    }
}

static void end_triangle(struct xml *xml)
{
    struct amf *amf = xml->context;
    long count = (long)(amf->soup->points.count - amf->first);
    for (int i = 0; i < 3; i++) {
        if (amf->corners[i] < 0 || amf->corners[i] >= count) {
            xml_fail(xml, "there is no vertex %ld", amf->corners[i]);
            return;
        }
        soup_add_corner(amf->soup, (uint32_t)amf->first + (uint32_t)amf->corners[i]);
    }
    soup_end_face(amf->soup);
    amf->in_triangle = false;
}

static void end(struct xml *xml, const char *name, struct text text)
{
    struct amf *amf = xml->context;
    struct text word;
    reading_word(&text, &word);
    bool is_axis = name[0] >= 'x' && name[0] <= 'z' && name[1] == '\0';
    bool is_corner = name[0] == 'v' && name[1] >= '1' && name[1] <= '3' && name[2] == '\0';
    if (amf->in_coordinates && is_axis) {
        if (!reading_number(word, &amf->point[name[0] - 'x']))
            xml_fail(xml, "a coordinate is expected to be a number");
    } else if (amf->in_triangle && is_corner) {
        if (!reading_integer(word, &amf->corners[name[1] - '1']))
            xml_fail(xml, "a corner is expected to be the number of a vertex");
    } else if (strcmp(name, "coordinates") == 0) {
        soup_add_point(amf->soup, amf->point);
        amf->in_coordinates = false;
    } else if (strcmp(name, "triangle") == 0) {
        end_triangle(xml);
    }
}

bool amf_read(struct reading *reading, struct soup *soup)
{
    struct amf amf = { .soup = soup };
    struct xml xml = { .reading = reading, .context = &amf, .begin = begin, .end = end };
    struct text entry;
    if (archive_is(reading)) {
        if (!archive_read(reading, ".amf", &entry))
            return false;
        *reading = reading_of(reading->arena, entry);
    }
    return xml_read(&xml);
}
