/* SPDX-License-Identifier: MIT */
/* IP addresses and networks as text. */
#include <arpa/inet.h>
#include <stdio.h>

#include <base/address.h>

static const char unix_range[] = "unix";
static const uint8_t v4_prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

bool address_parse(struct tn_text text, uint8_t address[16])
{
    char string[ADDRESS_TEXT_MAX];
    if (text.size == 0 || text.size >= sizeof string || memchr(text.at, '\0', text.size))
        return false;
    memcpy(string, text.at, text.size);
    string[text.size] = '\0';
    if (strchr(string, ':'))
        return inet_pton(AF_INET6, string, address) == 1;
    memcpy(address, v4_prefix, sizeof v4_prefix);
    return inet_pton(AF_INET, string, address + sizeof v4_prefix) == 1;
}

bool address_is_v4(const uint8_t address[16])
{
    return memcmp(address, v4_prefix, sizeof v4_prefix) == 0;
}

size_t address_print(const uint8_t address[16], char text[ADDRESS_TEXT_MAX])
{
    if (address_is_v4(address))
        inet_ntop(AF_INET, address + sizeof v4_prefix, text, ADDRESS_TEXT_MAX);
    else
        inet_ntop(AF_INET6, address, text, ADDRESS_TEXT_MAX);
    return strlen(text);
}

void address_mask(uint8_t address[16], unsigned bits)
{
    for (unsigned byte = 0; byte < 16; byte++) {
        unsigned kept = bits > byte * 8 ? bits - byte * 8 : 0;
        if (kept < 8)
            address[byte] &= (uint8_t)(0xff00 >> kept);
    }
}

/* One to three digits, at most `max`; no sign, no leading zero. */
static bool parse_bits(struct tn_text text, unsigned max, unsigned *bits)
{
    if (text.size == 0 || text.size > 3 || (text.size > 1 && text.at[0] == '0'))
        return false;
    unsigned value = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        value = value * 10 + (unsigned)(text.at[i] - '0');
    }
    *bits = value;
    return value <= max;
}

bool range_parse(struct tn_text text, struct tn_range *range)
{
    if (tn_text_is(text, unix_range)) {
        *range = (struct tn_range){ .bits = 128 };
        return true;
    }
    const char *slash = text.size ? memchr(text.at, '/', text.size) : NULL;
    struct tn_text address = { text.at, slash ? (size_t)(slash - text.at) : text.size };
    if (!address_parse(address, range->address))
        return false;
    bool v4 = !memchr(address.at, ':', address.size);
    unsigned bits = v4 ? 32 : 128;
    if (slash) {
        struct tn_text prefix = { slash + 1, text.size - address.size - 1 };
        if (!parse_bits(prefix, bits, &bits))
            return false;
    }
    range->bits = (uint8_t)(v4 ? bits + 96 : bits);
    address_mask(range->address, range->bits);
    return true;
}

size_t range_print(const struct tn_range *range, char text[RANGE_TEXT_MAX])
{
    static const uint8_t zeros[16];
    if (range->bits == 128 && memcmp(range->address, zeros, sizeof zeros) == 0)
        return strlen(strcpy(text, unix_range));
    size_t size = address_print(range->address, text);
    bool v4 = address_is_v4(range->address) && range->bits >= 96;
    unsigned bits = v4 ? range->bits - 96u : range->bits;
    if (bits == (v4 ? 32 : 128))
        return size;
    return size + (size_t)snprintf(text + size, RANGE_TEXT_MAX - size, "/%u", bits);
}

static bool holds(const struct tn_range *range, const uint8_t address[16])
{
    unsigned whole = range->bits / 8, rest = range->bits % 8;
    if (memcmp(range->address, address, whole) != 0)
        return false;
    return rest == 0 || (range->address[whole] ^ address[whole]) >> (8 - rest) == 0;
}

bool tn_ranges_hold(const struct tn_ranges *ranges, const uint8_t address[16])
{
    for (size_t i = 0; i < ranges->count; i++)
        if (holds(&ranges->items[i], address))
            return true;
    return false;
}
