/* SPDX-License-Identifier: MIT */
/* Responses of libmicrohttpd that are used again. */
#pragma once

#include <microhttpd.h>

#include <http/fields.h>

struct envelope;
struct envelopes;
struct line;

struct envelopes *envelopes_new(void);
/* Those that are not given back yet must not come any more. */
void envelopes_free(struct envelopes *envelopes);

/* A response of these bytes and fields, both of which are copied; the caller's alone until it is given back. NULL: too large a body. */
struct envelope *envelope_take(struct envelopes *envelopes, struct tn_text body,
                               const struct fields *fields);
struct MHD_Response *envelope_response(const struct envelope *envelope);

/* It is sent, or will never be: libmicrohttpd has no more use for it but to let go of it. */
void envelope_give_back(struct envelopes *envelopes, struct envelope *envelope);

/* Adds the fields to any response. Returns where each is. */
struct line *envelope_add_fields(struct MHD_Response *response, const struct fields *fields,
                                 struct arena *arena);
