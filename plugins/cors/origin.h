/* SPDX-License-Identifier: MIT */
/* Origins as the file writes them, and whether a request's Origin is one of them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/*
 * An allowed origin is `scheme://host` or `scheme://host:port` as browsers send it (RFC 6454, 6.2),
 * or the word `null`. The host may begin with `*.`, which stands for one or more labels, and the
 * port may be `*`. Returns NULL, or what is wrong with it.
 */
const char *origin_problem(const char *allowed);

/* The port that browsers leave out for this origin's scheme is written: it would never match. */
bool origin_port_is_default(const char *allowed);

/* Whether the bytes are that origin: exact, from the first byte to the last. */
bool origin_matches(const char *allowed, const char *origin, size_t size);
