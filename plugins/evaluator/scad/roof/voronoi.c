/* SPDX-License-Identifier: MIT */
/* The creases are the borders of the Voronoi cells of edges and corners. Each cell is found alone; what two cells find twice
 * becomes one where it comes to the same place. */
#include "roof/voronoi.h"

#include "model/tree.h"
#include "roof/cells.h"
#include "roof/junction.h"

#include <math.h>

struct voronoi {
    struct work *work;
    struct roof_plan plan;
    struct roof_creases *creases;
    struct roof_cell cell;
    double largest_turn, longest; /* of the pieces of a bent border; no length counts if it is 0 */
};

/* The points where the border of a cell has ends. */
struct ends {
    uint32_t from, to;
};

/* The third site of the junctions at both ends of a cell: where an edge meets its corner. */
static uint32_t limit_of(const struct voronoi *voronoi, bool high)
{
    const struct roof_plan *plan = &voronoi->plan;
    uint32_t site = voronoi->cell.view.site;
    if (site >= plan->count)
        return high ? plan->edges[site - plan->count].before : site - plan->count;
    return plan->count + (high ? plan->edges[site].next : site);
}

/* What is found near there is taken to be the junction: other cells have it too. */
static uint32_t junction_point(struct voronoi *voronoi, struct roof_junction *junction,
                               uint32_t before, uint32_t after)
{
    const uint32_t sites[3] = { voronoi->cell.view.site, before, after };
    uint32_t point = roof_creases_find(voronoi->creases, junction->at, junction->height);
    if (point != ROOF_NONE)
        return point;
    roof_junction_find(&voronoi->plan, sites, junction);
    return roof_creases_point(voronoi->creases, junction->at, junction->height);
}

/* Where a stretch of a cell begins; where the last one ends, by the number of the next. */
static uint32_t stretch_point(struct voronoi *voronoi, size_t number)
{
    const struct roof_cell *cell = &voronoi->cell;
    bool is_end = number == cell->stretches.count;
    const struct roof_stretch *stretch = &cell->stretches.items[number - is_end];
    struct roof_junction junction;
    if (stretch->border.rival == ROOF_NONE)
        return ROOF_NONE;
    junction.height = roof_view_place(&cell->view, &stretch->border.curve,
                                      is_end ? stretch->high : stretch->low, junction.at);
    uint32_t other = number > 0 && !is_end ? cell->stretches.items[number - 1].border.rival
                                           : limit_of(voronoi, is_end);
    return junction_point(voronoi, &junction, other, stretch->border.rival);
}

/* --- bent borders: places as far from a corner as from an edge --- */

/* Seen from the corner, along the edge and up from it, the border is y = (x^2 - distance^2) / (2 distance). */
struct bend {
    const double *corner, *along;
    double distance;
};

static double bend_height(const struct bend *bend, double x)
{
    return (x * x - bend->distance * bend->distance) / (2 * bend->distance);
}

static bool is_too_coarse(const struct voronoi *voronoi, const struct bend *bend, double from,
                          double to)
{
    double x = to - from, y = bend_height(bend, to) - bend_height(bend, from);
    double slope = (fabs(from) < fabs(to) ? from : to) / bend->distance;
    double turn = fabs(atan2(x * slope - y, x + y * slope));
    return turn > voronoi->largest_turn ||
           (voronoi->longest > 0 && x * x + y * y > voronoi->longest * voronoi->longest);
}

static double bend_place(const struct voronoi *voronoi, const struct bend *bend, uint32_t point)
{
    const double *at = voronoi->creases->points.items[point].at;
    return (at[0] - bend->corner[0]) * bend->along[0] + (at[1] - bend->corner[1]) * bend->along[1];
}

static uint32_t bend_point(struct voronoi *voronoi, const struct bend *bend, double x)
{
    double y = bend_height(bend, x), at[2];
    at[0] = bend->corner[0] + x * bend->along[0] - y * bend->along[1];
    at[1] = bend->corner[1] + x * bend->along[1] + y * bend->along[0];
    return roof_creases_point(voronoi->creases, at, y + bend->distance);
}

/* Lines along the border, and from each point of it to the corner. From the left each piece is halved until it is fine enough,
 * as in OpenSCAD. */
