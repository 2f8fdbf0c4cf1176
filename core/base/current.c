/* SPDX-License-Identifier: MIT */
/* Which entry and hook this process is in. */
#include <base/current.h>

struct current current;
