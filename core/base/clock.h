/* SPDX-License-Identifier: MIT */
/* Times as text. The clocks themselves are the sdk's (tenon/host.h). */
#pragma once

#include <stdint.h>

enum { CLOCK_ISO_SIZE = 25, CLOCK_ISO_MS = 20 }; /* with the NUL; where the milliseconds stand */

/* "2025-01-31T12:00:00.000Z" (ISO 8601, UTC) of milliseconds since 1970, the years 0 to 9999. */
void clock_print_iso(int64_t time_ms, char text[CLOCK_ISO_SIZE]);
