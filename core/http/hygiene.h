/* SPDX-License-Identifier: MIT */
/* What a front server must not let pass: libmicrohttpd 0.9.75 does (RFC 9112, 2.2, 3, 5, 6). */
#pragma once

#include <http/request.h>

/* Why a request is refused. All zero: it is not. */
struct objection {
    int status;
    const char *reason;  /* a word for the counter, such as "host" */
    const char *message; /* a sentence for the client */
};

/*
 * Judges method, version, target, fields and framing against the standard and the limits. Fills what it has understood: `parts`,
 * `path`, `host`, and the body's framing.
 */
struct objection hygiene_check(struct tn_request *request);
