/* SPDX-License-Identifier: MIT */
/* What a check over the network speaks to: `host:port`, or `http://host:port/path`, or https. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { TARGET_HOST_ROOM = 256, TARGET_PORT_ROOM = 8 };

struct target {
    char host[TARGET_HOST_ROOM]; /* without the brackets of an IPv6 address */
    char port[TARGET_PORT_ROOM];
    char authority[TARGET_HOST_ROOM + TARGET_PORT_ROOM]; /* for the Host field */
    bool tls;
    const char *path; /* of the URL; borrowed from the text */
};

/* Both return NULL, or what is wrong. The port of a URL may be left out. */
const char *target_parse_address(struct target *target, const char *text);
const char *target_parse_url(struct target *target, const char *text);
