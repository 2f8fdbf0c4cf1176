/* SPDX-License-Identifier: MIT */
/* From one end of the cell to the other: where two borders meet, the circle
 * there is searched for a third that is nearer; so is what the circles along a
 * border cover. What is found is a place to stop before. */
#include "roof/cells.h"

#include "base/list.h"
#include "roof/junction.h"

#include <math.h>

/* As a part of the range. */
static const double narrowest = 1e-13;

/* As a part of how near points are one: what is nearer by less is as near. */
static const double as_near = 1e-2;

/* --- circles --- */

/* A circle through the site at x, as large as the nearest border lets it be. */
struct circle {
    const struct roof_cell *cell;
    double x, centre[2], reach;
    struct roof_border border;
};

static struct circle circle_at(const struct roof_cell *cell, double x,
                               const struct roof_border *border)
{
    struct circle circle = { .cell = cell, .x = x, .border = *border };
    circle.reach = roof_view_place(&cell->view, &border->curve, x, circle.centre);
    return circle;
}

static void shrink(struct circle *circle, uint32_t rival)
{
    const struct roof_cell *cell = circle->cell;
    struct roof_border border;
    if (!roof_border_of(&cell->view, rival, &border) || !roof_border_is_at(&border, circle->x) ||
        roof_border_precedes(&cell->view, circle->border.rival, rival))
        return;
    struct circle smaller = circle_at(cell, circle->x, &border);
    /* Below 0 is beyond all bounds. */
    if (!(smaller.reach >= 0))
        return;
    if (smaller.reach < circle->reach - as_near * cell->creases->near ||
        roof_border_precedes(&cell->view, rival, circle->border.rival))
        *circle = smaller;
}

static bool is_beyond(const struct circle *circle, const struct roof_run *run)
{
    double reach = circle->reach + run->reach;
    return roof_plan_away(run, circle->centre) >= reach * reach;
}

/* Lets a circle be only as large as the nearest site in a run lets it. */
static void search_circle(struct circle *circle, uint32_t number)
{
    const struct roof_plan *plan = circle->cell->view.plan;
    const struct roof_run *run = &plan->runs[number];
    if (is_beyond(circle, run))
        return;
    if (run->edge != ROOF_NONE) {
        shrink(circle, run->edge);
        shrink(circle, run->edge + plan->count);
        return;
    }
    uint32_t halves[2] = { number + 1, run->second };
    int nearer = roof_plan_away(&plan->runs[halves[1]], circle->centre) <
                 roof_plan_away(&plan->runs[halves[0]], circle->centre);
    search_circle(circle, halves[nearer]);
    search_circle(circle, halves[1 - nearer]);
}

/* --- what circles along a border cover, but for those at the ends --- */

/* Between where the first and the last one touch the site and the rival. */
struct gap {
    const struct roof_cell *cell;
    const struct roof_border *border;
    double low, high, corners[4][2];
    struct circle found;
};

/* Where the circle at x touches the site and the rival. */
static void touch(const struct gap *gap, double x, double site[2], double rival[2])
{
    const struct roof_view *view = &gap->cell->view;
    const struct roof_plan *plan = view->plan;
    const struct roof_edge *edge = &plan->edges[gap->border->rival % plan->count];
    double centre[2];
    roof_view_place(view, &gap->border->curve, x, centre);
    double inside = gap->border->rival < plan->count ? roof_plan_inside(edge, centre) : 0;
    for (int k = 0; k < 2; k++) {
        site[k] = view->origin[k] + (view->of_corner ? 0 : x * view->axes[0][k]);
        rival[k] = edge->start[k];
    }
    if (gap->border->rival < plan->count) {
        rival[0] = centre[0] + inside * edge->along[1];
        rival[1] = centre[1] - inside * edge->along[0];
    }
}

/* True if both lie apart along an axis, by more than the run's reach. */
static bool is_apart_along(const struct gap *gap, const struct roof_run *run, double x, double y)
{
    double start = x * run->start[0] + y * run->start[1];
    double end = start + run->length * (x * run->along[0] + y * run->along[1]);
    double low = INFINITY, high = -INFINITY;
    for (int i = 0; i < 4; i++) {
        double place = x * gap->corners[i][0] + y * gap->corners[i][1];
        low = place < low ? place : low;
        high = place > high ? place : high;
    }
    double above = (start < end ? start : end) - high, below = low - (start > end ? start : end);
    double apart = above > below ? above : below;
    return apart >= 0 && apart * apart >= run->reach * run->reach * (x * x + y * y);
}

