/* SPDX-License-Identifier: MIT */
/* Where a Redis is and who asks: a URL, taken apart. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { ADDRESS_ROOM = 256 };

struct address {
    char path[108]; /* of a Unix socket; empty: host and port */
    char host[ADDRESS_ROOM];
    char port[6];
    char user[ADDRESS_ROOM];     /* empty: the default one */
    char password[ADDRESS_ROOM]; /* empty: none */
    bool has_database;
    int64_t database;
};

/*
 * Reads `redis://[[user]:password@]host[:port][/database]` or `unix:/path`. NULL, or what was
 * expected; that holds nothing of the URL, which may have a password in it.
 */
const char *address_parse(struct address *address, const char *url);
