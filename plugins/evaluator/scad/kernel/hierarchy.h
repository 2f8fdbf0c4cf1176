/* SPDX-License-Identifier: MIT */
/* A tree of boxes around things, to find those that meet something without looking at all of them.
 *
 * The tree is complete: node 1 is the root, nodes 2n and 2n+1 are the halves of node n, and each of the
 * last `buckets` nodes holds a few neighbouring things. */
#ifndef SCAD_KERNEL_HIERARCHY_H
#define SCAD_KERNEL_HIERARCHY_H

#include "base/arena.h"
#include "kernel/extent.h"

#include <stddef.h>

enum { HIERARCHY_STACK = 128 }; /* enough for a walk that puts both halves aside */

struct hierarchy {
    struct extent *nodes; /* 2 * buckets; nodes[0] is not used */
    uint32_t *order;      /* the things, neighbours beside each other */
    uint32_t buckets, count;
    bool *dead;    /* by node: all below it was culled */
    bool *blurred; /* by node: something that meets it was not looked at */
};

/* Over things first ... first + count - 1, whose boxes are extents[thing]; `bucket_size` of them or so in a bucket. */
void hierarchy_build(struct hierarchy *hierarchy, struct arena *arena, const struct extent *extents,
                     uint32_t first, uint32_t count, uint32_t bucket_size);

static inline bool hierarchy_is_bucket(const struct hierarchy *hierarchy, uint32_t node)
{
    return node >= hierarchy->buckets;
}

/* The places in `order` of what is in a bucket: from begin up to, not including, begin of the next one. */
static inline uint32_t hierarchy_begin(const struct hierarchy *hierarchy, uint32_t bucket)
{
    return (uint32_t)((uint64_t)(bucket - hierarchy->buckets) * hierarchy->count /
                      hierarchy->buckets);
}

/* The same for all that is below a node. */
void hierarchy_range(const struct hierarchy *hierarchy, uint32_t node, uint32_t *begin,
                     uint32_t *end);

/* The things whose buckets meet the extent, one after the other; 0-initialised but for the first two members. */
struct hierarchy_search {
    const struct hierarchy *hierarchy;
    struct extent extent;
    bool begun;
    uint32_t waiting[HIERARCHY_STACK], waiting_count;
    uint32_t next, end;
};

/* False when there are no more. */
bool hierarchy_next(struct hierarchy_search *search, uint32_t *thing);

#endif
