/* SPDX-License-Identifier: MIT */
/* Numbers and patterns, read by hand: the texts may come from clients. */
#include "cost.h"

#include <string.h>

#include "limiter.h"

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

bool cost_read(struct tn_text text, uint64_t *cost)
{
    size_t at = 0;
    bool fraction = false;
    for (*cost = 0; at < text.size && is_digit(text.at[at]); at++)
        if (*cost < LIMITER_COUNT_MAX)
            *cost = *cost * 10 + (uint64_t)(text.at[at] - '0');
    size_t digits = at;
    if (at < text.size && text.at[at] == '.')
        for (at++; at < text.size && is_digit(text.at[at]); at++)
            fraction = fraction || text.at[at] != '0';
    *cost += fraction;
    if (*cost > LIMITER_COUNT_MAX)
        *cost = LIMITER_COUNT_MAX;
    return digits && at == text.size && text.at[at - 1] != '.';
}

bool cost_pattern_sane(const char *pattern)
{
    if (strlen(pattern) != 3 || pattern[0] < '1' || pattern[0] > '5')
        return false;
    bool tens = is_digit(pattern[1]), ones = is_digit(pattern[2]);
    return (tens || pattern[1] == 'x') && (ones || pattern[2] == 'x') && (tens || !ones);
}

bool cost_pattern_matches(const char *pattern, int status)
{
    const char digits[] = { (char)('0' + status / 100 % 10), (char)('0' + status / 10 % 10),
                            (char)('0' + status % 10) };
    for (int i = 0; i < 3; i++)
        if (pattern[i] != 'x' && pattern[i] != digits[i])
            return false;
    return true;
}
