/* SPDX-License-Identifier: MIT */
/* A plugin that calls itself other than its file. */
#include <tenon/tenon.h>

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,
    .name = "something-else",
    .version = "1",
    .summary = "For tests.",
};
