/* SPDX-License-Identifier: MIT */
/* A plugin that fails in start. */
#include <tenon/tenon.h>

static bool start(struct tn_host *host, void *self)
{
    (void)self;
    return tn_fail(host, "the world is not there");
}

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,          .name = "fails-in-start", .version = "1",
    .summary = "For tests.", .start = start,
};
