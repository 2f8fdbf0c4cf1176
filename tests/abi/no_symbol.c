/* SPDX-License-Identifier: MIT */
/* A plugin that exports something, but not tn_plugin. */
#include <tenon/tenon.h>

TN_EXPORT const int no_symbol = 1;
