/* SPDX-License-Identifier: MIT */
/* A plugin that states a size that its ABI does not have. */
#include <tenon/tenon.h>

TN_EXPORT const struct tn_plugin tn_plugin = {
    .abi_major = TN_ABI_MAJOR,
    .abi_minor = TN_ABI_MINOR,
    .size = 16,
    .name = "wrong-size",
    .version = "1",
    .summary = "For tests.",
};
