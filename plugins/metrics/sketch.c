/* SPDX-License-Identifier: MIT */
/* Log-linear buckets in a ring of slices of time. */
#include "sketch.h"

#include <math.h>
#include <string.h>

enum { STEP_BITS = 6 };

_Static_assert(1 << STEP_BITS == SKETCH_STEPS, "the bits of a step are those of the steps");

/* Below SKETCH_STEPS every value has a bucket of its own; above, the first bits behind the leading
 * one choose it. */
static unsigned bucket_of(uint64_t value)
{
    if (value < SKETCH_STEPS)
        return (unsigned)value;
    unsigned octave = 63 - (unsigned)__builtin_clzll(value) - STEP_BITS;
    if (octave >= SKETCH_OCTAVES)
        return SKETCH_BUCKETS - 1;
    unsigned step = (unsigned)(value >> octave) & (SKETCH_STEPS - 1);
    return SKETCH_STEPS * (octave + 1) + step;
}

/* The middle of a bucket. */
static double value_of(unsigned bucket)
{
    if (bucket < SKETCH_STEPS)
        return bucket;
    unsigned octave = bucket / SKETCH_STEPS - 1, step = bucket % SKETCH_STEPS;
    return ldexp(SKETCH_STEPS + step + 0.5, (int)octave) - 0.5;
}

static uint64_t slice_at(uint64_t now_ns, uint64_t window_ns)
{
    uint64_t slice_ns = window_ns / (SKETCH_PARTS - 1);
    return now_ns / (slice_ns ? slice_ns : 1) + 1;
}

/* Who comes first in a slice empties the part that it takes over. */
static void begin_anew(struct sketch_part *part, uint64_t slice)
{
    uint64_t old = atomic_load_explicit(&part->slice, memory_order_relaxed);
    if (old == slice || !atomic_compare_exchange_strong(&part->slice, &old, slice))
        return;
    atomic_store_explicit(&part->greatest, 0, memory_order_relaxed);
    for (unsigned i = 0; i < SKETCH_BUCKETS; i++)
        atomic_store_explicit(&part->counts[i], 0, memory_order_relaxed);
}

void sketch_add(struct sketch *sketch, uint64_t value, uint64_t now_ns, uint64_t window_ns)
{
    uint64_t slice = slice_at(now_ns, window_ns);
    struct sketch_part *part = &sketch->parts[slice % SKETCH_PARTS];
    if (atomic_load_explicit(&part->slice, memory_order_relaxed) != slice)
        begin_anew(part, slice);
    atomic_fetch_add_explicit(&part->counts[bucket_of(value)], 1, memory_order_relaxed);
    uint64_t greatest = atomic_load_explicit(&part->greatest, memory_order_relaxed);
    while (value > greatest &&
           !atomic_compare_exchange_weak_explicit(&part->greatest, &greatest, value,
                                                  memory_order_relaxed, memory_order_relaxed))
        ;
}

static void read_part(const struct sketch_part *part, struct sketch_sum *sum)
{
    uint64_t greatest = atomic_load_explicit(&part->greatest, memory_order_relaxed);
    if (greatest > sum->greatest)
        sum->greatest = greatest;
    for (unsigned i = 0; i < SKETCH_BUCKETS; i++) {
        uint32_t count = atomic_load_explicit(&part->counts[i], memory_order_relaxed);
        sum->counts[i] += count;
        sum->count += count;
    }
}

void sketch_read(const struct sketch *sketch, uint64_t now_ns, uint64_t window_ns,
                 struct sketch_sum *sum)
{
    uint64_t now = slice_at(now_ns, window_ns);
    memset(sum, 0, sizeof *sum);
    for (size_t i = 0; i < SKETCH_PARTS; i++) {
        uint64_t slice = atomic_load_explicit(&sketch->parts[i].slice, memory_order_relaxed);
        if (slice && slice <= now && now - slice < SKETCH_PARTS)
            read_part(&sketch->parts[i], sum);
    }
}

double sketch_quantile(const struct sketch_sum *sum, double quantile)
{
    if (!sum->count)
        return NAN;
    uint64_t rank = (uint64_t)ceil(quantile * (double)sum->count), seen = 0;
    for (unsigned i = 0; i < SKETCH_BUCKETS - 1; i++) {
        seen += sum->counts[i];
        if (seen >= (rank ? rank : 1))
            return fmin(value_of(i), (double)sum->greatest);
    }
    return (double)sum->greatest;
}
