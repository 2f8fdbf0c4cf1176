/* SPDX-License-Identifier: MIT */
/* A Redis of the test's own, on a socket in a folder of its own. */
#pragma once

#include <hiredis/hiredis.h>

/* Starts one and connects; ends the test's process if that cannot be done. */
redisContext *server_start(void);

void server_stop(redisContext *redis);
