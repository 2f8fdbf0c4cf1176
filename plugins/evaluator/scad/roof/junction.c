/* SPDX-License-Identifier: MIT */
/* Newton, with 113 bits: where sites are all but in one line, the middle of a circle says nothing of what doubles can tell. */
#include "roof/junction.h"

#include "roof/creases.h"
#include "roof/wide.h"

enum { MOST_STEPS = 20 };

/* As parts of the extent and of the height: how far off the beginning may be, and after which way the next one would be none: it is as
 * long as the square of the one before. */
static const double far_off = 1e-3, last_way = 1e-10;

/* What must be 0, and how it changes with x, y and the height. */
struct condition {
    wide value, slope[3];
};

static void direction_of(const struct roof_edge *edge, wide along[2])
{
    for (int k = 0; k < 2; k++)
        along[k] = (wide)edge->end[k] - edge->start[k];
    wide length = wide_root(along[0] * along[0] + along[1] * along[1]);
    along[0] /= length;
    along[1] /= length;
}

/* The circle touches the edge's line. */
static struct condition touch_edge(const struct roof_edge *edge, const wide place[3])
{
    wide along[2];
    direction_of(edge, along);
    return (struct condition){ along[0] * (place[1] - edge->start[1]) -
                                   along[1] * (place[0] - edge->start[0]) - place[2],
                               { -along[1], along[0], -1 } };
}

/* The middle is over the end of the edge. */
static struct condition end_edge(const struct roof_edge *edge, const double corner[2],
                                 const wide place[3])
{
    wide along[2];
    direction_of(edge, along);
    return (struct condition){ along[0] * (place[0] - corner[0]) +
                                   along[1] * (place[1] - corner[1]),
                               { along[0], along[1], 0 } };
}

static struct condition touch_corner(const double corner[2], const wide place[3])
{
    wide x = place[0] - corner[0], y = place[1] - corner[1], away = wide_root(x * x + y * y);
    if (!(away > 0))
        return (struct condition){ 0 };
    return (struct condition){ away - place[2], { x / away, y / away, -1 } };
}

static struct condition condition_of(const struct roof_plan *plan, const uint32_t sites[3],
                                     int number, const wide place[3])
{
    uint32_t site = sites[number];
    if (site < plan->count)
        return touch_edge(&plan->edges[site], place);
    const struct roof_edge *after = &plan->edges[site - plan->count];
    for (int k = 0; k < 3; k++)
        if (sites[k] == site - plan->count || sites[k] == after->before)
            return end_edge(&plan->edges[sites[k]], after->start, place);
    return touch_corner(after->start, place);
}

static wide determinant(const wide a[3], const wide b[3], const wide c[3])
{
    return a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) +
           a[2] * (b[0] * c[1] - b[1] * c[0]);
}

/* Moves the place to where all three would be 0 if they were straight. Returns how far that is, or infinity. */
static double step(const struct condition conditions[3], wide place[3])
{
    wide columns[4][3];
    for (int k = 0; k < 3; k++) {
        for (int i = 0; i < 3; i++)
            columns[i][k] = conditions[k].slope[i];
        columns[3][k] = -conditions[k].value;
    }
    wide all = determinant(columns[0], columns[1], columns[2]);
    if (all == 0)
        return INFINITY;
    const wide way[3] = { determinant(columns[3], columns[1], columns[2]) / all,
                          determinant(columns[0], columns[3], columns[2]) / all,
                          determinant(columns[0], columns[1], columns[3]) / all };
    for (int k = 0; k < 3; k++)
        place[k] += way[k];
    return hypot((double)way[0], (double)way[1]);
}

bool roof_junction_find(const struct roof_plan *plan, const uint32_t sites[3],
                        struct roof_junction *junction)
{
    wide place[3] = { junction->at[0], junction->at[1], junction->height };
    double way = INFINITY;
    for (int k = 0; k < 3; k++)
        if (sites[k] == ROOF_NONE)
            return false;
    for (int count = 0; count < MOST_STEPS && way > last_way * (double)place[2]; count++) {
        struct condition conditions[3];
        for (int k = 0; k < 3; k++)
            conditions[k] = condition_of(plan, sites, k, place);
        way = step(conditions, place);
        if (!(way < INFINITY) ||
            !(hypot((double)place[0] - junction->at[0], (double)place[1] - junction->at[1]) <
              far_off * plan->extent))
            return false;
    }
    *junction = (struct roof_junction){ { (double)place[0], (double)place[1] }, (double)place[2] };
    return true;
}
