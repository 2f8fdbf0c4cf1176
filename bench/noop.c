/* SPDX-License-Identifier: MIT */
/* A plugin that does nothing, to measure what one more in the chain costs. */
#include <tenon/tenon.h>

static enum tn_verdict on_request(struct tn_request *request, void *self)
{
    (void)request;
    (void)self;
    return TN_NEXT;
}

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,        .name = "noop", .version = "1", .summary = "Does nothing.",
    .request = on_request,
};
