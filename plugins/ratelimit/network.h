/* SPDX-License-Identifier: MIT */
/* The network of a client, of an address wherever it was taken from. */
#pragma once

#include <stdbool.h>

#include <tenon/text.h>

enum { NETWORK_TEXT_MAX = 64 };

/*
 * If the text is an IPv6 address, with brackets or a zone or without, writes its network of so many
 * leading bits, as $client.net has it ("2001:db8::/56"); 128 bits are the address itself, in its
 * shortest form (RFC 5952). One that holds an IPv4 address (::ffff:192.0.2.1) becomes that. Anything
 * else, IPv4 addresses and networks included, stands for itself: then false.
 */
bool network_write(struct tn_text text, unsigned bits, char network[NETWORK_TEXT_MAX]);
