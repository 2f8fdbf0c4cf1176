/* SPDX-License-Identifier: MIT */
/* A plugin that uses a function that nobody has. */
#include <tenon/tenon.h>

int tn_from_the_future(void);

static void *create(struct tn_host *host, const void *options)
{
    (void)options;
    return tn_from_the_future() ? host : NULL;
}

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,          .name = "undefined-symbol", .version = "1",
    .summary = "For tests.", .create = create,
};
