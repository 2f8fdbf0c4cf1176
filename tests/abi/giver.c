/* SPDX-License-Identifier: MIT */
/* A plugin that offers a service and may use another. */
#include <tenon/tenon.h>

static const int table = 1;
static const struct tn_offer offers[] = { { "test.gift/1", &table }, { 0 } };
static const struct tn_need needs[] = {
    { "gift", "test.gift/1", .optional = true, .summary = "More to give." },
    { 0 },
};

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,          .name = "giver",  .version = "1",
    .summary = "For tests.", .offers = offers, .needs = needs,
};
