/* SPDX-License-Identifier: MIT */
/*
 * Quantiles of a stream, within a stated relative error, without keeping or sorting what was seen.
 *
 * A sketch counts values in buckets whose widths grow with the values: 64 to each power of two. A
 * value is told from its bucket's middle, so an answer is off by at most 1/128 (0.8 %) of itself.
 * Adding two sketches is adding their counts, which is what shared memory does by itself when
 * several workers count into one. The bound is that of DDSketch with a linearly interpolated
 * logarithm (Masson, Rim, Lee: DDSketch, a fast and fully-mergeable quantile sketch with
 * relative-error guarantees, PVLDB 12(12), 2019); the buckets are those of HdrHistogram.
 *
 * Quantiles are of the last while, not of all time: a sketch is a ring of parts, each of a slice of
 * the window, the oldest of which is begun anew when its turn comes.
 */
#pragma once

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SKETCH_STEPS = 64,   /* buckets to a power of two */
    SKETCH_OCTAVES = 36, /* values from 2^42 on (73 minutes in nanoseconds, 4 TiB) are one */
    SKETCH_BUCKETS = SKETCH_STEPS * (SKETCH_OCTAVES + 1),
    SKETCH_PARTS = 5,
};

/* One slice of time. All zero is an empty one. */
struct sketch_part {
    _Atomic uint64_t slice; /* which, counted from the clock's beginning; 0: none yet */
    _Atomic uint64_t greatest;
    _Atomic uint32_t counts[SKETCH_BUCKETS];
};

/* In shared memory: all zero is an empty one; any bytes do no harm. */
struct sketch {
    struct sketch_part parts[SKETCH_PARTS];
};

/* Counts a value at `now` (any clock common to all workers), for a window of `window_ns`. Wait-free;
 * values that come in the very moment in which a part is begun anew may be lost. Any thread. */
void sketch_add(struct sketch *sketch, uint64_t value, uint64_t now_ns, uint64_t window_ns);

/* The counts of the window that ends now: the whole of it and of the slice that has begun. */
struct sketch_sum {
    uint64_t count, greatest;
    uint64_t counts[SKETCH_BUCKETS];
};
void sketch_read(const struct sketch *sketch, uint64_t now_ns, uint64_t window_ns,
                 struct sketch_sum *sum);

/* The smallest value that at least the share `quantile` (0 to 1) of all values do not exceed; NaN if
 * there are none. */
double sketch_quantile(const struct sketch_sum *sum, double quantile);