static bool is_apart(const struct gap *gap, const struct roof_run *run)
{
    if (is_apart_along(gap, run, 1, 0) || is_apart_along(gap, run, 0, 1) ||
        (run->length > 0 && is_apart_along(gap, run, -run->along[1], run->along[0])))
        return true;
    for (int i = 0; i < 4; i++) {
        const double *a = gap->corners[i], *b = gap->corners[(i + 1) % 4];
        if ((a[0] != b[0] || a[1] != b[1]) && is_apart_along(gap, run, a[1] - b[1], b[0] - a[0]))
            return true;
    }
    return false;
}

/* Does a border pass below that of the gap from `low` to `high`? */
static bool passes(struct gap *gap, const struct roof_border *border, double low, double high)
{
    double places[3], from = low = fmax(low, gap->low);
    high = fmin(high, gap->high);
    if (!(high - low > gap->cell->narrow))
        return false;
    int count = roof_curve_meet(&border->curve, &gap->border->curve, low, high, places);
    if (roof_border_precedes(&gap->cell->view, border->rival, gap->border->rival))
        count = 0;
    places[count++] = high;
    for (int i = 0; i < count; from = places[i++]) {
        gap->found = circle_at(gap->cell, (from + places[i]) / 2, gap->border);
        shrink(&gap->found, border->rival);
        if (gap->found.border.rival == border->rival)
            return true;
    }
    return false;
}

static bool passes_site(struct gap *gap, uint32_t rival)
{
    struct roof_border border;
    if (rival == gap->border->rival || !roof_border_of(&gap->cell->view, rival, &border))
        return false;
    if (border.low <= border.high)
        return passes(gap, &border, border.low, border.high);
    return passes(gap, &border, -INFINITY, border.high) ||
           passes(gap, &border, border.low, INFINITY);
}

static bool search_gap(struct gap *gap, uint32_t number)
{
    const struct roof_plan *plan = gap->cell->view.plan;
    const struct roof_run *run = &plan->runs[number];
    if (is_apart(gap, run))
        return false;
    if (run->edge != ROOF_NONE)
        return passes_site(gap, run->edge) || passes_site(gap, run->edge + plan->count);
    return search_gap(gap, number + 1) || search_gap(gap, run->second);
}

/* True if something is nearer between two stops than the border that goes from
 * one to the other; `between` is where. */
static bool is_cut(const struct roof_cell *cell, const struct roof_stop *from,
                   const struct roof_stop *to, struct roof_stop *between)
{
    const struct roof_border *border = &from->after;
    struct gap gap = { .cell = cell, .border = border, .low = from->x, .high = to->x };
    /* All circles through two corners are covered by the first and the last. */
    if (border->rival == ROOF_NONE ||
        (cell->view.of_corner && border->rival >= cell->view.plan->count))
        return false;
    touch(&gap, gap.low, gap.corners[0], gap.corners[3]);
    touch(&gap, gap.high, gap.corners[1], gap.corners[2]);
    if (!search_gap(&gap, 0))
        return false;
    search_circle(&gap.found, 0);
    *between = (struct roof_stop){ gap.found.x, gap.found.border, gap.found.border };
    return true;
}

/* --- stops --- */

/* A circle in a place that other cells have is known to be as large as it may
 * be. */
static bool is_known(const struct circle *circle)
{
    const struct roof_creases *creases = circle->cell->creases;
    uint32_t point = roof_creases_find(creases, circle->centre, circle->reach);
    return point != ROOF_NONE && fabs(creases->points.items[point].height - circle->reach) <=
                                     roof_creases_near(creases, circle->reach);
}

/* The nearest site, if it is nearer to the middle of a circle than the circle reaches; else ROOF_NONE. */
static void find_nearer(struct circle *circle, uint32_t number, uint32_t *nearer)
{
    const struct roof_plan *plan = circle->cell->view.plan;
    const struct roof_run *run = &plan->runs[number];
    if (is_beyond(circle, run))
        return;
    if (run->edge != ROOF_NONE) {
        circle->reach = sqrt(roof_plan_away(run, circle->centre));
        *nearer = run->edge;
        return;
    }
    find_nearer(circle, number + 1, nearer);
    find_nearer(circle, run->second, nearer);
}

