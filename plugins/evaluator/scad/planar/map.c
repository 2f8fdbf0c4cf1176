/* SPDX-License-Identifier: MIT */
/* A line sweeps over the strokes and knows which of them it crosses, from the lowest to the highest. What changes there, it is
 * told by corners, which are sorted, and by neighbours that will cross, which wait in a queue as long as they are neighbours.
 * (J. Bentley and T. Ottmann, "Algorithms for reporting and counting geometric intersections", 1979; K. Brown, "Comments on" it,
 * 1981.) Every decision is exact, so that any number of
 * strokes may meet in a place, and lie on each other. */
#include "planar/map.h"

#include "base/list.h"
#include "base/rows.h"
#include "planar/meetings.h"

#include <string.h>

/* Strokes that lie on each other are one strand, named by one of them, until the first of them ends. By stroke. */
struct strand {
    uint32_t to;      /* the corner where the first of them ends */
    uint32_t next;    /* another stroke of the same strand, or NOTHING */
    uint32_t edge;    /* that it is making */
    uint32_t meeting; /* where it and the next higher strand will cross, or NOTHING */
};

struct scan {
    struct map *map;
    struct arena *arena;                             /* of the map */
    struct arena *of_vertices, *of_edges, *of_faces; /* long lists, which each grow in their own */
    struct arena *scratch;
    const struct stroke *strokes;
    struct strand *strands;
    struct meetings meetings;
    struct rows order; /* of the strands that the line crosses */
    struct strand_list {
        uint32_t *items;
        size_t count, capacity;
    } leaving; /* those that go on from the vertex, from the lowest to the highest */
};

/* --- strands --- */

/* The strand without those of its strokes that end in the corner, or NOTHING. */
static uint32_t end_strokes(struct scan *scan, uint32_t strand, uint32_t corner)
{
    uint32_t rest = NOTHING, nearest = NOTHING;
    for (uint32_t at = strand, next; at != NOTHING; at = next) {
        next = scan->strands[at].next;
        uint32_t to = scan->strokes[at].to;
        if (to == corner)
            continue;
        scan->strands[at].next = rest;
        rest = at;
        nearest = to < nearest ? to : nearest;
    }
    if (rest != NOTHING)
        scan->strands[rest].to = nearest;
    return rest;
}

static void join_stroke(struct scan *scan, uint32_t strand, uint32_t stroke)
{
    struct strand *whole = &scan->strands[strand];
    scan->strands[stroke].next = whole->next;
    whole->next = stroke;
    if (scan->strokes[stroke].to < whole->to)
        whole->to = scan->strokes[stroke].to;
}

/* --- what leaves a vertex --- */

/* Among those that leave the vertex, by its slope. */
static void begin_stroke(struct scan *scan, uint32_t stroke)
{
    struct strand_list *leaving = &scan->leaving;
    const struct course *course = &scan->strokes[stroke].course;
    size_t at = leaving->count;
    for (; at > 0; at--) {
        int64_t turn = course_turn(&scan->strokes[leaving->items[at - 1]].course, course);
        if (turn == 0) {
            join_stroke(scan, leaving->items[at - 1], stroke);
            return;
        }
        if (turn > 0)
            break;
    }
    list_append(scan->scratch, leaving, stroke);
    memmove(&leaving->items[at + 1], &leaving->items[at],
            (leaving->count - 1 - at) * sizeof *leaving->items);
    leaving->items[at] = stroke;
}

/* Those that come to the vertex leave it the other way round; in a corner some end and some begin. */
static void find_leaving(struct scan *scan, struct seat_range span, uint32_t corner,
                         uint32_t vertex)
{
    scan->leaving.count = 0;
    struct seat seat = span.highest;
    for (uint32_t i = 0; i < span.count; i++, seat = rows_previous(&scan->order, seat)) {
        uint32_t strand = rows_number(seat);
        scan->map->edges.items[scan->strands[strand].edge].to = vertex;
        if (scan->strands[strand].to == corner)
            strand = end_strokes(scan, strand, corner);
        if (strand != NOTHING)
            list_append(scan->scratch, &scan->leaving, strand);
    }
    if (corner == NOTHING)
        return;
    uint32_t stroke = scan->map->sketch->corners[corner].begins;
    for (; stroke != NOTHING; stroke = scan->strokes[stroke].next)
        begin_stroke(scan, stroke);
}

/* --- edges and faces --- */

