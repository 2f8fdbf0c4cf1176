/* SPDX-License-Identifier: MIT */
/* Patterns in which a star stands for any run of characters. */
#include <tenon/kinds.h>

/*
 * When a comparison fails, only the last star needs to take one byte more: what an earlier star could take, the later one
 * can take as well. So there is no recursion, and the cost is bounded by the product of both sizes.
 */
static bool matches(const char *pattern, struct tn_text text)
{
    const char *star = NULL;
    size_t at = 0, taken = 0;
    while (at < text.size) {
        if (*pattern == '*') {
            star = pattern++;
            taken = at;
        } else if (*pattern == text.at[at] && *pattern) {
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

bool tn_patterns_match(const struct tn_patterns *patterns, struct tn_text text)
{
    for (size_t i = 0; i < patterns->count; i++)
        if (matches(patterns->items[i], text))
            return true;
    return false;
}
