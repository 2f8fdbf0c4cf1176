/* SPDX-License-Identifier: MIT */
/* Over a place on an edge, or in a direction from a corner, a circle through it, centred there, touches another site. How large
 * that is for each other site is a parabola. */
#include "roof/border.h"

#include "roof/creases.h"

#include <math.h>

/* Edges are taken to go on by this part of the range, so that nothing passes between one and its corner. */
static const double overlap = 1e-12;

/* --- views --- */

/* A place as the site sees it. */
static void to_view(const struct roof_view *view, const double at[2], double seen[2])
{
    double x = at[0] - view->origin[0], y = at[1] - view->origin[1];
    for (int k = 0; k < 2; k++)
        seen[k] = view->axes[k][0] * x + view->axes[k][1] * y;
}

static void turn(const struct roof_view *view, const double along[2], double seen[2])
{
    for (int k = 0; k < 2; k++)
        seen[k] = view->axes[k][0] * along[0] + view->axes[k][1] * along[1];
}

static void face_corner(struct roof_view *view, const struct roof_edge *edge)
{
    const double *in = view->plan->edges[edge->before].along, *out = edge->along;
    bool sharp = in[0] * out[0] + in[1] * out[1] < 0;
    double x = sharp ? in[0] - out[0] : -in[1] - out[1];
    double y = sharp ? in[1] - out[1] : in[0] + out[0];
    double length = hypot(x, y), first[2], last[2];
    view->axes[0][0] = x / length, view->axes[0][1] = y / length;
    view->axes[1][0] = -y / length, view->axes[1][1] = x / length;
    turn(view, (const double[2]){ -out[1], out[0] }, first);
    turn(view, (const double[2]){ -in[1], in[0] }, last);
    view->low = first[1] / (1 + first[0]);
    view->high = last[1] / (1 + last[0]);
}

static void face_edge(struct roof_view *view, const struct roof_edge *edge)
{
    view->axes[0][0] = edge->along[0], view->axes[0][1] = edge->along[1];
    view->axes[1][0] = -edge->along[1], view->axes[1][1] = edge->along[0];
    view->low = 0;
    view->high = edge->length;
}

void roof_view_open(struct roof_view *view, const struct roof_plan *plan, uint32_t site)
{
    const struct roof_edge *edge = &plan->edges[site % plan->count];
    *view = (struct roof_view){
        .plan = plan, .site = site, .of_corner = site >= plan->count, .origin = edge->start
    };
    if (view->of_corner)
        face_corner(view, edge);
    else
        face_edge(view, edge);
}

double roof_view_place(const struct roof_view *view, const struct roof_curve *curve, double x,
                       double at[2])
{
    double value = roof_curve_at(curve, x), reach = value, seen[2] = { x, value };
    if (view->of_corner) {
        seen[0] = -(1 - x * x) / value;
        seen[1] = -2 * x / value;
        reach = -(1 + x * x) / value;
    }
    for (int k = 0; k < 2; k++)
        at[k] = view->origin[k] + seen[0] * view->axes[0][k] + seen[1] * view->axes[1][k];
    return reach;
}

struct roof_border roof_border_none(const struct roof_view *view, double x, double reach)
{
    double value = view->of_corner ? -(1 + x * x) / reach : reach;
    return (struct roof_border){ ROOF_NONE, { 0, 0, value }, -INFINITY, INFINITY };
}

/* --- borders of an edge's cell --- */

static bool edge_to_corner(const struct roof_view *view, const double corner[2],
                           struct roof_border *border)
{
    double seen[2];
    to_view(view, corner, seen);
    if (!(seen[1] > 0))
        return false;
    border->curve = (struct roof_curve){ 0.5 / seen[1], -seen[0] / seen[1],
                                         (seen[0] * seen[0] + seen[1] * seen[1]) / (2 * seen[1]) };
    return true;
}

/* Narrows a range to where constant + slope * x is not negative. */
static void narrow(double constant, double slope, struct roof_border *border)
{
    double root = -constant / slope;
    if (slope > 0)
        border->low = fmax(border->low, root);
    else if (slope < 0)
        border->high = fmin(border->high, root);
    else if (constant < 0)
        border->high = border->low;
}

