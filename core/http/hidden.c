/* SPDX-License-Identifier: MIT */
/*
 * What libmicrohttpd, which takes texts for ended at a NUL, does not show of a request's header: found by what lies between the
 * texts that it does show.
 */
#include <http/engine.h>

static bool only_blanks(const char *from, const char *to)
{
    while (from < to && (*from == '\0' || strchr(" \t\r\n", *from)))
        from++;
    return from >= to;
}

bool hidden_in_line(const struct tn_request *request, const char *url, const char *version)
{
    return version != url + request->target.size + 1;
}

/* A field that was folded has been moved elsewhere; it is left out, and so is what it borders on. Behind the last that was
 * kept of too many there are the others. */
bool hidden_in_fields(const struct tn_request *request, const char *start, size_t size)
{
    const char *end = start + size, *behind = NULL;
    for (size_t i = 0; i < request->received_count; i++) {
        const struct field *field = &request->received[i];
        bool here = field->name.at >= start && field->name.at < end;
        if (here && behind && behind <= field->name.at && !only_blanks(behind, field->name.at))
            return true;
        behind = here && field->value.size > 0 ? field->value.at + field->value.size : NULL;
    }
    return !request->too_many && behind && behind < end && !only_blanks(behind, end);
}
