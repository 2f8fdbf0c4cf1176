/* SPDX-License-Identifier: MIT */
/* Runs follow the outlines, halved again and again; whole outlines are halved by place. */
#include "roof/plan.h"

#include "base/sort.h"
#include "geometry/orientation.h"
#include "roof/creases.h"

#include <math.h>

/* An outline, and where its middle is on the axis by which outlines are halved. */
struct ground {
    struct box box;
    double middle;
    uint32_t outline;
};

struct planning {
    struct arena *arena;
    struct roof_plan *plan;
    const struct region *region;
};

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

/* --- runs --- */

static struct roof_run *add_run(struct roof_plan *plan, const double from[2], const double to[2])
{
    struct roof_run *run = &plan->runs[plan->run_count++];
    double x = to[0] - from[0], y = to[1] - from[1];
    *run = (struct roof_run){ .start = { from[0], from[1] },
                              .length = hypot(x, y),
                              .edge = ROOF_NONE };
    if (run->length > 0)
        run->along[0] = x / run->length, run->along[1] = y / run->length;
    return run;
}

/* Edges of one outline. */
static void add_edges(struct roof_plan *plan, uint32_t first, uint32_t end)
{
    struct roof_run *run = add_run(plan, plan->edges[first].start, plan->edges[end - 1].end);
    if (end - first == 1) {
        run->edge = first;
        return;
    }
    double square = 0;
    for (uint32_t i = first + 1; i < end; i++)
        square = fmax(square, roof_plan_away(run, plan->edges[i].start));
    run->reach = sqrt(square);
    uint32_t middle = first + (end - first) / 2;
    add_edges(plan, first, middle);
    run->second = plan->run_count;
    add_edges(plan, middle, end);
}

static struct box box_around(const struct ground *grounds, size_t count)
{
    struct box box = box_of_nothing();
    for (size_t i = 0; i < count; i++)
        box_include_box(&box, &grounds[i].box);
    return box;
}

static int compare_grounds(const void *first, const void *second)
{
    const struct ground *a = first, *b = second;
    if (a->middle != b->middle)
        return a->middle < b->middle ? -1 : 1;
    return a->outline < b->outline ? -1 : 1;
}

/* The line goes through the middle of the box, the long way. */
static void add_grounds(struct planning *planning, struct ground *grounds, size_t count)
{
    if (count == 1) {
        const struct outline *outline = &planning->region->outlines[grounds->outline];
        add_edges(planning->plan, (uint32_t)outline->first,
                  (uint32_t)(outline->first + outline->count));
        return;
    }
    struct box box = box_around(grounds, count);
    int axis = box.high[0] - box.low[0] < box.high[1] - box.low[1], other = 1 - axis;
    double from[2], to[2];
    from[axis] = box.low[axis], to[axis] = box.high[axis];
    from[other] = to[other] = (box.low[other] + box.high[other]) / 2;
    struct roof_run *run = add_run(planning->plan, from, to);
    run->reach = (box.high[other] - box.low[other]) / 2;
    for (size_t i = 0; i < count; i++)
        grounds[i].middle = grounds[i].box.low[axis] + grounds[i].box.high[axis];
    sort_items(planning->arena, grounds, count, sizeof *grounds, compare_grounds);
    add_grounds(planning, grounds, count / 2);
    run->second = planning->plan->run_count;
    add_grounds(planning, grounds + count / 2, count - count / 2);
}

static void add_runs(struct arena *arena, struct roof_plan *plan, const struct region *region)
{
    struct planning planning = { arena, plan, region };
    struct ground *grounds = arena_take(arena, region->outline_count * sizeof *grounds);
    for (size_t i = 0; i < region->outline_count; i++) {
        const struct outline *outline = &region->outlines[i];
        grounds[i].outline = (uint32_t)i;
        grounds[i].box = box_of_nothing();
        for (size_t k = 0; k < outline->count; k++) {
            const double *point = region->points[outline->first + k];
            box_include(&grounds[i].box, point[0], point[1], 0);
        }
    }
    plan->runs = arena_take(arena, 2 * (size_t)plan->count * sizeof *plan->runs);
    add_grounds(&planning, grounds, region->outline_count);
}

struct roof_plan roof_plan_of(struct arena *arena, const struct region *region)
{
    struct roof_plan plan = { .count = (uint32_t)region->point_count };
    struct box box = region_box(region);
    plan.extent = fmax(box.high[0] - box.low[0], box.high[1] - box.low[1]);
    plan.edges = arena_take(arena, plan.count * sizeof *plan.edges);
    for (size_t i = 0; i < region->outline_count; i++)
        add_outline(&plan, region, &region->outlines[i]);
    add_runs(arena, &plan, region);
    return plan;
}
