/* SPDX-License-Identifier: MIT */
/* Places that are as far from one site of a plan as from another, as the first one sees them: parabolas in one variable. Edge n
 * is site n, the corner that it starts from is site n + the number of edges. */
#ifndef SCAD_ROOF_BORDER_H
#define SCAD_ROOF_BORDER_H

#include "roof/plan.h"

/* An edge looks along itself: over each place, how far something is up from it. A corner that points inward looks around: by the
 * tangent of half the angle to the middle of what it sees, the negative of (1 + x^2) over how far something is that way. */
struct roof_view {
    const struct roof_plan *plan;
    uint32_t site;
    bool of_corner;
    const double *origin;
    double axes[2]
               [2]; /* x along the edge or to the middle of what the corner sees, y to its left */
    double low, high;
};

/* (square x + linear) x + constant */
struct roof_curve {
    double square, linear, constant;
};

/* It is as near to the rival itself from `low` to `high`; or everywhere but between `high` and `low`, if that is less. */
struct roof_border {
    uint32_t rival; /* or ROOF_NONE */
    struct roof_curve curve;
    double low, high;
};

void roof_view_open(struct roof_view *view, const struct roof_plan *plan, uint32_t site);

/* The place at x on a curve, and how far it is from the site. */
double roof_view_place(const struct roof_view *view, const struct roof_curve *curve, double x,
                       double at[2]);

/* A curve that is as far from the site at x, and no border. */
struct roof_border roof_border_none(const struct roof_view *view, double x, double reach);

/* False if the site and its rival have no border. */
bool roof_border_of(const struct roof_view *view, uint32_t rival, struct roof_border *border);

/* True if the border with the first is nowhere beyond that with the other, but may touch it: an edge and one of its corners. */
bool roof_border_precedes(const struct roof_view *view, uint32_t rival, uint32_t other);

static inline bool roof_border_is_at(const struct roof_border *border, double x)
{
    return border->low <= border->high ? border->low <= x && x <= border->high
                                       : border->low <= x || x <= border->high;
}

static inline double roof_curve_at(const struct roof_curve *curve, double x)
{
    return (curve->square * x + curve->linear) * x + curve->constant;
}

/* Where the curves meet between `low` and `high`, in order. */
int roof_curve_meet(const struct roof_curve *a, const struct roof_curve *b, double low, double high,
                    double places[2]);

#endif
