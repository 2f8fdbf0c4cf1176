/* SPDX-License-Identifier: MIT */
/* Reading Accept as far as two formats need it. */
#include "negotiation.h"

#include <stdlib.h>

/* A piece of the text up to a separator outside of quotes, trimmed; moves the text behind it. */
static struct tn_text take(struct tn_text *text, char separator)
{
    size_t size = 0;
    bool quoted = false;
    while (size < text->size && (quoted || text->at[size] != separator))
        quoted ^= text->at[size++] == '"';
    struct tn_text piece = { text->at, size };
    size_t used = size < text->size ? size + 1 : size;
    text->at += used;
    text->size -= used;
    while (piece.size && (*piece.at == ' ' || *piece.at == '\t'))
        piece.at++, piece.size--;
    while (piece.size && (piece.at[piece.size - 1] == ' ' || piece.at[piece.size - 1] == '\t'))
        piece.size--;
    return piece;
}

/* A weight in thousandths; what is no weight counts as 1. */
static int weight(struct tn_text text)
{
    char digits[8] = "";
    memcpy(digits, text.at, text.size < sizeof digits - 1 ? text.size : sizeof digits - 1);
    char *end;
    double value = strtod(digits, &end);
    if (end == digits || value > 1)
        return 1000;
    return value > 0 ? (int)(value * 1000 + 0.5) : 0; /* not a number is 0 too */
}

static bool version_is_ours(struct tn_text version)
{
    return tn_text_is(version, "1.0.0") || tn_text_is(version, "\"1.0.0\"");
}

/* The weight of one media range, and whether a version was asked for that is not spoken here. */
static int range_weight(struct tn_text parameters, bool *foreign)
{
    int found = 1000;
    while (parameters.size) {
        struct tn_text value = take(&parameters, ';');
        struct tn_text name = take(&value, '=');
        if (tn_text_is_nocase(name, "q"))
            found = weight(value);
        else if (tn_text_is_nocase(name, "version") && !version_is_ours(value))
            *foreign = true;
    }
    return found;
}

enum exposition_format negotiation_choose(struct tn_text accept)
{
    int open = 0, plain = 0;
    while (accept.size) {
        struct tn_text range = take(&accept, ',');
        struct tn_text type = take(&range, ';');
        bool foreign = false;
        int found = range_weight(range, &foreign);
        if (tn_text_is_nocase(type, "application/openmetrics-text")) {
            if (!foreign && found > open)
                open = found;
        } else if (tn_text_is_nocase(type, "text/plain") && found > plain) {
            plain = found;
        }
    }
    return open && open >= plain ? EXPOSITION_OPENMETRICS : EXPOSITION_PROMETHEUS;
}
