/* SPDX-License-Identifier: MIT */
/* Things in the order of a Morton curve, boxes above them. (G. M. Morton, 1966: bits of the coordinates in turn.) */
#include "kernel/hierarchy.h"

#include <math.h>
#include <string.h>

enum { CURVE_BITS = 10, RADIX = 1 << CURVE_BITS, FEW = 64 };

/* Ten bits, two places between each and the next. */
static uint32_t spread(uint32_t bits)
{
    bits = (bits | bits << 16) & 0x030000FF;
    bits = (bits | bits << 8) & 0x0300F00F;
    bits = (bits | bits << 4) & 0x030C30C3;
    return (bits | bits << 2) & 0x09249249;
}

/* The place of a box's middle along the curve through `all`. A box around nothing, of a leaf that is smaller than the grid's
 * steps, may be anywhere. */
static uint32_t curve_place(const struct extent *box, const struct extent *all,
                            const double scale[3])
{
    uint32_t place = 0;
    for (int k = 0; k < 3; k++) {
        double twice = (double)box->low[k] + box->high[k] - 2.0 * all->low[k];
        place |= spread((uint32_t)fmax(twice * scale[k], 0)) << k;
    }
    return place;
}

static void sort_few(uint64_t *keys, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        uint64_t key = keys[i];
        uint32_t at = i;
        for (; at > 0 && keys[at - 1] > key; at--)
            keys[at] = keys[at - 1];
        keys[at] = key;
    }
}

/* By the upper 30 bits, three digits of ten; returns the array that holds the result. */
static uint64_t *sort_many(struct arena *arena, uint64_t *keys, uint64_t *other, uint32_t count)
{
    for (int shift = 32; shift < 62; shift += CURVE_BITS) {
        uint32_t begin[RADIX + 1] = { 0 };
        for (uint32_t i = 0; i < count; i++) {
            arena_poll(arena);
            begin[1 + (keys[i] >> shift & (RADIX - 1))]++;
        }
        for (int digit = 0; digit < RADIX; digit++)
            begin[digit + 1] += begin[digit];
        for (uint32_t i = 0; i < count; i++) {
            arena_poll(arena);
            other[begin[keys[i] >> shift & (RADIX - 1)]++] = keys[i];
        }
        uint64_t *sorted = other;
        other = keys;
        keys = sorted;
    }
    return keys;
}

static void sort_along_curve(struct hierarchy *hierarchy, struct arena *arena,
                             const struct extent *extents, uint32_t first)
{
    uint32_t count = hierarchy->count;
    struct arena *scratch = arena_within(arena);
    uint64_t *keys = arena_take(scratch, count * sizeof *keys);
    struct extent all = extent_of_nothing();
    for (uint32_t i = 0; i < count; i++) {
        arena_poll(scratch);
        extent_unite(&all, &extents[first + i]);
    }
    double scale[3];
    for (int k = 0; k < 3; k++) {
        double width = (double)all.high[k] - all.low[k];
        scale[k] = width > 0 ? (RADIX - 1) / (2 * width) : 0;
    }
    for (uint32_t i = 0; i < count; i++) {
        arena_poll(scratch);
        keys[i] = (uint64_t)curve_place(&extents[first + i], &all, scale) << 32 | i;
    }
    if (count < FEW)
        sort_few(keys, count);
    else
        keys = sort_many(scratch, keys, arena_take(scratch, count * sizeof *keys), count);
    for (uint32_t i = 0; i < count; i++)
        hierarchy->order[i] = first + (uint32_t)keys[i];
    arena_close(scratch);
}

void hierarchy_build(struct hierarchy *hierarchy, struct arena *arena, const struct extent *extents,
                     uint32_t first, uint32_t count, uint32_t bucket_size)
{
    *hierarchy = (struct hierarchy){ .count = count, .buckets = 1 };
    while ((uint64_t)hierarchy->buckets * bucket_size < count)
        hierarchy->buckets *= 2;
    hierarchy->order = arena_take(arena, count * sizeof *hierarchy->order);
    hierarchy->nodes = arena_take(arena, 2 * (size_t)hierarchy->buckets * sizeof *hierarchy->nodes);
    sort_along_curve(hierarchy, arena, extents, first);
    for (uint32_t node = hierarchy->buckets; node < 2 * hierarchy->buckets; node++) {
        arena_poll(arena);
        hierarchy->nodes[node] = extent_of_nothing();
        for (uint32_t i = hierarchy_begin(hierarchy, node);
             i < hierarchy_begin(hierarchy, node + 1); i++)
            extent_unite(&hierarchy->nodes[node], &extents[hierarchy->order[i]]);
    }
    for (uint32_t node = hierarchy->buckets - 1; node >= 1; node--) {
        arena_poll(arena);
        hierarchy->nodes[node] = hierarchy->nodes[2 * node];
        extent_unite(&hierarchy->nodes[node], &hierarchy->nodes[2 * node + 1]);
    }
}

void hierarchy_range(const struct hierarchy *hierarchy, uint32_t node, uint32_t *begin,
                     uint32_t *end)
{
    uint32_t last = node;
    while (!hierarchy_is_bucket(hierarchy, node)) {
        node = 2 * node;
        last = 2 * last + 1;
    }
    *begin = hierarchy_begin(hierarchy, node);
    *end = hierarchy_begin(hierarchy, last + 1);
}

bool hierarchy_next(struct hierarchy_search *search, uint32_t *thing)
{
    const struct hierarchy *hierarchy = search->hierarchy;
    if (!search->begun) {
        search->begun = true;
        search->waiting[search->waiting_count++] = 1;
    }
    while (search->next == search->end) {
        if (search->waiting_count == 0)
            return false;
        uint32_t node = search->waiting[--search->waiting_count];
        if (!extent_meets(&hierarchy->nodes[node], &search->extent))
            continue;
        if (hierarchy_is_bucket(hierarchy, node)) {
            search->next = hierarchy_begin(hierarchy, node);
            search->end = hierarchy_begin(hierarchy, node + 1);
        } else {
            search->waiting[search->waiting_count++] = 2 * node + 1;
            search->waiting[search->waiting_count++] = 2 * node;
        }
    }
    *thing = hierarchy->order[search->next++];
    return true;
}
