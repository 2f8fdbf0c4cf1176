/* SPDX-License-Identifier: MIT */
/* A field of a proxy's that does not name the client was not believed. */
#include "proxied.h"

#include <string.h>

/* A proxy shows itself at once; who comes later with such a field is a client that plays. */
enum { LOOKS_MAX = 10000 };

static bool names(struct tn_text field, struct tn_text client)
{
    return tn_text_present(field) && memmem(field.at, field.size, client.at, client.size);
}

void proxied_look(struct proxied *proxied, struct tn_host *host, struct tn_request *request)
{
    if (!proxied->watched || proxied->looks >= LOOKS_MAX)
        return;
    proxied->looks++;
    struct tn_text client = tn_request_client(request);
    struct tn_text chain = tn_request_header(request, "X-Forwarded-For");
    struct tn_text standard = tn_request_header(request, "Forwarded");
    if (!tn_text_present(chain) && !tn_text_present(standard))
        return;
    if (names(chain, client) || names(standard, client))
        return;
    proxied->watched = false;
    tn_log(host, TN_WARN,
           "a request came with %s from %" TN_PRI ", which is no trusted proxy, and was counted by "
           "that address: if it is your proxy, all its clients are one until "
           "`server.trusted_proxies` names it",
           tn_text_present(chain) ? "X-Forwarded-For" : "Forwarded", TN_ARG(client));
}
