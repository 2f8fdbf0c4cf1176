/* SPDX-License-Identifier: MIT */
/* W3C Trace Context, Level 2: reading and writing `traceparent` and `tracestate`. */
#pragma once

#include <stdint.h>

#include <tenon/text.h>

enum {
    TRACE_ID_SIZE = 32,
    SPAN_ID_SIZE = 16,
    TRACEPARENT_SIZE = 55, /* "00-", the trace, "-", the span, "-", the flags */
    TRACESTATE_MAX = 512,
    TRACE_SAMPLED = 1,
    TRACE_RANDOM = 2, /* the trace's id is random */
};

/* What a request says of the trace that it belongs to: texts of the sizes above, in lower-case hexadecimal. */
struct context {
    char trace[TRACE_ID_SIZE], span[SPAN_ID_SIZE];
    unsigned flags; /* those known: TRACE_SAMPLED, TRACE_RANDOM */
};

/* Section 3.2: false if the header is absent, sent more than once, or not well-formed; then a trace begins anew. */
bool context_parse(struct tn_text traceparent, struct context *context);

/* Always as version 00. */
void context_print(const struct context *context, char text[TRACEPARENT_SIZE]);

/* Lower-case hexadecimal. */
void context_hex(const uint8_t *bytes, size_t size, char *text);

/*
 * Section 3.3: the members as they came, without blanks and empty ones, at most TRACESTATE_MAX bytes: those of more than 128 bytes
 * go first, then those at the end. 0 if the header is not well-formed, has more than 32 members or a key twice: it is then not
 * passed on.
 */
size_t context_state(struct tn_text tracestate, char text[TRACESTATE_MAX]);
