/* SPDX-License-Identifier: MIT */
/* Over a place on an edge, or in a direction from a corner, the cell ends where a circle through it, centred there, first
 * touches another site. How large that is for each other site is a parabola, and the smallest is the border. */
#include "geometry/roof_cells.h"

#include "geometry/roof_creases.h"

#include <math.h>

/* Edges are taken to go on by this part of the range, so that nothing passes between one and its corner. */
static const double overlap = 1e-12;

static bool edge_before_its_ends(const void *context, uint32_t rival, uint32_t other)
{
    const struct roof_plan *plan = context;
    if (rival >= plan->count || other < plan->count)
        return false;
    uint32_t corner = other - plan->count;
    return corner == rival || corner == plan->edges[rival].next;
}

void roof_cell_open(struct roof_cell *cell, const struct roof_plan *plan, struct arena *arena)
{
    *cell = (struct roof_cell){ .plan = plan };
    cell->envelope =
        (struct roof_envelope){ .arena = arena, .precedes = edge_before_its_ends, .context = plan };
}

/* A place as the cell sees it. */
static void to_cell(const struct roof_cell *cell, const double at[2], double seen[2])
{
    double x = at[0] - cell->origin[0], y = at[1] - cell->origin[1];
    for (int k = 0; k < 2; k++)
        seen[k] = cell->axes[k][0] * x + cell->axes[k][1] * y;
}

static void turn(const struct roof_cell *cell, const double along[2], double seen[2])
{
    for (int k = 0; k < 2; k++)
        seen[k] = cell->axes[k][0] * along[0] + cell->axes[k][1] * along[1];
}

double roof_cell_border(const struct roof_cell *cell, const struct roof_curve *curve, double x,
                        double at[2])
{
    double value = roof_curve_at(curve, x), reach = value, seen[2] = { x, value };
    if (cell->of_corner) {
        seen[0] = -(1 - x * x) / value;
        seen[1] = -2 * x / value;
        reach = -(1 + x * x) / value;
    }
    for (int k = 0; k < 2; k++)
        at[k] = cell->origin[k] + seen[0] * cell->axes[0][k] + seen[1] * cell->axes[1][k];
    return reach;
}

/* --- borders of an edge's cell --- */

static void lower_edge_to_corner(struct roof_cell *cell, const double corner[2], uint32_t rival)
{
    double seen[2];
    to_cell(cell, corner, seen);
    if (!(seen[1] > 0))
        return;
    const struct roof_curve curve = { 0.5 / seen[1], -seen[0] / seen[1],
                                      (seen[0] * seen[0] + seen[1] * seen[1]) / (2 * seen[1]) };
    roof_envelope_lower(&cell->envelope, &curve, cell->low, cell->high, rival);
}

/* Narrows a range to where constant + slope * x is not negative. */
static void narrow(double constant, double slope, double range[2])
{
    double root = -constant / slope;
    if (slope > 0)
        range[0] = fmax(range[0], root);
    else if (slope < 0)
        range[1] = fmin(range[1], root);
    else if (constant < 0)
        range[1] = range[0];
}

/* The border is straight, where its distance from the other edge is that from the edge's line. */
static void lower_edge_to_edge(struct roof_cell *cell, const struct roof_edge *other,
                               uint32_t rival)
{
    double start[2], along[2], range[2] = { cell->low, cell->high };
    to_cell(cell, other->start, start);
    turn(cell, other->along, along);
    /* Neighbours meet exactly. */
    if (other->next == cell->site)
        start[0] = -other->length * along[0], start[1] = -other->length * along[1];
    if (cell->plan->edges[cell->site].next == rival)
        start[0] = cell->high, start[1] = 0;
    /* 1 - cos of the angle between the edges, without cancellation. */
    double apart = along[0] > 0 ? along[1] * along[1] / (1 + along[0]) : 1 - along[0];
    double slope = -along[1] / apart;
    double constant = (along[1] * start[0] - along[0] * start[1]) / apart;
    if (other->next == cell->site)
        constant = 0;
    if (!(apart > 0) || !isfinite(slope) || !isfinite(constant))
        return;
    const struct roof_curve curve = { 0, slope, constant };
    narrow(constant, slope, range);
    /* Where along the other edge it is nearest. */
    double foot = along[0] * -start[0] + along[1] * (constant - start[1]);
    double foot_slope = along[0] + along[1] * slope;
    double more = overlap * (cell->high - cell->low) * fabs(foot_slope);
    narrow(foot + more, foot_slope, range);
    narrow(other->length - foot + more, -foot_slope, range);
    if (range[0] < range[1])
        roof_envelope_lower(&cell->envelope, &curve, range[0], range[1], rival);
}

