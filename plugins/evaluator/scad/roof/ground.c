/* SPDX-License-Identifier: MIT */
/* The grid's steps are a power of two: its corners are doubles, and what is on a line is so for doubles too. */
#include "roof/ground.h"

#include "geometry/orientation.h"
#include "planar/planar.h"
#include "roof/creases.h"
#include "roof/plan.h"

#include <math.h>
#include <string.h>

/* The plane's sweep has so many bits. */
enum { MOST_ROUNDS = 20, GRID_BITS = 29 };

/* What is within so many steps of a point is in one spot with it: where corners were meant to be in one place, rounding leaves walls
 * between them that a straight roof makes much of. */
static const double spot = 4;

struct raster {
    double middle[2], step;
};

static struct raster raster_of(const struct region *plan)
{
    struct box box = region_box(plan);
    struct raster raster;
    int power;
    frexp(fmax(box.high[0] - box.low[0], box.high[1] - box.low[1]) / 2, &power);
    raster.step = ldexp(1, power - GRID_BITS);
    for (int k = 0; k < 2; k++)
        raster.middle[k] = raster.step * round((box.low[k] + box.high[k]) / 2 / raster.step);
    return raster;
}

/* To the corners of the grid; what is as near as that to a point before is put where that is. True if something was that near. */
static bool weld(struct work *work, struct region *region)
{
    struct arena *scratch = arena_within(work->arena);
    struct roof_creases creases;
    bool welded = false;
    for (size_t i = 0; i < region->point_count; i++)
        for (int k = 0; k < 2; k++)
            region->points[i][k] = round(region->points[i][k]);
    roof_creases_open(&creases, scratch, region, spot, 0);
    for (size_t i = 0; i < region->point_count; i++) {
        double *at = region->points[i];
        const double *first = creases.points.items[roof_creases_find(&creases, at, 0)].at;
        welded |= at[0] != first[0] || at[1] != first[1];
        at[0] = first[0];
        at[1] = first[1];
    }
    arena_close(scratch);
    return welded;
}

static void put_on(const struct raster *raster, struct region *region)
{
    for (size_t i = 0; i < region->point_count; i++)
        for (int k = 0; k < 2; k++)
            region->points[i][k] = (region->points[i][k] - raster->middle[k]) / raster->step;
}

static void take_off(const struct raster *raster, struct region *region)
{
    for (size_t i = 0; i < region->point_count; i++)
        for (int k = 0; k < 2; k++)
            region->points[i][k] = raster->middle[k] + raster->step * region->points[i][k];
}

static bool work_out(struct work *work, const struct region *region, struct planar_result *answer)
{
    struct planar_line *lines = arena_take(work->arena, region->outline_count * sizeof *lines);
    struct formula formula;
    for (size_t i = 0; i < region->outline_count; i++)
        lines[i] =
            (struct planar_line){ (const double(*)[2])region->points + region->outlines[i].first,
                                  region->outlines[i].count };
    formula_open(&formula, work->arena);
    const struct planar_leaf leaf = { lines, region->outline_count,
                                      formula_add(&formula, FORMULA_LEAF, FORMULA_NO_NODE),
                                      PLANAR_POSITIVE };
    const struct planar_model model = { .formula = &formula, .leaves = &leaf, .leaf_count = 1 };
    if (planar_solve(&model, work->arena, answer) == KERNEL_DONE)
        return true;
    return work_fail(work, REPORT_TOO_LARGE, "roof() of more points than can be worked with");
}

static bool is_on_grid(const struct planar_result *answer)
{
    for (size_t i = 0; i < answer->point_count; i++)
        for (int k = 0; k < 2; k++)
            if (answer->points[i][k] != round(answer->points[i][k]))
                return false;
    return true;
}

/* Triangles of the answer's points become those of the region's. */
static void take_floor(struct work *work, const struct planar_result *answer,
                       struct triangles *floor)
{
    uint32_t *first = arena_take(work->arena, answer->point_count * sizeof *first), number = 0;
    memset(first, 0xff, answer->point_count * sizeof *first);
    for (size_t i = 0; i < answer->loop_count; i++)
        for (size_t k = 0; k < answer->loops[i].count; k++, number++) {
            uint32_t point = answer->order[answer->loops[i].first + k];
            if (first[point] == UINT32_MAX)
                first[point] = number;
        }
    for (size_t i = 0; i < answer->triangle_count; i++) {
        const uint32_t *corners = answer->triangles[i];
        triangles_add(work->arena, floor, first[corners[0]], first[corners[1]], first[corners[2]]);
    }
}

/* Where lines cross, the grid has no corner: what is moved to one may cross anew. */
static bool settle(struct work *work, struct roof_ground *ground)
{
    struct planar_result answer;
    bool settled = false;
    for (int round = 0; round < MOST_ROUNDS && !settled; round++) {
        bool welded = weld(work, &ground->region);
        if (!work_out(work, &ground->region, &answer))
            return false;
        settled = !welded && is_on_grid(&answer);
        ground->region = (struct region){ 0 };
        for (size_t i = 0; i < answer.loop_count; i++)
            region_add_loop(work->arena, &ground->region, &answer, i);
    }
    take_floor(work, &answer, &ground->floor);
    return true;
}

/* --- what the grid takes away --- */

/* True if a place is within a few steps of an edge. */
static bool is_on_edge(const struct roof_plan *plan, uint32_t number, const double at[2])
{
    const struct roof_run *run = &plan->runs[number];
    double reach = run->reach + 12 * spot;
    if (roof_plan_away(run, at) > reach * reach)
        return false;
    return run->edge != ROOF_NONE || is_on_edge(plan, number + 1, at) ||
           is_on_edge(plan, run->second, at);
}

static bool is_inside(const struct roof_plan *plan, const double at[2])
{
    bool inside = false;
    for (uint32_t i = 0; i < plan->count; i++) {
        const double *a = plan->edges[i].start, *b = plan->edges[i].end;
        if ((a[1] > at[1]) != (b[1] > at[1]))
            inside ^= (orientation(a, b, at) > 0) == (b[1] > a[1]);
    }
    return inside;
}

/* A slit that is thinner than a step is closed, and where it ended there are no walls any more: the roof would be far too high. */
static bool has_closed(struct work *work, const struct region *plan, const struct region *region)
{
    struct arena *scratch = arena_within(work->arena);
    struct roof_plan left = roof_plan_of(scratch, region);
    bool closed = false;
    for (size_t i = 0; i < plan->point_count && !closed; i++) {
        arena_poll(scratch);
        closed = !is_on_edge(&left, 0, plan->points[i]) && is_inside(&left, plan->points[i]);
    }
    arena_close(scratch);
    return closed;
}

bool roof_ground_lay(struct work *work, const struct region *plan, struct roof_ground *ground)
{
    *ground = (struct roof_ground){ .region = *plan };
    if (triangulation_append(work, (const double(*)[2])plan->points, plan->outlines,
                             plan->outline_count, &ground->floor) == TRIANGULATION_DONE)
        return true;
    struct raster raster = raster_of(plan);
    struct region before = { 0 };
    ground->floor.count = 0;
    ground->region = (struct region){ 0 };
    region_add_region(work->arena, &before, plan);
    put_on(&raster, &before);
    region_add_region(work->arena, &ground->region, &before);
    if (!settle(work, ground))
        return false;
    if (ground->region.point_count > 0 && has_closed(work, &before, &ground->region)) {
        work_complain(work, REPORT_REMOVED,
                      "roof() of outlines that touch, with a slit too thin to be seen there");
        ground->region = (struct region){ 0 };
    }
    take_off(&raster, &ground->region);
    return true;
}
