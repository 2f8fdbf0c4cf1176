/* SPDX-License-Identifier: MIT */
/* How much memory this process may have. */
#pragma once

#include <stdint.h>

/* The least limit of its control groups (version 2), else the machine's memory; 0: unknown. */
uint64_t memory_limit(void);
