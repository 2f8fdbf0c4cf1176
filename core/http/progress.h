/* SPDX-License-Identifier: MIT */
/* How much has gone over a TCP connection, as the system counts it. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* How many bytes the other end has acknowledged and sent; false if the socket is not TCP. */
bool progress_read(int fd, uint64_t *taken, uint64_t *given);
