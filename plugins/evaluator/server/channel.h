/* SPDX-License-Identifier: MIT */
/* The process's end of the wire: whole frames, one at a time, waiting as long as it takes. */
#pragma once

#include "protocol.h"

struct channel {
    int descriptor;
    struct frame_reader reader;
    struct frame_writer writer;
};

void channel_open(struct channel *channel, int descriptor);

/*
 * Waits for the next frame, which must be of this kind; the payload is good until the next call.
 * If the worker is gone, or says something else, the process ends: there is nobody left to work
 * for.
 */
struct tn_text channel_receive(struct channel *channel, enum protocol_kind kind);

/* Sends what is in the writer, and `behind` after it. Ends the process if the worker is gone. */
void channel_send(struct channel *channel, struct tn_text behind);
