/* SPDX-License-Identifier: MIT */
/* Comparing origins: byte by byte, stars only where a name's owner decides what stands there. */
#include "origin.h"

#include <string.h>

static const char scheme_characters[] = "abcdefghijklmnopqrstuvwxyz0123456789+.-";
static const char host_characters[] = "abcdefghijklmnopqrstuvwxyz0123456789.-_";
static const char address_characters[] = "0123456789abcdef:.";
static const char digits[] = "0123456789";

/* The end of the host that begins at `host`, or NULL if none does. */
static const char *host_end(const char *host)
{
    if (*host == '[') {
        size_t size = strspn(host + 1, address_characters);
        return size && host[1 + size] == ']' ? host + size + 2 : NULL;
    }
    size_t star = strncmp(host, "*.", 2) ? 0 : 2;
    size_t size = strspn(host + star, host_characters);
    return size && host[star] != '.' ? host + star + size : NULL;
}

static bool port_sane(const char *port)
{
    size_t size = strspn(port, digits);
    return !strcmp(port, "*") || (size >= 1 && size <= 5 && !port[size]);
}

const char *origin_problem(const char *allowed)
{
    if (!strcmp(allowed, "null"))
        return NULL;
    const char *host = strstr(allowed, "://");
    if (!host || host == allowed)
        return "expected scheme://host or scheme://host:port";
    if (allowed + strcspn(allowed, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != strchr(allowed, '\0'))
        return "browsers send origins in lower case";
    if (strspn(allowed, scheme_characters) != (size_t)(host - allowed))
        return "the scheme holds a character that no scheme has";
    host += 3;
    if (strchr(host, '/'))
        return "an origin has no path: leave out the slash behind the host and what follows";
    const char *end = host_end(host);
    if (!end)
        return "expected a host; a star stands only for whole labels at its beginning, as in "
               "`*.example.com`";
    if (*end && (*end != ':' || !port_sane(end + 1)))
        return strchr(end, '*') ? "a star stands only for whole labels at the host's beginning, "
                                  "as in `*.example.com`, or for the whole port"
                                : "expected the origin's end or a port behind the host";
    return NULL;
}

bool origin_port_is_default(const char *allowed)
{
    const char *colon = strrchr(allowed, ':');
    return colon && ((!strncmp(allowed, "https://", 8) && !strcmp(colon, ":443")) ||
                     (!strncmp(allowed, "http://", 7) && !strcmp(colon, ":80")));
}

/* What the first star of a host stands for: whole labels, so `evil.com:` cannot hide in it. */
static bool labels(const char *at, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (!memchr(host_characters, at[i], sizeof host_characters - 1))
            return false;
    return size > 0 && at[0] != '.' && at[size - 1] != '.';
}

static bool number(const char *at, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (!memchr(digits, at[i], sizeof digits - 1))
            return false;
    return size >= 1 && size <= 5;
}

/* Takes `:PORT` from the end of the origin for a pattern that ends in `:*`. */
static bool strip_port(const char *origin, size_t *size)
{
    size_t at = *size;
    while (at && origin[at - 1] != ':')
        at--;
    if (!at || !number(origin + at, *size - at))
        return false;
    *size = at - 1;
    return true;
}

bool origin_matches(const char *allowed, const char *origin, size_t size)
{
    size_t wanted = strlen(allowed);
    if (wanted > 2 && !strcmp(allowed + wanted - 2, ":*")) {
        wanted -= 2;
        if (!strip_port(origin, &size))
            return false;
    }
    const char *star = memchr(allowed, '*', wanted);
    if (!star)
        return size == wanted && !memcmp(origin, allowed, size);

    size_t before = (size_t)(star - allowed);
    size_t behind = wanted - before - 1;
    return size > before + behind && !memcmp(origin, allowed, before) &&
           !memcmp(origin + size - behind, star + 1, behind) &&
           labels(origin + before, size - before - behind);
}
