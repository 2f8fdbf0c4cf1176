/* SPDX-License-Identifier: MIT */
/* A plugin that fails in create and does not say why. */
#include <tenon/tenon.h>

static void *create(struct tn_host *host, const void *given)
{
    (void)host;
    (void)given;
    return NULL;
}

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,          .name = "silent-in-create", .version = "1",
    .summary = "For tests.", .create = create,
};
