/* SPDX-License-Identifier: MIT */
/* What carries a request into the chain and its reply out of it: a connection (connection.h), or memory (memory.h). */
#pragma once

struct tn_request;

/*
 * The carrier makes a request (request_new, request_receive), has it examined and run (chain.h), and then does what its phase
 * says. These are called outside the carrier's own calls into the chain.
 */
struct exchange {
    /* The phase has become PHASE_BODY or PHASE_REPLY after PHASE_LATER. */
    void (*wake)(struct tn_request *request);
    /* A stream that had nothing to give has more. */
    void (*stream_ready)(struct tn_request *request);
};