/* What changes over a strand of several strokes; of the same leaf in a row, in one. */
static void add_changes(struct scan *scan, uint32_t strand)
{
    struct map *map = scan->map;
    size_t first = map->changes.count;
    for (uint32_t at = strand; at != NOTHING; at = scan->strands[at].next) {
        struct map_change change = { scan->strokes[at].leaf, scan->strokes[at].turn };
        size_t count = map->changes.count;
        if (count > first && map->changes.items[count - 1].leaf == change.leaf)
            map->changes.items[count - 1].turn += change.turn;
        else
            list_append(scan->arena, &map->changes, change);
    }
}

static uint32_t new_face(struct scan *scan, uint32_t below, uint32_t strand)
{
    struct map *map = scan->map;
    uint32_t face = (uint32_t)map->faces.count;
    struct map_face added = { below, strand, 0, NOTHING, map->faces.items[below].child };
    if (scan->strands[strand].next != NOTHING) {
        added.changes = (uint32_t)map->changes.count;
        add_changes(scan, strand);
        added.change_count = (uint32_t)map->changes.count - added.changes;
    }
    list_append(scan->of_faces, &map->faces, added);
    map->faces.items[below].child = face;
    return face;
}

static struct map_edge *edge_in(const struct scan *scan, struct seat seat)
{
    return &scan->map->edges.items[scan->strands[rows_number(seat)].edge];
}

/* An edge for each strand that leaves the vertex, between the faces below and above all of them. */
static void begin_edges(struct scan *scan, uint32_t vertex, uint32_t lowest, uint32_t highest)
{
    uint32_t below = lowest;
    for (size_t i = 0; i < scan->leaving.count; i++) {
        uint32_t strand = scan->leaving.items[i];
        bool last = i + 1 == scan->leaving.count;
        uint32_t above = last ? highest : new_face(scan, below, strand);
        struct map_edge edge = { vertex, NOTHING, strand, below, above };
        scan->strands[strand].edge = (uint32_t)scan->map->edges.count;
        list_append(scan->of_edges, &scan->map->edges, edge);
        below = above;
    }
}

/* --- the order of the strands --- */

static int side_of(const struct scan *scan, struct seat seat, const struct place *place)
{
    return course_side(&scan->strokes[rows_number(seat)].course, place);
}

struct above {
    const struct stroke *strokes;
    const struct place *place;
};

static bool is_above(const void *context, uint32_t strand)
{
    const struct above *above = context;
    return course_side(&above->strokes[strand].course, above->place) > 0;
}

/* Those through a place. In a corner one is known that ends there, if any does; in a crossing two neighbours are. */
static struct seat_range find_span(const struct scan *scan, const struct place *place,
                                   struct map_vertex vertex)
{
    const struct rows *order = &scan->order;
    bool crossing = vertex.crosses != NOTHING;
    uint32_t known = crossing ? vertex.number : scan->map->sketch->corners[vertex.number].ends;
    struct seat_range span = { .count = 0 };
    if (known != NOTHING)
        span.highest = rows_find(order, known);
    if (span.highest.row) {
        span.count = 1;
        span.below = rows_previous(order, span.highest);
        for (; span.below.row && side_of(scan, span.below, place) == 0; span.count++)
            span.below = rows_previous(order, span.below);
    } else {
        const struct above above = { scan->strokes, place };
        span.below = span.highest = rows_search(order, is_above, &above);
    }
    for (struct seat next; (next = rows_next(order, span.highest)).row &&
                           ((crossing && span.count == 1) || side_of(scan, next, place) == 0);
         span.count++)
        span.highest = next;
    return span;
}

/* Those that leave sit down where those that came were. Returns the highest seat of them, or the one below if there are none. */
static struct seat replace(struct scan *scan, struct seat_range span)
{
    struct seat seat = span.below;
    for (size_t i = 0; i < scan->leaving.count; i++)
        seat = rows_relieve(&scan->order, seat, &span.count, scan->leaving.items[i]);
    rows_remove_above(&scan->order, seat, span.count);
    return seat;
}

/* --- meetings --- */

/* Those that come to a vertex meet nobody behind it, and neither does who is below them. */
static void drop_meetings(struct scan *scan, struct seat_range span)
{
    struct seat seat = span.highest;
    for (uint32_t i = 0; i <= span.count && seat.row; i++) {
        struct strand *left = &scan->strands[rows_number(seat)];
        if (left->meeting != NOTHING)
            meetings_remove(&scan->meetings, left->meeting);
        left->meeting = NOTHING;
        seat = rows_previous(&scan->order, seat);
    }
}

