/* SPDX-License-Identifier: MIT */
/* The lowest of many parabolas over a range: which is lowest where. */
#ifndef SCAD_GEOMETRY_ROOF_ENVELOPE_H
#define SCAD_GEOMETRY_ROOF_ENVELOPE_H

#include "base/arena.h"

#include <stdint.h>

/* (square x + linear) x + constant */
struct roof_curve {
    double square, linear, constant;
};

struct roof_stretch {
    double low, high;
    uint32_t rival; /* whose curve it is, or ROOF_NONE where there is none */
    struct roof_curve curve;
};

struct roof_stretches {
    struct roof_stretch *items;
    size_t count, capacity;
};

struct roof_envelope {
    struct arena *arena;
    /* True if the first of two rivals is nowhere higher than the second; they may touch. May be NULL. */
    bool (*precedes)(const void *context, uint32_t rival, uint32_t other);
    const void *context;
    double narrow; /* stretches that are narrower are left out */
    struct roof_stretches stretches, spare;
};

static inline double roof_curve_at(const struct roof_curve *curve, double x)
{
    return (curve->square * x + curve->linear) * x + curve->constant;
}

/* Begins anew, with nothing over the range. */
void roof_envelope_start(struct roof_envelope *envelope, double low, double high);

/* Lowers the envelope where the curve is below it, from `low` to `high`. True if it is anywhere. */
bool roof_envelope_lower(struct roof_envelope *envelope, const struct roof_curve *curve, double low,
                         double high, uint32_t rival);

#endif
