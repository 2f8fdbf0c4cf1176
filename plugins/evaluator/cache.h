/* SPDX-License-Identifier: MIT */
/* Results that were worked out before. The same request about a program that reads no files has the
 * same result, for as long as the worker lives: evaluation knows no clock and no chance. */
#pragma once

#include "protocol.h"

struct cache;
struct cached;

/* A cache of at most `entries` results of at most `bytes` together, requests included. 0 entries:
 * it stays empty. */
struct cache *cache_new(size_t entries, size_t bytes);

/* Forgets everything. Results that are still held live until they are let go. */
void cache_free(struct cache *cache);

/* The result for a request, held by the caller, to be let go with cached_release; NULL if there is
 * none. `hash` is any hash of the body. */
struct cached *cache_find(struct cache *cache, enum protocol_operation operation,
                          struct tn_text body, uint64_t hash);

/*
 * Keeps a result, whose body lies in `memory` of malloc: it belongs to the cache from now on. The
 * caller holds what is returned. Older results give way; one that is too large for the cache is not
 * kept beyond the caller's hold.
 */
struct cached *cache_put(struct cache *cache, enum protocol_operation operation,
                         struct tn_text body, uint64_t hash, const struct protocol_result *result,
                         void *memory);

const struct protocol_result *cached_result(const struct cached *cached);

/* Lets go; fits tn_request_defer. */
void cached_release(void *cached);