/* --- borders of a corner's cell --- */

static void lower_corner_to_corner(struct roof_cell *cell, const double corner[2], uint32_t rival)
{
    double seen[2];
    to_cell(cell, corner, seen);
    double square = seen[0] * seen[0] + seen[1] * seen[1];
    if (!(square > 0))
        return;
    double cosine = 2 * seen[0] / square, sine = 2 * seen[1] / square;
    const struct roof_curve curve = { cosine, -2 * sine, -cosine };
    roof_envelope_lower(&cell->envelope, &curve, cell->low, cell->high, rival);
}

/* In which direction the border is nearest to the place on an edge's line that is `foot` away from where the corner is over
 * it, `above` high. */
static double direction_over(const double along[2], double above, double foot)
{
    const double normal[2] = { -along[1], along[0] };
    double weight = 2 * above / (foot * foot + above * above), direction[2];
    for (int k = 0; k < 2; k++)
        direction[k] = normal[k] - weight * (above * normal[k] - foot * along[k]);
    return direction[1] / (1 + direction[0]);
}

/* Is the border nearest to the edge itself in the direction straight back, where the tangent of half the angle jumps? */
static bool is_over_the_back(const struct roof_edge *edge, const double along[2], double above,
                             double before)
{
    double foot = -before - above * along[0] / (1 - along[1]);
    return foot >= 0 && foot <= edge->length;
}

static void lower_within(struct roof_cell *cell, const struct roof_curve *curve, double low,
                         double high, uint32_t rival)
{
    low = fmax(low, cell->low);
    high = fmin(high, cell->high);
    if (low < high)
        roof_envelope_lower(&cell->envelope, curve, low, high, rival);
}

/* A range that goes over the back is all that is not between its ends. */
static void lower_to_turned(struct roof_cell *cell, const struct roof_curve *curve,
                            const double range[2], bool over_the_back, uint32_t rival)
{
    lower_within(cell, curve, range[0], over_the_back ? INFINITY : range[1], rival);
    if (over_the_back)
        lower_within(cell, curve, -INFINITY, range[1], rival);
}

static void lower_corner_to_edge(struct roof_cell *cell, const struct roof_edge *other,
                                 uint32_t rival)
{
    double start[2], along[2];
    to_cell(cell, other->start, start);
    turn(cell, other->along, along);
    double above = along[1] * start[0] - along[0] * start[1];
    if (!(above > 0) || other->end == cell->origin || other->start == cell->origin)
        return;
    /* (1 - along x direction) / above, by the tangent of half the angle. */
    double cosine = along[1] / above, sine = -along[0] / above;
    const struct roof_curve curve = { -(1 / above - cosine), -2 * sine, -(1 / above + cosine) };
    double before = along[0] * start[0] + along[1] * start[1];
    double more = overlap * other->length;
    double range[2] = { direction_over(along, above, before - more),
                        direction_over(along, above, before + other->length + more) };
    lower_to_turned(cell, &curve, range, is_over_the_back(other, along, above, before), rival);
}

/* --- the search --- */

