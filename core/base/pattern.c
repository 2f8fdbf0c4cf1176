/* SPDX-License-Identifier: MIT */
/* Patterns in which a star stands for any run of characters. */
#include <base/pattern.h>

static char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

/*
 * When a comparison fails, only the last star needs to take one byte more: what an earlier star could take, the later one
 * can take as well. So there is no recursion, and the cost is bounded by the product of both sizes.
 */
static bool matches(const char *pattern, struct tn_text text, bool nocase)
{
    const char *star = NULL;
    size_t at = 0, taken = 0;
    while (at < text.size) {
        if (*pattern == '*') {
            star = pattern++;
            taken = at;
        } else if (*pattern &&
                   (*pattern == text.at[at] || (nocase && lower(*pattern) == lower(text.at[at])))) {
            pattern++;
            at++;
        } else if (star) {
            pattern = star + 1;
            at = ++taken;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

bool pattern_matches_nocase(const char *pattern, struct tn_text text)
{
    return matches(pattern, text, true);
}

bool tn_patterns_match(const struct tn_patterns *patterns, struct tn_text text)
{
    for (size_t i = 0; i < patterns->count; i++)
        if (matches(patterns->items[i], text, false))
            return true;
    return false;
}