static void check(const struct roof_cell *cell, struct roof_stop *stop)
{
    struct circle circle = circle_at(cell, stop->x, &stop->before), exact = circle;
    const uint32_t sites[3] = { cell->view.site, stop->before.rival, stop->after.rival };
    uint32_t nearer = ROOF_NONE;
    struct roof_junction junction = { { circle.centre[0], circle.centre[1] }, circle.reach };
    if (is_known(&circle))
        return;
    if (sites[1] != sites[2] && roof_junction_find(cell->view.plan, sites, &junction)) {
        exact.centre[0] = junction.at[0];
        exact.centre[1] = junction.at[1];
        exact.reach = junction.height - as_near * cell->creases->near;
        find_nearer(&exact, 0, &nearer);
        if (nearer == ROOF_NONE)
            return;
    }
    search_circle(&circle, 0);
    uint32_t nearest = circle.border.rival;
    if (nearest != stop->before.rival && nearest != stop->after.rival)
        stop->before = stop->after = circle.border;
}

static void stop_anywhere(const struct roof_cell *cell, double x, struct roof_stop *stop)
{
    const struct roof_border none = roof_border_none(&cell->view, x, 4 * cell->view.plan->extent);
    struct circle circle = circle_at(cell, x, &none);
    search_circle(&circle, 0);
    *stop = (struct roof_stop){ x, circle.border, circle.border };
}

/* At either end of what the site sees. An edge meets its neighbour there, if
 * the corner does not point inward. */
static void stop_at_limit(const struct roof_cell *cell, double x, uint32_t neighbour, bool reflex,
                          struct roof_stop *stop)
{
    stop->x = x;
    if (cell->view.of_corner || reflex || !roof_border_of(&cell->view, neighbour, &stop->after))
        stop_anywhere(cell, x, stop);
    else
        stop->before = stop->after;
}

/* The border with the corner in which an edge ends at x, if it has one that
 * points inward. */
static void pass_to_corner(const struct roof_cell *cell, const struct roof_border *border, double x,
                           struct roof_border *next)
{
    const struct roof_plan *plan = cell->view.plan;
    const struct roof_edge *edge = &plan->edges[border->rival % plan->count];
    struct roof_border corner;
    double at[2];
    roof_view_place(&cell->view, &border->curve, x, at);
    double place =
        (at[0] - edge->start[0]) * edge->along[0] + (at[1] - edge->start[1]) * edge->along[1];
    uint32_t rival = (2 * place < edge->length ? border->rival : edge->next) + plan->count;
    if (roof_border_of(&cell->view, rival, &corner))
        *next = corner;
}

/* Where two borders meet, the one that is lower before comes first. */
static bool stop_where_they_meet(const struct roof_border *a, const struct roof_border *b,
                                 double low, double high, struct roof_stop *stop)
{
    double places[2];
    if (!(low < high) || roof_curve_meet(&a->curve, &b->curve, low, high, places) == 0)
        return false;
    double x = places[0];
    double rise = 2 * (a->curve.square - b->curve.square) * x + a->curve.linear - b->curve.linear;
    *stop = rise > 0 ? (struct roof_stop){ x, *a, *b } : (struct roof_stop){ x, *b, *a };
    return true;
}

static double end_after(const struct roof_border *border, double x)
{
    return border->low <= border->high || x <= border->high ? border->high : INFINITY;
}

static double start_before(const struct roof_border *border, double x)
{
    return border->low <= border->high || x >= border->low ? border->low : -INFINITY;
}

static bool are_related(const struct roof_view *view, const struct roof_border *a,
                        const struct roof_border *b)
{
    return roof_border_precedes(view, a->rival, b->rival) ||
           roof_border_precedes(view, b->rival, a->rival);
}

/* A stop where the border after the first one, or the one before the second, is
 * no longer nearest to its rival. */
