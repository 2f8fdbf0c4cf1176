/* SPDX-License-Identifier: MIT */
/* An evaluator process that does what the body of the request says, mostly wrong. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "channel.h"

static void send_now(struct channel *channel)
{
    channel_send(channel, (struct tn_text){ "", 0 });
}

static void send_ready(struct channel *channel, uint32_t lacks)
{
    struct protocol_ready ready = { lacks };
    protocol_write_ready(&channel->writer, &ready);
    send_now(channel);
}

static void send_begun(struct channel *channel)
{
    struct protocol_begun begun = { 1 };
    protocol_write_begun(&channel->writer, &begun);
    send_now(channel);
}

static void send_stock(struct channel *channel, uint64_t resident_bytes,
                       struct protocol_stock stock)
{
    struct protocol_result result = {
        .success = true, .resident_bytes = resident_bytes, .stock = stock, .body = TN_TEXT("{}")
    };
    protocol_write_result(&channel->writer, &result);
    channel_send(channel, result.body);
}

static void send_result(struct channel *channel, uint64_t resident_bytes)
{
    send_stock(channel, resident_bytes, (struct protocol_stock){ 0 });
}

static void send_head(struct channel *channel, uint32_t size, uint8_t kind)
{
    frame_begin(&channel->writer, kind);
    frame_end(&channel->writer, size);
    send_now(channel);
}

/* Asks for a file, and waits for the answer. */
static void want_file(struct channel *channel)
{
    struct protocol_file file;
    struct protocol_want want = { PROTOCOL_WANT_FILE, TN_TEXT("a.scad"), TN_TEXT("") };
    protocol_write_want(&channel->writer, &want);
    send_now(channel);
    if (!protocol_read_file(channel_receive(channel, PROTOCOL_FILE), &file) ||
        file.end != PROTOCOL_FOUND || !tn_text_is(file.content, "cube();"))
        _exit(EXIT_FAILURE);
}

#define KEY "0123456789abcdef0123456789abcdef"

static void keep(struct channel *channel, size_t name_size, size_t size)
{
    static char content[2000] = "solid";
    struct protocol_keep kept = { { KEY, name_size }, { content, size } };
    protocol_write_keep(&channel->writer, &kept);
    channel_send(channel, kept.content);
}

/* Wants what was kept, and ends if it is not as it should be. */
static void find(struct channel *channel, enum protocol_end end)
{
    struct protocol_file file;
    struct protocol_want want = { PROTOCOL_WANT_KEPT, TN_TEXT(KEY), { "", 0 } };
    protocol_write_want(&channel->writer, &want);
    send_now(channel);
    if (!protocol_read_file(channel_receive(channel, PROTOCOL_FILE), &file) || file.end != end ||
        (end == PROTOCOL_FOUND && !tn_text_is(file.content, "solid")))
        _exit(EXIT_FAILURE);
}

static void tell(struct channel *channel, struct tn_text step)
{
    struct protocol_progress progress = { PROTOCOL_BUILDING, 500, step };
    protocol_write_progress(&channel->writer, &progress);
    send_now(channel);
}

static void misbehave(struct channel *channel, struct tn_text body)
{
    if (tn_text_is(body, "hang"))
        pause();
    else if (tn_text_is(body, "crash"))
        raise(SIGSEGV);
    else if (tn_text_is(body, "exit"))
        _exit(3);
    else if (tn_text_is(body, "memory"))
        _exit(PROTOCOL_EXIT_MEMORY);
    else if (tn_text_is(body, "huge"))
        send_head(channel, UINT32_MAX, PROTOCOL_RESULT);
    else if (tn_text_is(body, "unknown"))
        send_head(channel, 0, 31);
    else if (tn_text_is(body, "empty result"))
        send_head(channel, 0, PROTOCOL_RESULT);
    else if (tn_text_is(body, "ready again"))
        send_ready(channel, 0);
    else if (tn_text_is(body, "two results"))
        send_result(channel, 0);
    else if (tn_text_is(body, "keep less"))
        keep(channel, PROTOCOL_KEY_BYTES - 1, 5);
    else if (tn_text_is(body, "keep more"))
        keep(channel, PROTOCOL_KEY_BYTES, 2000);
    else if (tn_text_is(body, "bad progress"))
        tell(channel, TN_TEXT("\",\"admin\":true"));
    else if (tn_text_is(body, "close"))
        close(channel->descriptor);
    pause();
}

/* Whether the request is to be answered as it should be. */
static bool behaves(struct tn_text body)
{
    return tn_text_is(body, "good") || tn_text_is(body, "fat") || tn_text_is(body, "want") ||
           tn_text_is(body, "stock") || tn_text_is(body, "progress") || tn_text_is(body, "keep") ||
           tn_text_is(body, "find") || tn_text_is(body, "find nothing") ||
           tn_text_is(body, "two results");
}

static void serve(struct channel *channel)
{
    struct protocol_request request;
    char body[32];
    struct tn_text payload = channel_receive(channel, PROTOCOL_REQUEST);
    if (!protocol_read_request(payload, &request))
        _exit(EXIT_FAILURE);
    /* The payload is gone when a file comes. */
    snprintf(body, sizeof body, "%" TN_PRI, TN_ARG(request.body));
    if (strcmp(body, "result first") == 0)
        send_result(channel, 0);
    send_begun(channel);
    if (strcmp(body, "want") == 0)
        want_file(channel);
    if (strcmp(body, "progress") == 0)
        tell(channel, TN_TEXT("hull"));
    if (strcmp(body, "keep") == 0)
        keep(channel, PROTOCOL_KEY_BYTES, 5);
    if (strncmp(body, "find", 4) == 0)
        find(channel, strcmp(body, "find") == 0 ? PROTOCOL_FOUND : PROTOCOL_MISSING);
    if (strcmp(body, "stock") == 0)
        send_stock(channel, 0, (struct protocol_stock){ 3, 2, 5, 700, 0 });
    else if (behaves(tn_text(body)))
        send_result(channel, strcmp(body, "fat") == 0 ? UINT64_MAX : 0);
    if (!behaves(tn_text(body)) || strcmp(body, "two results") == 0)
        misbehave(channel, tn_text(body));
}

int main(int argument_count, char **arguments)
{
    struct channel channel;
    struct protocol_settings settings;
    if (argument_count != 2)
        return EXIT_FAILURE;
    channel_open(&channel, atoi(arguments[1]));
    if (!protocol_read_settings(channel_receive(&channel, PROTOCOL_SETTINGS), &settings))
        return EXIT_FAILURE;
    /* The worker cannot know what is really there. */
    send_ready(&channel, settings.memory_bytes == 1 ? PROTOCOL_NO_LANDLOCK : 0);
    for (;;)
        serve(&channel);
}
