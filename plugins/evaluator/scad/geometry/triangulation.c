/* SPDX-License-Identifier: MIT */
/* A line sweeps over the plane from left to right and stops at each point. The edges that it crosses
 * are kept from bottom to top; above every other one lies the inside. What is inside, left
 * of the line and not cut into triangles yet is bounded by a chain of points that bulges away from
 * the line, so that each new point sees a run of it (Hertel and Mehlhorn 1983). Edges that become
 * neighbours are tested for touching, which finds the first touching pair (Shamos and Hoey 1976). */
#include "geometry/triangulation.h"

#include "base/list.h"
#include "base/rows.h"
#include "base/sort.h"
#include "geometry/orientation.h"

#define NOTHING UINT32_MAX

/* A point in the order of the sweep: from left to right, from bottom to top if straight above. */
struct event {
    double x, y;
    uint32_t point;
};

/* A link of a chain, which runs from the lower edge of an inside to its upper edge. */
struct link {
    uint32_t point, down, up;
};

/* An edge under the line. Those with the inside above them carry its chain. */
struct edge {
    uint32_t left, right;         /* points */
    uint32_t bottom, top, latest; /* links; the latest is the rightmost */
    bool inside_above;
};

struct sweep {
    struct work *work;
    const double (*points)[2];
    uint32_t *next, *previous; /* points along their outline */
    uint32_t *outline_of;
    struct outline *outlines;
    struct triangles *triangles;
    struct {
        struct edge *items;
        size_t count, capacity;
    } edges; /* under the line, and vacant ones */
    struct {
        uint32_t *items;
        size_t count, capacity;
    } vacant;
    struct rows under; /* the line: edges from bottom to top */
    struct {
        struct link *items;
        size_t count, capacity;
    } links;
};

static struct edge *edge_at(const struct sweep *sweep, struct seat seat)
{
    return &sweep->edges.items[rows_number(seat)];
}

static int turn(const struct sweep *sweep, uint32_t a, uint32_t b, uint32_t c)
{
    return orientation(sweep->points[a], sweep->points[b], sweep->points[c]);
}

static bool comes_before(const double a[2], const double b[2])
{
    return a[0] < b[0] || (a[0] == b[0] && a[1] < b[1]);
}

static int compare_events(const void *left, const void *right)
{
    const struct event *a = left, *b = right;
    if (a->x != b->x)
        return a->x < b->x ? -1 : 1;
    return (a->y > b->y) - (a->y < b->y);
}

/* Do the segments have a point in common, apart from an end that both name? */
static bool edges_touch(const struct sweep *sweep, const struct edge *a, const struct edge *b)
{
    if (a->left == b->left)
        return turn(sweep, a->left, a->right, b->right) == 0;
    if (a->right == b->right)
        return turn(sweep, a->left, a->right, b->left) == 0;
    int left = turn(sweep, a->left, a->right, b->left);
    int right = turn(sweep, a->left, a->right, b->right);
    if (left * right > 0)
        return false;
    int other_left = turn(sweep, b->left, b->right, a->left);
    int other_right = turn(sweep, b->left, b->right, a->right);
    if (left || right || other_left || other_right)
        return other_left * other_right <= 0;
    return !comes_before(sweep->points[a->right], sweep->points[b->left]) &&
           !comes_before(sweep->points[b->right], sweep->points[a->left]);
}

/* Does the edge there touch the one above it? */
static bool touches_above(const struct sweep *sweep, struct seat seat)
{
    struct seat next = rows_next(&sweep->under, seat);
    return seat.row && next.row && edges_touch(sweep, edge_at(sweep, seat), edge_at(sweep, next));
}

struct sight {
    const struct sweep *sweep;
    uint32_t point;
};

static bool is_above(const void *context, uint32_t number)
{
    const struct sight *sight = context;
    const struct edge *edge = &sight->sweep->edges.items[number];
    return turn(sight->sweep, edge->left, edge->right, sight->point) > 0;
}

/* The highest edge below the point, or nowhere. */
static struct seat edge_below(const struct sweep *sweep, uint32_t point)
{
    const struct sight sight = { sweep, point };
    return rows_search(&sweep->under, is_above, &sight);
}

static bool is_inside_above(const struct sweep *sweep, struct seat seat)
{
    return seat.row && edge_at(sweep, seat)->inside_above;
}

static struct seat insert_edge(struct sweep *sweep, struct seat below, struct edge edge)
{
    uint32_t number;
    if (sweep->vacant.count > 0) {
        number = sweep->vacant.items[--sweep->vacant.count];
        sweep->edges.items[number] = edge;
    } else {
        number = (uint32_t)sweep->edges.count;
        list_append(sweep->work->arena, &sweep->edges, edge);
    }
    return rows_insert(&sweep->under, below, number);
}

/* Two neighbours, above `below`. */
static void remove_edges(struct sweep *sweep, struct seat below, struct seat lower,
                         struct seat upper)
{
    list_append(sweep->work->arena, &sweep->vacant, rows_number(upper));
    list_append(sweep->work->arena, &sweep->vacant, rows_number(lower));
    rows_remove_above(&sweep->under, below, 2);
}