static bool stop_at_end(const struct roof_cell *cell, const struct roof_stop *from,
                        const struct roof_stop *to, struct roof_stop *stop)
{
    const struct roof_border *a = &from->after, *b = &to->before;
    double end = end_after(a, from->x), start = start_before(b, to->x);
    bool at_end = end > from->x && end < to->x;
    if (!at_end && !(start > from->x && start < to->x))
        return false;
    const struct roof_border *border = at_end ? a : b;
    *stop = (struct roof_stop){ at_end ? end : start, *border, *border };
    if (border->rival >= cell->view.plan->count)
        stop_anywhere(cell, stop->x, stop);
    else if (at_end)
        pass_to_corner(cell, border, end, &stop->after);
    else
        pass_to_corner(cell, border, start, &stop->before);
    return true;
}

/* Borders that both go from one stop to the other and do not meet: the lower one is all there is, but for what is beside the end
 * of the other, which may be as steep as a wall there. False if nothing is; else `between` is where. */
static bool stop_beside(const struct roof_cell *cell, struct roof_stop *from, struct roof_stop *to,
                        struct roof_stop *between)
{
    struct roof_border *a = &from->after, *b = &to->before;
    double middle = (from->x + to->x) / 2, beside = 2 * cell->narrow;
    bool first = roof_border_precedes(&cell->view, a->rival, b->rival) ||
                 (!roof_border_precedes(&cell->view, b->rival, a->rival) &&
                  roof_curve_at(&a->curve, middle) <= roof_curve_at(&b->curve, middle));
    if (to->x - from->x > 2 * beside) {
        stop_anywhere(cell, first ? to->x - beside : from->x + beside, between);
        if (between->after.rival != a->rival && between->after.rival != b->rival)
            return true;
    }
    if (first)
        *b = *a;
    else
        *a = *b;
    return is_cut(cell, from, to, between);
}

/* Finds a stop between two. False if it is one border all the way. */
static bool divide(const struct roof_cell *cell, struct roof_stop *from, struct roof_stop *to,
                   struct roof_stop *between)
{
    const struct roof_border *a = &from->after, *b = &to->before;
    double end = end_after(a, from->x), start = start_before(b, to->x);
    if (a->rival == b->rival && end >= to->x - cell->narrow)
        return is_cut(cell, from, to, between);
    if ((!are_related(&cell->view, a, b) &&
         stop_where_they_meet(a, b, fmax(from->x, start), fmin(to->x, end), between)) ||
        stop_at_end(cell, from, to, between)) {
        check(cell, between);
        return true;
    }
    if (end >= to->x - cell->narrow && start <= from->x + cell->narrow)
        return stop_beside(cell, from, to, between);
    stop_anywhere(cell, (from->x + to->x) / 2, between);
    return true;
}

static void add_stretch(struct roof_cell *cell, const struct roof_border *border, double low,
                        double high)
{
    size_t count = cell->stretches.count;
    struct roof_stretch *last = count ? &cell->stretches.items[count - 1] : NULL;
    struct roof_stretch stretch = { low, high, *border };
    if (last && (last->border.rival == border->rival || high - low <= cell->narrow)) {
        last->high = high;
    } else if (last && last->high - last->low <= cell->narrow) {
        stretch.low = last->low;
        *last = stretch;
    } else {
        list_append(cell->arena, &cell->stretches, stretch);
    }
}

void roof_cell_find(struct roof_cell *cell, const struct roof_plan *plan, uint32_t site)
{
    const struct roof_edge *edge = &plan->edges[site % plan->count];
    struct roof_stop from, to, between;
    roof_view_open(&cell->view, plan, site);
    cell->narrow = narrowest * (cell->view.high - cell->view.low);
    cell->stretches.count = cell->stops.count = 0;
    stop_at_limit(cell, cell->view.low, edge->before, edge->reflex, &from);
    stop_at_limit(cell, cell->view.high, edge->next, plan->edges[edge->next].reflex, &to);
    list_append(cell->arena, &cell->stops, to);
    /* What rounding lets go back and forth must end too; never so many stops were
   * needed. */
    size_t patience = 1000 + 100 * (size_t)plan->count;
    while (cell->stops.count > 0) {
        to = cell->stops.items[cell->stops.count - 1];
        if (patience > 0 && to.x - from.x > cell->narrow && divide(cell, &from, &to, &between)) {
            patience--;
            list_append(cell->arena, &cell->stops, between);
            continue;
        }
        add_stretch(cell, &from.after, from.x, to.x);
        from = to;
        cell->stops.count--;
    }
}
