/* SPDX-License-Identifier: MIT */
/* A plugin that needs a service. */
#include <tenon/tenon.h>

static const struct tn_need needs[] = { { "gift", "test.gift/1", .summary = "What it takes." },
                                        { 0 } };

static bool start(struct tn_host *host, void *self)
{
    (void)self;
    tn_log(host, TN_INFO, "the gift is %d", *(const int *)tn_service(host, "gift").table);
    return true;
}

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,          .name = "taker", .version = "1",
    .summary = "For tests.", .needs = needs,  .start = start,
};
