/* SPDX-License-Identifier: MIT */
/* Edges in the order of the outlines: those with numbers that are near lie near each other. */
#include "geometry/roof_plan.h"

#include "geometry/orientation.h"

#include <math.h>

static void add_outline(struct roof_plan *plan, const struct region *region,
                        const struct outline *outline)
{
    for (size_t i = 0; i < outline->count; i++) {
        struct roof_edge *edge = &plan->edges[outline->first + i];
        edge->next = (uint32_t)(outline->first + (i + 1) % outline->count);
        edge->before = (uint32_t)(outline->first + (i + outline->count - 1) % outline->count);
        edge->start = region->points[outline->first + i];
        edge->end = region->points[edge->next];
        double x = edge->end[0] - edge->start[0], y = edge->end[1] - edge->start[1];
        edge->length = hypot(x, y);
        edge->along[0] = x / edge->length;
        edge->along[1] = y / edge->length;
        edge->reflex = orientation(region->points[edge->before], edge->start, edge->end) < 0;
    }
}

static void make_box(struct roof_plan *plan, size_t box, uint32_t first, uint32_t end)
{
    struct roof_box *made = &plan->boxes[box];
    if (end - first == 1) {
        const struct roof_edge *edge = &plan->edges[first];
        for (int k = 0; k < 2; k++) {
            made->low[k] = fmin(edge->start[k], edge->end[k]);
            made->high[k] = fmax(edge->start[k], edge->end[k]);
        }
        return;
    }
    uint32_t middle = first + (end - first) / 2;
    make_box(plan, 2 * box, first, middle);
    make_box(plan, 2 * box + 1, middle, end);
    for (int k = 0; k < 2; k++) {
        made->low[k] = fmin(plan->boxes[2 * box].low[k], plan->boxes[2 * box + 1].low[k]);
        made->high[k] = fmax(plan->boxes[2 * box].high[k], plan->boxes[2 * box + 1].high[k]);
    }
}

struct roof_plan roof_plan_of(struct arena *arena, const struct region *region)
{
    struct roof_plan plan = { .count = (uint32_t)region->point_count };
    plan.edges = arena_take(arena, plan.count * sizeof *plan.edges);
    for (size_t i = 0; i < region->outline_count; i++)
        add_outline(&plan, region, &region->outlines[i]);
    plan.boxes = arena_take(arena, 4 * (size_t)plan.count * sizeof *plan.boxes);
    make_box(&plan, 1, 0, plan.count);
    return plan;
}
