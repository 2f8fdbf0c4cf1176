/* SPDX-License-Identifier: MIT */
/* A plugin that was built for a minor of the ABI that this host does not know yet. */
#include <tenon/tenon.h>

TN_EXPORT const struct tn_plugin tn_plugin = {
    .abi_major = TN_ABI_MAJOR,
    .abi_minor = TN_ABI_MINOR + 1,
    .size = (uint32_t)sizeof(struct tn_plugin) + 8,
    .name = "newer-minor",
    .version = "1",
    .summary = "For tests.",
};
