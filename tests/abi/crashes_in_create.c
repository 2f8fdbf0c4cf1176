/* SPDX-License-Identifier: MIT */
/* A plugin that crashes in create. */
#include <signal.h>

#include <tenon/tenon.h>

static void *create(struct tn_host *host, const void *given)
{
    (void)given;
    raise(SIGSEGV);
    return host;
}

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,   .name = "crashes-in-create", .version = "1", .summary = "For tests.",
    .create = create,
};