static uint32_t add_link(struct sweep *sweep, uint32_t point, uint32_t down, uint32_t up)
{
    struct link link = { point, down, up };
    uint32_t index = (uint32_t)sweep->links.count;
    list_append(sweep->work->arena, &sweep->links, link);
    if (down != NOTHING)
        sweep->links.items[down].up = index;
    if (up != NOTHING)
        sweep->links.items[up].down = index;
    return index;
}

static void add_triangle(struct sweep *sweep, uint32_t a, uint32_t b, uint32_t c)
{
    triangles_add(sweep->work->arena, sweep->triangles, a, b, c);
}

/* Cuts off the triangles that a link sees above it. */
static void cut_upward(struct sweep *sweep, uint32_t from)
{
    struct link *links = sweep->links.items;
    for (;;) {
        uint32_t near = links[from].up;
        uint32_t far = near == NOTHING ? NOTHING : links[near].up;
        if (far == NOTHING ||
            turn(sweep, links[from].point, links[near].point, links[far].point) >= 0)
            return;
        add_triangle(sweep, links[from].point, links[far].point, links[near].point);
        links[from].up = far;
        links[far].down = from;
    }
}

/* Cuts off the triangles that a link sees below it. */
static void cut_downward(struct sweep *sweep, uint32_t from)
{
    struct link *links = sweep->links.items;
    for (;;) {
        uint32_t near = links[from].down;
        uint32_t far = near == NOTHING ? NOTHING : links[near].down;
        if (far == NOTHING ||
            turn(sweep, links[far].point, links[near].point, links[from].point) >= 0)
            return;
        add_triangle(sweep, links[far].point, links[from].point, links[near].point);
        links[from].down = far;
        links[far].up = from;
    }
}

/* A point from which two edges go right, met outside: an inside begins. */
static void begin_inside(struct sweep *sweep, struct edge *lower, uint32_t point)
{
    uint32_t link = add_link(sweep, point, NOTHING, NOTHING);
    lower->bottom = lower->top = lower->latest = link;
}

/* The same met inside: the inside is split at the link that was met last, which the point sees. */
static void split_inside(struct sweep *sweep, struct edge *lower, struct edge *upper,
                         uint32_t point)
{
    uint32_t seen = lower->latest;
    uint32_t above = sweep->links.items[seen].up;
    uint32_t lower_link = add_link(sweep, point, seen, NOTHING);
    uint32_t upper_link = add_link(sweep, point, NOTHING, NOTHING);
    uint32_t seen_again = add_link(sweep, sweep->links.items[seen].point, upper_link, above);
    upper->bottom = upper_link;
    upper->top = above == NOTHING ? seen_again : lower->top;
    upper->latest = upper_link;
    lower->top = lower->latest = lower_link;
    cut_downward(sweep, lower_link);
    cut_upward(sweep, upper_link);
}

/* Both edges go right. */
static bool open_edges(struct sweep *sweep, struct seat below, uint32_t point)
{
    uint32_t low = sweep->next[point], high = sweep->previous[point];
    if (turn(sweep, point, low, high) < 0) {
        uint32_t swapped = low;
        low = high;
        high = swapped;
    }
    bool inside = is_inside_above(sweep, below);
    uint32_t under = below.row ? rows_number(below) : NOTHING;
    struct seat lower = insert_edge(
        sweep, below, (struct edge){ .left = point, .right = low, .inside_above = !inside });
    uint32_t first = rows_number(lower);
    struct seat upper = insert_edge(
        sweep, lower, (struct edge){ .left = point, .right = high, .inside_above = inside });
    struct edge *edges = sweep->edges.items;
    if (edges_touch(sweep, &edges[first], edge_at(sweep, upper)) || touches_above(sweep, upper) ||
        (under != NOTHING && edges_touch(sweep, &edges[under], &edges[first])))
        return false;
    if (inside)
        split_inside(sweep, &edges[under], edge_at(sweep, upper), point);
    else
        begin_inside(sweep, &edges[first], point);
    return true;
}

static void add_at_bottom(struct sweep *sweep, struct edge *inside, uint32_t point)
{
    inside->bottom = inside->latest = add_link(sweep, point, NOTHING, inside->bottom);
    cut_upward(sweep, inside->bottom);
}

static void add_at_top(struct sweep *sweep, struct edge *inside, uint32_t point)
{
    inside->top = inside->latest = add_link(sweep, point, inside->top, NOTHING);
    cut_downward(sweep, inside->top);
}

/* One edge ends here and one begins. */
static bool continue_edge(struct sweep *sweep, struct seat below, uint32_t point, uint32_t right)
{
    struct seat seat = rows_next(&sweep->under, below);
    if (!seat.row || edge_at(sweep, seat)->right != point)
        return false;
    struct edge *edge = edge_at(sweep, seat);
    edge->left = point;
    edge->right = right;
    if (touches_above(sweep, below) || touches_above(sweep, seat))
        return false;
    if (edge->inside_above)
        add_at_bottom(sweep, edge, point);
    else
        add_at_top(sweep, edge_at(sweep, below), point);
    return true;
}

