/* SPDX-License-Identifier: MIT */
/* Expat calls. Where memory ends, be it an arena's or its own, its memory is given back before anybody is told. */
#include "readers/xml.h"

#include <expat.h>
#include <string.h>

/* What is handed over without a question. */
enum { CHUNK_BYTES = 1 << 16 };

static void begin_element(void *context, const XML_Char *name, const XML_Char **attributes)
{
    struct xml *xml = context;
    arena_poll(xml->reading->arena);
    xml->text_length = 0;
    if (!xml->reading->problem.length)
        xml->begin(xml, name, (const char *const *)attributes);
}

static void end_element(void *context, const XML_Char *name)
{
    struct xml *xml = context;
    if (xml->end && !xml->reading->problem.length)
        xml->end(xml, name, (struct text){ xml->text, xml->text_length });
    xml->text_length = 0;
}

static void add_text(void *context, const XML_Char *bytes, int length)
{
    struct xml *xml = context;
    arena_poll(xml->reading->arena);
    size_t room = sizeof xml->text - xml->text_length, added = (size_t)length;
    if (added > room)
        added = room;
    memcpy(xml->text + xml->text_length, bytes, added);
    xml->text_length += added;
}

void xml_fail(struct xml *xml, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    xml->reading->line = XML_GetCurrentLineNumber(xml->parser);
    reading_fail_list(xml->reading, format, arguments);
    va_end(arguments);
    XML_StopParser(xml->parser, XML_FALSE);
}

static void stop(struct xml *xml, enum XML_Error error)
{
    if (error == XML_ERROR_NO_MEMORY)
        arena_give_up(xml->reading->arena, 0);
    xml_fail(xml, "%s", XML_ErrorString(error));
}

static void parse(void *context)
{
    struct xml *xml = context;
    struct reading *reading = xml->reading;
    while (!reading->problem.length) {
        arena_poll(reading->arena);
        size_t left = (size_t)(reading->end - reading->at);
        int length = left < CHUNK_BYTES ? (int)left : CHUNK_BYTES;
        bool is_last = (size_t)length == left;
        if (!XML_Parse(xml->parser, reading->at, length, is_last))
            stop(xml, XML_GetErrorCode(xml->parser));
        reading->at += length;
        if (is_last)
            break;
    }
}

bool xml_read(struct xml *xml)
{
    xml->text_length = 0;
    xml->parser = XML_ParserCreate(NULL);
    if (!xml->parser)
        arena_give_up(xml->reading->arena, 0);
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, begin_element, end_element);
    XML_SetCharacterDataHandler(xml->parser, add_text);
    bool done = arena_attempt(xml->reading->arena, parse, xml);
    XML_ParserFree(xml->parser);
    if (!done)
        arena_give_up(xml->reading->arena, 0);
    return xml->reading->problem.length == 0;
}

struct text xml_attribute(const char *const *attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return text_of(attributes[1]);
    return text_of("");
}