static bool add_bend(struct voronoi *voronoi, uint32_t corner, const struct bend *bend,
                     struct ends ends)
{
    double from = bend_place(voronoi, bend, ends.from), last = bend_place(voronoi, bend, ends.to);
    if (from > last)
        return add_bend(voronoi, corner, bend, (struct ends){ ends.to, ends.from });
    uint32_t before = ends.from;
    while (from < last) {
        double to = last;
        while (is_too_coarse(voronoi, bend, from, to) && (from + to) / 2 > from &&
               (from + to) / 2 < to)
            to = (from + to) / 2;
        uint32_t point = to == last ? ends.to : bend_point(voronoi, bend, to);
        if (point == ROOF_NONE)
            return true;
        roof_creases_line(voronoi->creases, before, point);
        roof_creases_line(voronoi->creases, corner, point);
        if (!work_take_vertices(voronoi->work, 1))
            return false;
        before = point;
        from = to;
    }
    return true;
}

/* --- cells --- */

static void add_edge_cell(struct voronoi *voronoi, uint32_t edge)
{
    size_t count = voronoi->cell.stretches.count;
    uint32_t from = roof_creases_point(voronoi->creases, voronoi->plan.edges[edge].start, 0);
    uint32_t end = roof_creases_point(voronoi->creases, voronoi->plan.edges[edge].end, 0);
    uint32_t low = stretch_point(voronoi, 0);
    roof_creases_line(voronoi->creases, from, low);
    for (size_t i = 0; i < count; i++) {
        uint32_t high = stretch_point(voronoi, i + 1);
        /* What is bent is the corner's. */
        if (voronoi->cell.stretches.items[i].border.rival < voronoi->plan.count)
            roof_creases_line(voronoi->creases, low, high);
        low = high;
    }
    roof_creases_line(voronoi->creases, low, end);
}

/* One border of a corner's cell, and the lines from the corner to where it ends. */
static bool add_corner_border(struct voronoi *voronoi, uint32_t corner, uint32_t rival,
                              struct ends ends)
{
    roof_creases_line(voronoi->creases, corner, ends.from);
    roof_creases_line(voronoi->creases, corner, ends.to);
    if (ends.from == ROOF_NONE || ends.to == ROOF_NONE)
        return true;
    if (rival >= voronoi->plan.count) {
        roof_creases_line(voronoi->creases, ends.from, ends.to);
        return true;
    }
    const struct roof_edge *edge = &voronoi->plan.edges[rival];
    struct bend bend = { voronoi->cell.view.origin, edge->along,
                         roof_plan_inside(edge, voronoi->cell.view.origin) };
    return add_bend(voronoi, corner, &bend, ends);
}

static bool add_corner_cell(struct voronoi *voronoi)
{
    uint32_t corner = roof_creases_point(voronoi->creases, voronoi->cell.view.origin, 0);
    struct ends ends = { .to = stretch_point(voronoi, 0) };
    for (size_t i = 0; i < voronoi->cell.stretches.count; i++) {
        ends = (struct ends){ ends.to, stretch_point(voronoi, i + 1) };
        if (!add_corner_border(voronoi, corner, voronoi->cell.stretches.items[i].border.rival,
                               ends))
            return false;
    }
    return true;
}

static bool add_cell(struct voronoi *voronoi, uint32_t site)
{
    roof_cell_find(&voronoi->cell, &voronoi->plan, site);
    if (!voronoi->cell.view.of_corner)
        add_edge_cell(voronoi, site);
    else if (!add_corner_cell(voronoi))
        return false;
    return true;
}

bool roof_voronoi(struct work *work, const struct region *plan, struct roof_creases *creases)
{
    const struct tree_fragments *fragments = &work->node->fragments;
    double angle = fragments->fn > 0 ? 360 / fragments->fn : fmax(fragments->fa, 0.01);
    struct voronoi voronoi = { .work = work,
                               .plan = roof_plan_of(work->arena, plan),
                               .creases = creases,
                               .cell = { .arena = work->arena, .creases = creases },
                               .largest_turn = angle * M_PI / 360,
                               .longest = fragments->fn > 0 ? 0 : fmax(fragments->fs, 0.01) };
    for (uint32_t i = 0; i < voronoi.plan.count; i++)
        if (!add_cell(&voronoi, i) ||
            (voronoi.plan.edges[i].reflex && !add_cell(&voronoi, i + voronoi.plan.count)))
            return false;
    return true;
}
