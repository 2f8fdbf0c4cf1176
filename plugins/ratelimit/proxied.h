/* SPDX-License-Identifier: MIT */
/* Seen at work: a proxy in front that nobody has named, so that all its clients count as one. */
#pragma once

#include <tenon/tenon.h>

struct proxied {
    bool watched; /* the key is the client's address, and nothing has been said yet */
    unsigned looks;
};

/* Says once, if the request came through a proxy whose word does not count. Hook: request. */
void proxied_look(struct proxied *proxied, struct tn_host *host, struct tn_request *request);
