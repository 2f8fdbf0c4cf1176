/* SPDX-License-Identifier: MIT */
/* IP addresses and networks as text: 16 bytes each, IPv4 as ::ffff:a.b.c.d (RFC 4291, 2.5.5.2). */
#pragma once

#include <tenon/kinds.h>

enum { ADDRESS_TEXT_MAX = 46, RANGE_TEXT_MAX = 50 }; /* with the NUL */

/* "192.0.2.1", "2001:db8::1"; no zone, no brackets, no port. False if the text is something else. */
bool address_parse(struct tn_text text, uint8_t address[16]);
/* The shortest text (RFC 5952), IPv4-mapped addresses as IPv4; returns its size. */
size_t address_print(const uint8_t address[16], char text[ADDRESS_TEXT_MAX]);
/* Whether the address is an IPv4 address. */
bool address_is_v4(const uint8_t address[16]);
/* Zeroes all but the leading `bits` of the 128. */
void address_mask(uint8_t address[16], unsigned bits);

/*
 * An address, or a network such as "10.0.0.0/8"; what lies beyond the prefix is zeroed. "unix" is who connects by a Unix socket: sixteen
 * zeros, an address that nobody can have (RFC 4291, 2.5.2).
 */
bool range_parse(struct tn_text text, struct tn_range *range);
size_t range_print(const struct tn_range *range, char text[RANGE_TEXT_MAX]);
