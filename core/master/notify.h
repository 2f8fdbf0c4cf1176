/* SPDX-License-Identifier: MIT */
/* Telling systemd how the service is (sd_notify(3)), without its library. */
#pragma once

#include <stdint.h>

#include <tenon/abi.h>

/* Sends "READY=1\n…" to $NOTIFY_SOCKET; nothing happens without one. */
void notify(const char *format, ...) TN_PRINTF(1, 2);

/* How often "WATCHDOG=1" is to be sent; 0: never. */
uint64_t notify_watchdog_ms(void);

/* The clock that RELOADING=1 wants beside it. */
uint64_t notify_monotonic_usec(void);
