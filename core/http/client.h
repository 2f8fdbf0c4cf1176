/* SPDX-License-Identifier: MIT */
/* Who the client is behind proxies, and how it spoke to the first of them. */
#pragma once

#include <base/address.h>
#include <base/arena.h>

/* What the headers say, each absent if it was not sent. */
struct forwarding {
    struct tn_text forwarded;          /* Forwarded (RFC 7239) */
    struct tn_text forwarded_for;      /* X-Forwarded-For */
    struct tn_text forwarded_protocol; /* X-Forwarded-Proto */
};

struct client {
    uint8_t address[16];
    bool secure; /* the client speaks https: with us, if no trusted proxy says otherwise */
};

/*
 * Begins at `client->address`, the peer's, and walks to the left as long as the address reached is a trusted proxy's: the
 * first that is not trusted, or the last that is an address at all, is the client. X-Forwarded-For counts if it is there, else
 * Forwarded: nearly every proxy writes the former, and then the latter may be the client's own.
 */
void client_find(struct client *client, const struct forwarding *forwarding,
                 const struct tn_ranges *trusted);
