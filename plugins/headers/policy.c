/* SPDX-License-Identifier: MIT */
/* Words of policies, names and places of endpoints. */
#include "policy.h"

#include <string.h>

/* CSP Level 3, 2.3.1: these stand in single quotes; so do nonces and hashes. */
static const char *const keywords[] = {
    "none",        "self",          "strict-dynamic",         "report-sample",    "unsafe-inline",
    "unsafe-eval", "unsafe-hashes", "unsafe-allow-redirects", "wasm-unsafe-eval",
};

static const char *const quoted_beginnings[] = { "nonce-", "sha256-", "sha384-", "sha512-" };

static bool is_keyword(const char *word, size_t size)
{
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (strlen(keywords[i]) == size && !memcmp(word, keywords[i], size))
            return true;
    for (size_t i = 0; i < sizeof quoted_beginnings / sizeof *quoted_beginnings; i++)
        if (!strncmp(word, quoted_beginnings[i], strlen(quoted_beginnings[i])))
            return true;
    return false;
}

const char *policy_bare_keyword(const char *policy, size_t *size)
{
    static const char between[] = " \t;,";
    for (const char *word = policy + strspn(policy, between); *word;
         word += strspn(word, between)) {
        *size = strcspn(word, between);
        if (is_keyword(word, *size))
            return word;
        word += *size;
    }
    return NULL;
}

bool endpoint_name_valid(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz*";
    static const char others[] = "abcdefghijklmnopqrstuvwxyz*0123456789_-.";
    return *name && strchr(letters, *name) && strspn(name, others) == strlen(name);
}

bool endpoint_url_valid(const char *url)
{
    for (const char *at = url; *at; at++)
        if (*at <= ' ' || *at > '~' || strchr("\"\\;,", *at))
            return false;
    return !strncmp(url, "https://", 8) || !strncmp(url, "http://", 7) ||
           (url[0] == '/' && url[1] != '/');
}
