/* SPDX-License-Identifier: MIT */
/* A plugin that has rows that make no sense. */
#include <tenon/tenon.h>

static const struct tn_metric metrics[] = {
    { "Loud-Name", TN_COUNTER, .summary = "A name with capitals." },
    { 0 },
};

static const struct tn_route routes[] = {
    { "GET", "nowhere", NULL, "A path without a slash." },
    { 0 },
};

static const struct tn_option options[] = {
    { .name = "mute", .kind = TN_KIND_BOOLEAN },
    { 0 },
};

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,     .name = "insane-rows", .version = "1",     .summary = "For tests.",
    .options = options, .options_size = 8,     .metrics = metrics, .routes = routes,
};
