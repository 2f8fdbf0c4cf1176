/* SPDX-License-Identifier: MIT */
/* The time that one request may take, in the process itself: what is stopped here can still say where it was. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Makes ready for all requests; before the sandbox. */
void deadline_open(void);

/* From now on so many milliseconds; 0: no deadline. */
void deadline_begin(uint64_t milliseconds);
void deadline_end(void);

/* Not 0 once the time is over. */
const volatile int *deadline_flag(void);
