/* SPDX-License-Identifier: MIT */
/* The process's end of the wire. */
#include "channel.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

void channel_open(struct channel *channel, int descriptor)
{
    *channel = (struct channel){ .descriptor = descriptor };
    frame_reader_open(&channel->reader, &protocol_to_process);
}

/* _exit: whatever is still open or allocated is not worth a system call. */
_Noreturn static void give_up(void)
{
    _exit(EXIT_FAILURE);
}

static void receive_frame(struct channel *channel)
{
    enum frame_state state = FRAME_PART;
    while (state == FRAME_PART) {
        size_t room;
        char *at = frame_reader_room(&channel->reader, &room);
        ssize_t count = read(channel->descriptor, at, room);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            give_up();
        state = frame_reader_took(&channel->reader, (size_t)count);
    }
    if (state == FRAME_BROKEN)
        give_up();
}

struct tn_text channel_receive(struct channel *channel, enum protocol_kind kind)
{
    frame_reader_next(&channel->reader);
    receive_frame(channel);
    if (channel->reader.kind != kind)
        give_up();
    return frame_payload(&channel->reader);
}

static void send_all(int descriptor, struct tn_text bytes)
{
    while (bytes.size > 0) {
        ssize_t count = write(descriptor, bytes.at, bytes.size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            give_up();
        bytes.at += count;
        bytes.size -= (size_t)count;
    }
}

void channel_send(struct channel *channel, struct tn_text behind)
{
    send_all(channel->descriptor, (struct tn_text){ channel->writer.bytes, channel->writer.size });
    send_all(channel->descriptor, behind);
}