/* The outside between two insides ends: they become one, whose chain goes on through the point. */
static void join_insides(struct sweep *sweep, struct edge *lower, struct edge *upper,
                         uint32_t point)
{
    add_at_top(sweep, lower, point);
    add_at_bottom(sweep, upper, point);
    struct link *links = sweep->links.items;
    uint32_t above = links[upper->bottom].up;
    links[lower->top].up = above;
    links[above].down = lower->top;
    lower->top = upper->top;
}

/* Both edges end here. */
static bool close_edges(struct sweep *sweep, struct seat below, uint32_t point)
{
    struct seat lower = rows_next(&sweep->under, below);
    struct seat upper = lower.row ? rows_next(&sweep->under, lower) : lower;
    if (!upper.row)
        return false;
    if (edge_at(sweep, lower)->right != point || edge_at(sweep, upper)->right != point)
        return false;
    if (edge_at(sweep, lower)->inside_above)
        add_at_top(sweep, edge_at(sweep, lower), point);
    else
        join_insides(sweep, edge_at(sweep, below), edge_at(sweep, upper), point);
    remove_edges(sweep, below, lower, upper);
    return !touches_above(sweep, below);
}

static bool meet_point(struct sweep *sweep, uint32_t point)
{
    const double *here = sweep->points[point];
    uint32_t next = sweep->next[point], previous = sweep->previous[point];
    bool next_is_right = comes_before(here, sweep->points[next]);
    bool previous_is_right = comes_before(here, sweep->points[previous]);
    struct seat below = edge_below(sweep, point);
    if (next_is_right && previous_is_right)
        return open_edges(sweep, below, point);
    if (next_is_right || previous_is_right)
        return continue_edge(sweep, below, point, next_is_right ? next : previous);
    return close_edges(sweep, below, point);
}

/* The leftmost point of an outline tells where the outline lies: in the outside or in the inside. */
static void classify_outline(struct sweep *sweep, uint32_t point, bool *seen)
{
    uint32_t outline = sweep->outline_of[point];
    if (seen[outline])
        return;
    seen[outline] = true;
    sweep->outlines[outline].hole = is_inside_above(sweep, edge_below(sweep, point));
}

static enum triangulation_result run(struct sweep *sweep, const struct event *events, size_t count,
                                     bool *seen)
{
    for (size_t i = 0; i < count; i++) {
        arena_poll(sweep->work->arena);
        if (i > 0 && compare_events(&events[i - 1], &events[i]) == 0)
            return TRIANGULATION_CROSSING;
        classify_outline(sweep, events[i].point, seen);
        if (!meet_point(sweep, events[i].point))
            return TRIANGULATION_CROSSING;
    }
    return TRIANGULATION_DONE;
}

/* Links the points of the outlines and lists them as events. */
static size_t list_events(struct sweep *sweep, size_t outline_count, struct event *events)
{
    size_t count = 0;
    for (size_t o = 0; o < outline_count; o++) {
        size_t first = sweep->outlines[o].first, last = first + sweep->outlines[o].count - 1;
        for (size_t i = first; i <= last; i++) {
            arena_poll(sweep->work->arena);
            sweep->next[i] = (uint32_t)(i == last ? first : i + 1);
            sweep->previous[i] = (uint32_t)(i == first ? last : i - 1);
            sweep->outline_of[i] = (uint32_t)o;
            events[count++] =
                (struct event){ sweep->points[i][0], sweep->points[i][1], (uint32_t)i };
        }
    }
    sort_items(sweep->work->arena, events, count, sizeof *events, compare_events);
    return count;
}

static size_t points_end(const struct outline *outlines, size_t count)
{
    size_t end = 0;
    for (size_t i = 0; i < count; i++)
        if (outlines[i].first + outlines[i].count > end)
            end = outlines[i].first + outlines[i].count;
    return end;
}

enum triangulation_result triangulation_append(struct work *work, const double (*points)[2],
                                               struct outline *outlines, size_t outline_count,
                                               struct triangles *triangles)
{
    size_t end = points_end(outlines, outline_count);
    if (end == 0)
        return TRIANGULATION_DONE;
    struct sweep sweep = {
        .work = work,
        .points = points,
        .next = arena_take(work->arena, end * sizeof(uint32_t)),
        .previous = arena_take(work->arena, end * sizeof(uint32_t)),
        .outline_of = arena_take(work->arena, end * sizeof(uint32_t)),
        .outlines = outlines,
        .triangles = triangles,
    };
    rows_open(&sweep.under, 0, work->arena);
    struct event *events = arena_take(work->arena, end * sizeof *events);
    bool *seen = arena_take(work->arena, outline_count);
    size_t count = list_events(&sweep, outline_count, events);
    return run(&sweep, events, count, seen);
}