/* The border is straight, where its distance from the other edge is that from the edge's line. */
static bool edge_to_edge(const struct roof_view *view, const struct roof_edge *other,
                         struct roof_border *border)
{
    double start[2], along[2];
    to_view(view, other->start, start);
    turn(view, other->along, along);
    /* Neighbours meet exactly. */
    if (other->next == view->site)
        start[0] = -other->length * along[0], start[1] = -other->length * along[1];
    if (view->plan->edges[view->site].next == border->rival)
        start[0] = view->high, start[1] = 0;
    /* 1 - cos of the angle between the edges, without cancellation. */
    double apart = along[0] > 0 ? along[1] * along[1] / (1 + along[0]) : 1 - along[0];
    double slope = -along[1] / apart;
    double constant = (along[1] * start[0] - along[0] * start[1]) / apart;
    if (other->next == view->site)
        constant = 0;
    if (!(apart > 0) || !isfinite(slope) || !isfinite(constant))
        return false;
    border->curve = (struct roof_curve){ 0, slope, constant };
    border->low = view->low;
    border->high = view->high;
    narrow(constant, slope, border);
    /* Where along the other edge it is nearest. */
    double foot = along[0] * -start[0] + along[1] * (constant - start[1]);
    double foot_slope = along[0] + along[1] * slope;
    double more = overlap * (view->high - view->low) * fabs(foot_slope);
    narrow(foot + more, foot_slope, border);
    narrow(other->length - foot + more, -foot_slope, border);
    if (other->next == view->site)
        border->low = view->low;
    if (view->plan->edges[view->site].next == border->rival)
        border->high = view->high;
    return border->low < border->high;
}

/* --- borders of a corner's cell --- */

static bool corner_to_corner(const struct roof_view *view, const double corner[2],
                             struct roof_border *border)
{
    double seen[2];
    to_view(view, corner, seen);
    double square = seen[0] * seen[0] + seen[1] * seen[1];
    if (!(square > 0))
        return false;
    double cosine = 2 * seen[0] / square, sine = 2 * seen[1] / square;
    border->curve = (struct roof_curve){ cosine, -2 * sine, -cosine };
    /* In directions away from the other it is not there. */
    double distance = sqrt(square), x = seen[0] / distance, y = seen[1] / distance;
    border->low = y > 0 ? -x / (1 + y) : (y - 1) / x;
    border->high = y > 0 ? (1 + y) / x : x / (1 - y);
    return true;
}

/* In which direction the border is nearest to the place on an edge's line that is `foot` away from where the corner is over
 * it, `above` high. */
static double direction_over(const double along[2], double above, double foot)
{
    const double normal[2] = { -along[1], along[0] };
    double weight = 2 * above / (foot * foot + above * above), direction[2];
    for (int k = 0; k < 2; k++)
        direction[k] = normal[k] - weight * (above * normal[k] - foot * along[k]);
    return direction[0] < 0 ? (1 - direction[0]) / direction[1] : direction[1] / (1 + direction[0]);
}

/* Is the border nearest to the edge itself in the direction straight back, where the tangent of half the angle jumps? An end that is
 * there all but exactly may be on either side of the jump: then it is, too. */
static bool is_over_the_back(const struct roof_edge *edge, const double along[2], double above,
                             double before, double more)
{
    double foot = -before - above * along[0] / (1 - along[1]);
    return foot >= -more && foot <= edge->length + more;
}

static bool is_at(const double a[2], const double b[2])
{
    return a[0] == b[0] && a[1] == b[1];
}

static bool corner_to_edge(const struct roof_view *view, const struct roof_edge *other,
                           struct roof_border *border)
{
    double start[2], along[2];
    to_view(view, other->start, start);
    turn(view, other->along, along);
    double above = along[1] * start[0] - along[0] * start[1];
    if (!(above > 0) || is_at(other->start, view->origin) || is_at(other->end, view->origin))
        return false;
    /* (1 - along x direction) / above, by the tangent of half the angle. */
    double cosine = along[1] / above, sine = -along[0] / above;
    border->curve = (struct roof_curve){ -(1 / above - cosine), -2 * sine, -(1 / above + cosine) };
    double before = along[0] * start[0] + along[1] * start[1];
    double more = overlap * other->length;
    border->low = direction_over(along, above, before - more);
    border->high = direction_over(along, above, before + other->length + more);
    return border->low < border->high || is_over_the_back(other, along, above, before, 2 * more);
}

bool roof_border_of(const struct roof_view *view, uint32_t rival, struct roof_border *border)
{
    const struct roof_plan *plan = view->plan;
    const struct roof_edge *other = &plan->edges[rival % plan->count];
    bool corner = rival >= plan->count;
    *border = (struct roof_border){ .rival = rival, .low = -INFINITY, .high = INFINITY };
    if (rival == view->site || (corner && !other->reflex))
        return false;
    if (view->of_corner)
        return corner ? corner_to_corner(view, other->start, border)
                      : corner_to_edge(view, other, border);
    if (corner &&
        (rival == view->site + plan->count || rival - plan->count == plan->edges[view->site].next))
        return false;
    return corner ? edge_to_corner(view, other->start, border) : edge_to_edge(view, other, border);
}

bool roof_border_precedes(const struct roof_view *view, uint32_t rival, uint32_t other)
{
    const struct roof_plan *plan = view->plan;
    if (rival >= plan->count || other < plan->count || other == ROOF_NONE)
        return false;
    uint32_t corner = other - plan->count;
    return corner == rival || corner == plan->edges[rival].next;
}

/* --- curves --- */

int roof_curve_meet(const struct roof_curve *a, const struct roof_curve *b, double low, double high,
                    double places[2])
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
