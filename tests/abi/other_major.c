/* SPDX-License-Identifier: MIT */
/* A plugin that was built for another major of the ABI. */
#include <tenon/tenon.h>

TN_EXPORT const struct tn_plugin tn_plugin = {
    .abi_major = TN_ABI_MAJOR + 1,
    .size = (uint32_t)sizeof(struct tn_plugin),
    .name = "other-major",
    .version = "1",
    .summary = "For tests.",
};
