/* SPDX-License-Identifier: MIT */
/* A plugin whose `create` crashes, to see that `tenon check --load` says which. */
#include <signal.h>

#include <tenon/tenon.h>

static void *create(struct tn_host *host, const void *options)
{
    (void)host;
    (void)options;
    raise(SIGSEGV);
    return NULL;
}

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,     .name = "crasher",
    .version = "1.0.0", .summary = "Crashes when it is created.",
    .create = create,
};
