/* SPDX-License-Identifier: MIT */
/* Quoting, and handing over. */
#include "json.h"

#include <stdlib.h>

void json_string(FILE *stream, struct tn_text text)
{
    putc('"', stream);
    for (const char *at = text.at, *end = at + text.size; at < end; at++) {
        if ((unsigned char)*at < 0x20)
            fprintf(stream, "\\u%04x", *at);
        else if (*at == '"' || *at == '\\')
            fprintf(stream, "\\%c", *at);
        else
            putc(*at, stream);
    }
    putc('"', stream);
}

void json_begin(struct json_writer *writer)
{
    writer->text = NULL;
    writer->size = 0;
    writer->stream = open_memstream(&writer->text, &writer->size);
}

struct tn_text json_end(struct tn_request *request, struct json_writer *writer)
{
    fclose(writer->stream);
    tn_request_defer(request, free, writer->text);
    return (struct tn_text){ writer->text, writer->size };
}
