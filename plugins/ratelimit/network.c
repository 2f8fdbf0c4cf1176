/* SPDX-License-Identifier: MIT */
/* One household has 2^72 addresses and more, and is one client. */
#include "network.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

/* Without brackets and what follows them, and without a zone (RFC 4007, 11). */
static struct tn_text bare(struct tn_text text)
{
    bool bracket = text.size > 0 && text.at[0] == '[';
    if (bracket)
        text.at++, text.size--;
    for (size_t i = 0; i < text.size; i++)
        if (text.at[i] == '%' || (bracket && text.at[i] == ']'))
            text.size = i;
    return text;
}

static void mask(struct in6_addr *address, unsigned bits)
{
    for (unsigned bit = bits; bit < 128; bit++)
        address->s6_addr[bit / 8] &= (uint8_t) ~(0x80u >> bit % 8);
}

bool network_write(struct tn_text text, unsigned bits, char network[NETWORK_TEXT_MAX])
{
    char written[INET6_ADDRSTRLEN];
    struct in6_addr address;
    if (!text.size || !memchr(text.at, ':', text.size))
        return false;
    text = bare(text);
    if (text.size >= sizeof written)
        return false;
    memcpy(written, text.at, text.size);
    written[text.size] = '\0';
    if (inet_pton(AF_INET6, written, &address) != 1)
        return false;
    if (IN6_IS_ADDR_V4MAPPED(&address))
        return inet_ntop(AF_INET, address.s6_addr + 12, network, NETWORK_TEXT_MAX);
    mask(&address, bits);
    inet_ntop(AF_INET6, &address, written, sizeof written);
    if (bits < 128)
        snprintf(network, NETWORK_TEXT_MAX, "%s/%u", written, bits);
    else
        snprintf(network, NETWORK_TEXT_MAX, "%s", written);
    return true;
}
