/* SPDX-License-Identifier: MIT */
/* Each new curve is held against each stretch that it overlaps; two parabolas change places twice at most. */
#include "geometry/roof_envelope.h"

#include "base/list.h"
#include "geometry/roof_creases.h"

#include <math.h>

/* As a part of the range. */
static const double narrowest = 1e-13;

static void append(struct roof_envelope *envelope, struct roof_stretches *stretches,
                   struct roof_stretch stretch)
{
    struct roof_stretch *last = stretches->count ? &stretches->items[stretches->count - 1] : NULL;
    if (last && (last->rival == stretch.rival || stretch.high - stretch.low <= envelope->narrow)) {
        last->high = stretch.high;
    } else if (last && last->high - last->low <= envelope->narrow) {
        stretch.low = last->low;
        *last = stretch;
    } else {
        list_append(envelope->arena, stretches, stretch);
    }
}

/* Where the curves meet between `low` and `high`, in order. */
static int crossings(const struct roof_curve *a, const struct roof_curve *b, double low,
                     double high, double places[2])
{
    double square = a->square - b->square, linear = a->linear - b->linear,
           constant = a->constant - b->constant;
    double inner = linear * linear - 4 * square * constant;
    if (inner < 0)
        return 0;
    /* The root of the larger magnitude first: nothing cancels. */
    double sum = -0.5 * (linear + copysign(sqrt(inner), linear));
    const double roots[2] = { sum / square, constant / sum };
    int count = 0;
    for (int i = 0; i < 2; i++)
        if (roots[i] > low && roots[i] < high)
            places[count++] = roots[i];
    if (count == 2 && places[0] > places[1]) {
        double kept = places[0];
        places[0] = places[1];
        places[1] = kept;
    }
    return count;
}

/* Adds the lower of the two from `low` to `high`. */
static bool add_lower(struct roof_envelope *envelope, const struct roof_stretch *old,
                      const struct roof_stretch *new, double low, double high)
{
    double places[3], from = low;
    bool lowered = false;
    int count = crossings(&new->curve, &old->curve, low, high, places);
    places[count++] = high;
    for (int i = 0; i < count; i++) {
        double middle = (from + places[i]) / 2;
        bool below = roof_curve_at(&new->curve, middle) < roof_curve_at(&old->curve, middle);
        struct roof_stretch stretch = below ? *new : *old;
        stretch.low = from;
        stretch.high = from = places[i];
        append(envelope, &envelope->spare, stretch);
        lowered = lowered || below;
    }
    return lowered;
}

static bool precedes(const struct roof_envelope *envelope, uint32_t rival, uint32_t other)
{
    return envelope->precedes && envelope->precedes(envelope->context, rival, other);
}

/* The same for two of which one may be known to be the lower one all along. */
static bool add_either(struct roof_envelope *envelope, const struct roof_stretch *old,
                       const struct roof_stretch *new, double low, double high)
{
    struct roof_stretch stretch;
    if (old->rival == ROOF_NONE || precedes(envelope, new->rival, old->rival))
        stretch = *new;
    else if (precedes(envelope, old->rival, new->rival))
        stretch = *old;
    else
        return add_lower(envelope, old, new, low, high);
    stretch.low = low;
    stretch.high = high;
    append(envelope, &envelope->spare, stretch);
    return stretch.rival == new->rival;
}

static void keep_part(struct roof_envelope *envelope, struct roof_stretch stretch, double low,
                      double high)
{
    stretch.low = low;
    stretch.high = high;
    append(envelope, &envelope->spare, stretch);
}

void roof_envelope_start(struct roof_envelope *envelope, double low, double high)
{
    struct roof_stretch nothing = { low, high, ROOF_NONE, { 0, 0, 0 } };
    envelope->narrow = narrowest * (high - low);
    envelope->stretches.count = 0;
    list_append(envelope->arena, &envelope->stretches, nothing);
}

bool roof_envelope_lower(struct roof_envelope *envelope, const struct roof_curve *curve, double low,
                         double high, uint32_t rival)
{
    struct roof_stretches *stretches = &envelope->stretches;
    struct roof_stretch new = { low, high, rival, *curve };
    bool lowered = false;
    envelope->spare.count = 0;
    for (size_t i = 0; i < stretches->count; i++) {
        const struct roof_stretch *old = &stretches->items[i];
        double from = fmax(low, old->low), to = fmin(high, old->high);
        if (!(from < to)) {
            append(envelope, &envelope->spare, *old);
            continue;
        }
        if (old->low < from)
            keep_part(envelope, *old, old->low, from);
        lowered |= add_either(envelope, old, &new, from, to);
        if (to < old->high)
            keep_part(envelope, *old, to, old->high);
    }
    if (lowered) {
        struct roof_stretches kept = envelope->stretches;
        envelope->stretches = envelope->spare;
        envelope->spare = kept;
    }
    return lowered;
}
