/* SPDX-License-Identifier: MIT */
/* Geometry that all processes share, as the worker keeps it. */
#include "depot.h"

static struct tn_text name_of(const struct digest *key)
{
    return (struct tn_text){ (const char *)key->bytes, sizeof key->bytes };
}

static const void *find(void *context, const struct digest *key, size_t *size)
{
    struct channel *channel = context;
    struct protocol_want want = { PROTOCOL_WANT_KEPT, name_of(key), { "", 0 } };
    struct protocol_file file;
    protocol_write_want(&channel->writer, &want);
    channel_send(channel, (struct tn_text){ "", 0 });
    if (!protocol_read_file(channel_receive(channel, PROTOCOL_FILE), &file) ||
        file.end != PROTOCOL_FOUND)
        return NULL;
    *size = file.content.size;
    return file.content.at;
}

static void keep(void *context, const struct digest *key, const void *block, size_t size)
{
    struct channel *channel = context;
    struct protocol_keep kept = { name_of(key), { block, size } };
    protocol_write_keep(&channel->writer, &kept);
    channel_send(channel, kept.content);
}

struct stock_depot depot_of(struct channel *channel)
{
    return (struct stock_depot){ channel, find, keep };
}
