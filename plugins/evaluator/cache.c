/* SPDX-License-Identifier: MIT */
/* Results that were worked out before, the latest used first. */
#include "cache.h"

#include <stdlib.h>

/* No one result may push out more than this part of the others. */
enum { LARGEST_PART = 4 };

struct cached {
    struct cached *newer, *older;
    unsigned holders; /* the cache is one of them */
    enum protocol_operation operation;
    uint64_t hash;
    struct tn_text request; /* a copy */
    struct protocol_result result;
    void *memory;
};

struct cache {
    size_t entries_max, bytes_max;
    size_t entries, bytes;
    struct cached *newest, *oldest;
};

static void *allocate(size_t size)
{
    void *memory = calloc(1, size);
    if (!memory)
        abort();
    return memory;
}

struct cache *cache_new(size_t entries, size_t bytes)
{
    struct cache *cache = allocate(sizeof *cache);
    cache->entries_max = entries;
    cache->bytes_max = bytes;
    return cache;
}

static size_t weight_of(const struct cached *cached)
{
    return sizeof *cached + cached->request.size + cached->result.body.size;
}

static void take_out(struct cache *cache, struct cached *cached)
{
    *(cached->newer ? &cached->newer->older : &cache->newest) = cached->older;
    *(cached->older ? &cached->older->newer : &cache->oldest) = cached->newer;
    cache->entries--;
    cache->bytes -= weight_of(cached);
}

static void link_newest(struct cache *cache, struct cached *cached)
{
    cached->newer = NULL;
    cached->older = cache->newest;
    *(cache->newest ? &cache->newest->newer : &cache->oldest) = cached;
    cache->newest = cached;
    cache->entries++;
    cache->bytes += weight_of(cached);
}

static void drop_oldest(struct cache *cache)
{
    struct cached *oldest = cache->oldest;
    take_out(cache, oldest);
    cached_release(oldest);
}

void cache_free(struct cache *cache)
{
    while (cache->oldest)
        drop_oldest(cache);
    free(cache);
}

static bool is_for(const struct cached *cached, enum protocol_operation operation,
                   struct tn_text body, uint64_t hash)
{
    return cached->hash == hash && cached->operation == operation &&
           tn_text_equal(cached->request, body);
}

struct cached *cache_find(struct cache *cache, enum protocol_operation operation,
                          struct tn_text body, uint64_t hash)
{
    struct cached *cached = cache->newest;
    while (cached && !is_for(cached, operation, body, hash))
        cached = cached->older;
    if (!cached)
        return NULL;
    take_out(cache, cached);
    link_newest(cache, cached);
    cached->holders++;
    return cached;
}

static struct tn_text copy_of(struct tn_text text)
{
    char *copy = allocate(text.size + 1);
    if (text.size > 0)
        memcpy(copy, text.at, text.size);
    return (struct tn_text){ copy, text.size };
}

static bool fits(const struct cache *cache, const struct cached *cached)
{
    return cache->entries_max > 0 && weight_of(cached) <= cache->bytes_max / LARGEST_PART;
}

struct cached *cache_put(struct cache *cache, enum protocol_operation operation,
                         struct tn_text body, uint64_t hash, const struct protocol_result *result,
                         void *memory)
{
    struct cached *cached = allocate(sizeof *cached);
    *cached = (struct cached){ .holders = 1,
                               .operation = operation,
                               .hash = hash,
                               .request = copy_of(body),
                               .result = *result,
                               .memory = memory };
    if (!fits(cache, cached))
        return cached;
    while (cache->entries == cache->entries_max ||
           cache->bytes + weight_of(cached) > cache->bytes_max)
        drop_oldest(cache);
    link_newest(cache, cached);
    cached->holders++;
    return cached;
}

const struct protocol_result *cached_result(const struct cached *cached)
{
    return &cached->result;
}

void cached_release(void *pointer)
{
    struct cached *cached = pointer;
    if (--cached->holders > 0)
        return;
    free((void *)(uintptr_t)cached->request.at);
    free(cached->memory);
    free(cached);
}
