/* SPDX-License-Identifier: MIT */
/* XML for readers: elements as they begin and end, and the text right before an end. */
#ifndef SCAD_READERS_XML_H
#define SCAD_READERS_XML_H

#include "readers/reading.h"

enum { XML_TEXT_BYTES = 128 };

struct xml {
    struct reading *reading; /* its contents are read, its problem is set */
    void *context;           /* the reader's */
    void (*begin)(struct xml *xml, const char *name, const char *const *attributes);
    void (*end)(struct xml *xml, const char *name, struct text text); /* may be NULL */

    void *parser;
    char text[XML_TEXT_BYTES]; /* since the last tag; what is longer is no number and no name */
    size_t text_length;
};

/* Reads all. False with a problem that names a line. The functions may take memory of an arena that is exhausted then. */
bool xml_read(struct xml *xml);

/* Ends the reading with a problem. */
void xml_fail(struct xml *xml, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The value of an attribute; an empty text if it is not there. */
struct text xml_attribute(const char *const *attributes, const char *name);

#endif
