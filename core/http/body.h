/* SPDX-License-Identifier: MIT */
/* The body of a request as its carrier delivers it. */
#pragma once

#include <http/request.h>

/* Whether a body comes with the request. */
bool body_declared(const struct tn_request *request);

/*
 * A piece has come. What nobody has asked for is dropped, but counted. False: the reply is set (too large, or the plugin's
 * own), and the rest is not to be read.
 */
bool body_receive(struct tn_request *request, struct tn_text piece);

/* The body is complete: what a hook waits for runs, in PHASE_BODY. */
void body_end(struct tn_request *request);
