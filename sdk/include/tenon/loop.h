/* SPDX-License-Identifier: MIT */
/* The worker's own loop, for libraries that speak libuv. The one header that includes <uv.h>. */
#pragma once

#include <uv.h> /* wants POSIX: compile with -D_GNU_SOURCE or -std=gnu11 */

#include <tenon/plugin.h>

/*
 * The loop on which every hook runs. Handles that a plugin puts on it are opened in `start` or
 * later and must be closed (or be closing) when `stop` returns: the host runs the loop until their
 * close callbacks have been called. Never run or stop the loop. Hooks: start and later.
 */
TN_API uv_loop_t *tn_loop(struct tn_host *host);