/* Two neighbours cross if the one that ends first ends on the other's wrong side. */
static void look_ahead(struct scan *scan, struct seat seat)
{
    struct seat next = rows_next(&scan->order, seat);
    if (!seat.row || !next.row)
        return;
    uint32_t below = rows_number(seat), above = rows_number(next);
    const struct corner *corners = scan->map->sketch->corners;
    uint32_t below_to = scan->strands[below].to, above_to = scan->strands[above].to;
    const struct course *lower = &scan->strokes[below].course,
                        *upper = &scan->strokes[above].course;
    bool cross = below_to < above_to   ? course_turn_to(upper, corners[below_to].at) > 0
                 : above_to < below_to ? course_turn_to(lower, corners[above_to].at) < 0
                                       : false;
    if (!cross)
        return;
    struct place place = course_meet(lower, upper);
    scan->strands[below].meeting = meetings_add(&scan->meetings, &place, below, above);
}

/* --- the sweep --- */

static void pass_vertex(struct scan *scan, const struct place *place, struct map_vertex vertex)
{
    struct map *map = scan->map;
    uint32_t corner = vertex.crosses == NOTHING ? vertex.number : NOTHING;
    uint32_t number = (uint32_t)map->vertices.count;
    list_append(scan->of_vertices, &map->vertices, vertex);
    struct seat_range span = find_span(scan, place, vertex);
    uint32_t lowest = span.below.row ? edge_in(scan, span.below)->above : 0;
    uint32_t highest = span.count > 0 ? edge_in(scan, span.highest)->above : lowest;
    drop_meetings(scan, span);
    find_leaving(scan, span, corner, number);
    begin_edges(scan, number, lowest, highest);
    struct seat seat = replace(scan, span);
    look_ahead(scan, seat);
    for (size_t i = 0; i < scan->leaving.count; i++)
        seat = rows_previous(&scan->order, seat);
    if (scan->leaving.count > 0)
        look_ahead(scan, seat);
}

static void pass_meetings_before(struct scan *scan, const struct place *end)
{
    const struct meeting *first;
    while ((first = meetings_first(&scan->meetings)) && place_compare(&first->place, end) < 0) {
        arena_poll(scan->scratch);
        struct place place = first->place;
        pass_vertex(scan, &place, (struct map_vertex){ first->below, first->above });
    }
}

/* A corner of a line without a length is one only if others meet there. */
static void pass_corner(struct scan *scan, uint32_t number)
{
    const struct corner *corner = &scan->map->sketch->corners[number];
    struct place place = place_of_corner(corner->at);
    pass_meetings_before(scan, &place);
    const struct meeting *first = meetings_first(&scan->meetings);
    bool is_met = first && place_compare(&first->place, &place) == 0;
    if (is_met || corner->begins != NOTHING || corner->ends != NOTHING)
        pass_vertex(scan, &place, (struct map_vertex){ number, NOTHING });
}

static void open_scan(struct scan *scan, struct map *map, const struct sketch *sketch,
                      struct arena *arena)
{
    *map = (struct map){ .sketch = sketch };
    *scan = (struct scan){
        .map = map, .arena = arena, .scratch = arena_within(arena), .strokes = sketch->strokes
    };
    scan->strands = arena_take(scan->scratch, sketch->stroke_count * sizeof *scan->strands);
    scan->of_vertices = arena_within(arena);
    scan->of_edges = arena_within(arena);
    scan->of_faces = arena_within(arena);
    meetings_open(&scan->meetings, scan->scratch);
    rows_open(&scan->order, sketch->stroke_count, scan->scratch);
    for (uint32_t i = 0; i < sketch->stroke_count; i++) {
        arena_poll(arena);
        scan->strands[i].to = sketch->strokes[i].to;
        scan->strands[i].next = scan->strands[i].meeting = NOTHING;
    }
    /* There are at least so many. */
    map->edges.capacity = sketch->stroke_count;
    map->edges.items = arena_take(scan->of_edges, map->edges.capacity * sizeof *map->edges.items);
    map->vertices.capacity = sketch->corner_count;
    map->vertices.items =
        arena_take(scan->of_vertices, map->vertices.capacity * sizeof *map->vertices.items);
    struct map_face outside = { NOTHING, 0, 0, NOTHING, NOTHING };
    list_append(scan->of_faces, &map->faces, outside);
}

void map_make(struct map *map, const struct sketch *sketch, struct arena *arena)
{
    struct scan scan;
    open_scan(&scan, map, sketch, arena);
    for (uint32_t i = 0; i < sketch->corner_count; i++) {
        arena_poll(scan.scratch);
        pass_corner(&scan, i);
    }
    arena_close(scan.scratch);
}
