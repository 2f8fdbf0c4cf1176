/* SPDX-License-Identifier: MIT */
/* hiredis on the worker's loop. Its own adapter for libuv ignores sockets in error: it would wait for
 * the answer of a server that has refused or reset the connection. */
#pragma once

#include <stdbool.h>

#include <hiredis/async.h>
#include <tenon/loop.h>

/* Has the loop watch the connection until hiredis frees it. False if the system refuses. */
bool watch_begin(uv_loop_t *loop, redisAsyncContext *redis);