/* Around all circles from the border that touch the site. */
static struct roof_box reach_of(const struct roof_cell *cell)
{
    struct roof_box box = { { INFINITY, INFINITY }, { -INFINITY, -INFINITY } };
    const struct roof_stretches *stretches = &cell->envelope.stretches;
    for (size_t i = 0; i < 2 * stretches->count; i++) {
        const struct roof_stretch *stretch = &stretches->items[i / 2];
        double at[2], reach = INFINITY;
        if (stretch->rival != ROOF_NONE)
            reach =
                roof_cell_border(cell, &stretch->curve, i % 2 ? stretch->high : stretch->low, at);
        if (!(reach >= 0 && reach < INFINITY))
            return (struct roof_box){ { -INFINITY, -INFINITY }, { INFINITY, INFINITY } };
        for (int k = 0; k < 2; k++) {
            /* Around a corner the border bends outward between the ends of a stretch. */
            double centre = cell->of_corner ? cell->origin[k] : at[k];
            double radius = cell->of_corner ? 2 * reach : reach;
            box.low[k] = fmin(box.low[k], centre - radius);
            box.high[k] = fmax(box.high[k], centre + radius);
        }
    }
    return box;
}

static bool is_out_of_reach(const struct roof_box *reach, const struct roof_box *box)
{
    for (int k = 0; k < 2; k++)
        if (box->high[k] < reach->low[k] || box->low[k] > reach->high[k])
            return true;
    return false;
}

static void lower_to(struct roof_cell *cell, uint32_t number)
{
    const struct roof_edge *other = &cell->plan->edges[number];
    uint32_t corner = number + cell->plan->count;
    if (cell->of_corner) {
        lower_corner_to_edge(cell, other, number);
        if (other->reflex && corner != cell->site)
            lower_corner_to_corner(cell, other->start, corner);
    } else if (number != cell->site) {
        lower_edge_to_edge(cell, other, number);
        if (other->reflex && cell->plan->edges[cell->site].next != number)
            lower_edge_to_corner(cell, other->start, corner);
    }
}

struct search {
    struct roof_cell *cell;
    uint32_t own; /* the edge of the site, from which the search starts */
    struct roof_box reach;
};

static void search_boxes(struct search *search, size_t box, uint32_t first, uint32_t end)
{
    if (is_out_of_reach(&search->reach, &search->cell->plan->boxes[box]))
        return;
    if (end - first == 1) {
        lower_to(search->cell, first);
        search->reach = reach_of(search->cell);
        return;
    }
    uint32_t middle = first + (end - first) / 2;
    bool forward = search->own < middle;
    for (int i = 0; i < 2; i++)
        if ((i == 0) == forward)
            search_boxes(search, 2 * box, first, middle);
        else
            search_boxes(search, 2 * box + 1, middle, end);
}

static void face_corner(struct roof_cell *cell, const struct roof_edge *edge)
{
    const double *in = cell->plan->edges[edge->before].along, *out = edge->along;
    bool sharp = in[0] * out[0] + in[1] * out[1] < 0;
    double x = sharp ? in[0] - out[0] : -in[1] - out[1];
    double y = sharp ? in[1] - out[1] : in[0] + out[0];
    double length = hypot(x, y), first[2], last[2];
    cell->axes[0][0] = x / length, cell->axes[0][1] = y / length;
    cell->axes[1][0] = -y / length, cell->axes[1][1] = x / length;
    turn(cell, (const double[2]){ -out[1], out[0] }, first);
    turn(cell, (const double[2]){ -in[1], in[0] }, last);
    cell->low = first[1] / (1 + first[0]);
    cell->high = last[1] / (1 + last[0]);
}

static void face_edge(struct roof_cell *cell, const struct roof_edge *edge)
{
    cell->axes[0][0] = edge->along[0], cell->axes[0][1] = edge->along[1];
    cell->axes[1][0] = -edge->along[1], cell->axes[1][1] = edge->along[0];
    cell->low = 0;
    cell->high = edge->length;
}

void roof_cell_find(struct roof_cell *cell, uint32_t site)
{
    uint32_t count = cell->plan->count;
    const struct roof_edge *edge = &cell->plan->edges[site % count];
    cell->site = site;
    cell->of_corner = site >= count;
    cell->origin = edge->start;
    if (cell->of_corner)
        face_corner(cell, edge);
    else
        face_edge(cell, edge);
    roof_envelope_start(&cell->envelope, cell->low, cell->high);
    struct search around = { cell, site % count, reach_of(cell) };
    search_boxes(&around, 1, 0, count);
}
