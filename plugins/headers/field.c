/* SPDX-License-Identifier: MIT */
/* The grammar of header fields, as far as it is needed to check a configuration. */
#include "field.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool token_character(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c && strchr("!#$%&'*+-.^_`|~", c));
}

bool field_name_valid(const char *name)
{
    const char *at = name;
    while (token_character(*at))
        at++;
    return at > name && !*at;
}

bool field_value_valid(const char *value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (((unsigned char)value[i] < ' ' && value[i] != '\t') || value[i] == 0x7f)
            return false;
    return true;
}

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (!strcasecmp(name, *names))
            return true;
    return false;
}

bool field_is_framing(const char *name)
{
    static const char *const framing[] = { "Connection", "Content-Length", "Transfer-Encoding",
                                           "Trailer",    "Upgrade",        NULL };
    return is_one_of(name, framing);
}

bool field_is_for_pages(const char *name)
{
    static const char *const pages[] = {
        "Content-Security-Policy",
        "Content-Security-Policy-Report-Only",
        "Cross-Origin-Embedder-Policy",
        "Cross-Origin-Embedder-Policy-Report-Only",
        "Cross-Origin-Opener-Policy",
        "Cross-Origin-Opener-Policy-Report-Only",
        "Document-Policy",
        "Origin-Agent-Cluster",
        "Permissions-Policy",
        "Permissions-Policy-Report-Only",
        "Reporting-Endpoints",
        "X-DNS-Prefetch-Control",
        "X-Download-Options",
        "X-Frame-Options",
        "X-XSS-Protection",
        NULL,
    };
    return is_one_of(name, pages);
}

void field_hsts(char *value, size_t room, int64_t age_seconds, bool subdomains, bool preload)
{
    snprintf(value, room, "max-age=%" PRId64 "%s%s", age_seconds,
             subdomains ? "; includeSubDomains" : "", preload ? "; preload" : "");
}
