/* SPDX-License-Identifier: MIT */
/*
 * The header of the PROXY protocol, with which a proxy says who its client is before the client's own bytes. The source is
 * HAProxy's proxy-protocol.txt (revision 2020/03/05): 2.1 is version 1, a line of text; 2.2 is version 2, binary.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <tenon/text.h>

/* A line of version 1 has at most 107 bytes (2.1); what version 2 may have is bounded here, as its 64 KiB help nobody. */
enum { PROXY_LINE_MAX = 107, PROXY_HEADER_MAX = 4096 };

enum proxy_sender {
    PROXY_ITSELF, /* the proxy speaks for itself, or does not know: the connection's own ends are meant */
    PROXY_CLIENT, /* `address` and `port` */
    PROXY_UNIX,   /* a client on a Unix socket */
};

struct proxy_header {
    size_t size; /* in bytes */
    enum proxy_sender sender;
    uint8_t address[16];
    unsigned port;
    bool secure; /* the client spoke TLS with the proxy (2.2.6) */
};

enum proxy_result { PROXY_MORE, PROXY_DONE, PROXY_BAD };

/*
 * Reads the header that `received` begins with. PROXY_MORE: all of it belongs to the header, which is not complete yet; never
 * once PROXY_HEADER_MAX bytes are there. PROXY_DONE: what lies behind `size` is the client's.
 */
enum proxy_result proxy_parse(struct tn_text received, struct proxy_header *header);
