/* SPDX-License-Identifier: MIT */
/* One piece of memory holds a call and its words. */
#include "call.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <nettle/sha1.h>

/* EVALSHA, the digest, the number of keys. */
enum { HEAD_WORDS = 3 };

void script_digest(struct tn_redis_script *script)
{
    struct sha1_ctx hash;
    uint8_t digest[SHA1_DIGEST_SIZE];
    sha1_init(&hash);
    sha1_update(&hash, strlen(script->source), (const uint8_t *)script->source);
    sha1_digest(&hash, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(script->digest + 2 * i, 3, "%02x", digest[i]);
}

static struct call *make(struct client *client, size_t words, size_t bytes)
{
    struct call *call =
        calloc(1, sizeof *call + words * (sizeof *call->words + sizeof *call->sizes) + bytes);
    if (!call)
        abort();
    call->client = client;
    call->began_ns = tn_clock_ns();
    call->words = (const char **)(call + 1);
    call->sizes = (size_t *)(call->words + words);
    return call;
}

static void add_word(struct call *call, const char *word, size_t size)
{
    call->words[call->count] = word;
    call->sizes[call->count++] = size;
}

struct call *call_make(struct client *client, const struct tn_redis_call *wanted)
{
    size_t bytes = 0;
    for (size_t i = 0; i < wanted->count; i++)
        bytes += wanted->texts[i].size;
    struct call *call = make(client, HEAD_WORDS + wanted->count, bytes);
    call->script = wanted->script;
    call->done = wanted->done;
    call->context = wanted->context;
    int size = snprintf(call->keys, sizeof call->keys, "%" PRIu32, (uint32_t)wanted->keys);
    add_word(call, "EVALSHA", 7);
    add_word(call, wanted->script->digest, SCRIPT_DIGEST_SIZE);
    add_word(call, call->keys, (size_t)size);

    char *at = (char *)(call->sizes + HEAD_WORDS + wanted->count);
    for (size_t i = 0; i < wanted->count; i++) {
        size_t text_size = wanted->texts[i].size;
        if (text_size)
            memcpy(at, wanted->texts[i].at, text_size);
        add_word(call, at, text_size);
        at += text_size;
    }
    return call;
}

struct call *call_make_ping(struct client *client,
                            void (*done)(void *context, const struct tn_redis_reply *reply))
{
    struct call *call = make(client, 1, 0);
    call->done = done;
    call->context = client;
    add_word(call, "PING", 4);
    return call;
}

void call_free(struct call *call)
{
    free(call);
}

void call_make_whole(struct call *call)
{
    call->whole = true;
    call->words[0] = "EVAL";
    call->sizes[0] = 4;
    call->words[1] = call->script->source;
    call->sizes[1] = strlen(call->script->source);
}

void calls_add(struct calls *calls, struct call *call)
{
    call->awaited = true;
    call->previous = calls->last;
    call->next = NULL;
    *(calls->last ? &calls->last->next : &calls->first) = call;
    calls->last = call;
}

void calls_remove(struct calls *calls, struct call *call)
{
    call->awaited = false;
    *(call->previous ? &call->previous->next : &calls->first) = call->next;
    *(call->next ? &call->next->previous : &calls->last) = call->previous;
    call->previous = call->next = NULL;
}
