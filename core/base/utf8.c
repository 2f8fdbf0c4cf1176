/* SPDX-License-Identifier: MIT */
/* Knowing well-formed UTF-8 when one sees it. */
#include <base/utf8.h>

static size_t length_by_lead(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead <= 0xdf)
        return 2;
    if ((lead & 0xf0) == 0xe0)
        return 3;
    if (lead >= 0xf0 && lead <= 0xf4)
        return 4;
    return 0;
}

/* The second byte carries all the exceptions: no overlong forms, no surrogates, nothing beyond U+10FFFF. */
static int second_fits(unsigned char lead, unsigned char second)
{
    unsigned char low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    return second >= low && second <= high;
}

size_t utf8_length(const unsigned char *at, const unsigned char *end)
{
    if (at >= end)
        return 0;
    size_t length = length_by_lead(*at);
    if (length == 0 || (size_t)(end - at) < length)
        return 0;
    if (length > 1 && !second_fits(at[0], at[1]))
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    return length;
}
