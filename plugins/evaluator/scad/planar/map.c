/* SPDX-License-Identifier: MIT */
/* A line sweeps over the strokes and knows which of them it crosses, from the lowest to the highest. What changes there, it is
 * told by corners, which are sorted, and by neighbours that will cross, which wait in a queue. (J. Bentley and T. Ottmann,
 * "Algorithms for reporting and counting geometric intersections", 1979.) Every decision is exact, so that any number of
 * strokes may meet in a place, and lie on each other. */
#include "planar/map.h"

#include "base/list.h"
#include "planar/meetings.h"

#include <string.h>

/* Strokes that lie on each other are one strand, named by one of them, until the first of them ends. By stroke. */
struct strand {
    uint32_t to;   /* the corner where the first of them ends */
    uint32_t next; /* another stroke of the same strand, or NOTHING */
    uint32_t slot; /* where it was put in the order; it may have been moved since */
    uint32_t edge; /* that it is making */
};

struct scan {
    struct map *map;
    struct arena *arena;                             /* of the map */
    struct arena *of_vertices, *of_edges, *of_faces; /* long lists, which each grow in their own */
    struct arena *scratch;
    const volatile int *cancelled;
    const struct stroke *strokes;
    struct strand *strands;
    struct meetings meetings;
    struct strand_list {
        uint32_t *items;
        size_t count, capacity;
    } active,    /* strands that the line crosses, from the lowest to the highest */
        leaving; /* those that go on from the vertex, the same way */
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

/* Those that come to the vertex in slots first ... end - 1 leave it the other way round; in a corner some end and some begin. */
static void find_leaving(struct scan *scan, size_t first, size_t end, uint32_t corner)
{
    scan->leaving.count = 0;
    for (size_t slot = end; slot-- > first;) {
        uint32_t strand = scan->active.items[slot];
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

static const struct map_edge *edge_in(const struct scan *scan, size_t slot)
{
    return &scan->map->edges.items[scan->strands[scan->active.items[slot]].edge];
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

static const struct course *course_in(const struct scan *scan, size_t slot)
{
    return &scan->strokes[scan->active.items[slot]].course;
}

/* The first slot whose strand the place is not above. */
static size_t search(const struct scan *scan, const struct place *place)
{
    size_t low = 0, high = scan->active.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (course_side(course_in(scan, middle), place) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The slots of the strands through a place. One of them is known, perhaps; most often it is still where it was put. */
static void find_slots(const struct scan *scan, const struct place *place, uint32_t known,
                       size_t *first, size_t *end)
{
    size_t slot = known != NOTHING ? scan->strands[known].slot : SIZE_MAX;
    if (slot >= scan->active.count || scan->active.items[slot] != known)
        slot = search(scan, place);
    *first = *end = slot;
    while (*first > 0 && course_side(course_in(scan, *first - 1), place) == 0)
        --*first;
    while (*end < scan->active.count && course_side(course_in(scan, *end), place) == 0)
        ++*end;
}

/* Puts those that leave where those that came were. */
static void replace(struct scan *scan, size_t first, size_t end)
{
    struct strand_list *active = &scan->active;
    size_t added = scan->leaving.count, behind = active->count - end;
    while (active->capacity < active->count + added)
        list_make_room(scan->scratch, active);
    if (first + added != end)
        memmove(&active->items[first + added], &active->items[end], behind * sizeof *active->items);
    for (size_t i = 0; i < added; i++) {
        active->items[first + i] = scan->leaving.items[i];
        scan->strands[scan->leaving.items[i]].slot = (uint32_t)(first + i);
    }
    active->count = first + added + behind;
}

/* Two neighbours cross if the one that ends first ends on the other's wrong side. */
static void look_ahead(struct scan *scan, size_t slot)
{
    if (slot + 1 >= scan->active.count)
        return;
    uint32_t below = scan->active.items[slot], above = scan->active.items[slot + 1];
    const struct corner *corners = scan->map->sketch->corners;
    uint32_t below_to = scan->strands[below].to, above_to = scan->strands[above].to;
    const struct course *lower = &scan->strokes[below].course,
                        *upper = &scan->strokes[above].course;
    bool cross = below_to < above_to   ? course_turn_to(upper, corners[below_to].at) > 0
                 : above_to < below_to ? course_turn_to(lower, corners[above_to].at) < 0
                                       : false;
    if (!cross)
        return;
    struct meeting meeting = { course_meet(lower, upper), below, above };
    meetings_add(&scan->meetings, &meeting);
}

/* --- the sweep --- */

static bool is_cancelled(const struct scan *scan)
{
    return scan->cancelled && *scan->cancelled;
}

static void pass_vertex(struct scan *scan, const struct place *place, struct map_vertex vertex)
{
    struct map *map = scan->map;
    bool is_corner = vertex.crosses == NOTHING;
    uint32_t corner = is_corner ? vertex.number : NOTHING;
    uint32_t known = is_corner ? map->sketch->corners[corner].ends : vertex.number;
    uint32_t number = (uint32_t)map->vertices.count;
    size_t first, end;
    list_append(scan->of_vertices, &map->vertices, vertex);
    find_slots(scan, place, known, &first, &end);
    uint32_t lowest = first > 0 ? edge_in(scan, first - 1)->above : 0;
    uint32_t highest = end > first ? edge_in(scan, end - 1)->above : lowest;
    for (size_t slot = first; slot < end; slot++)
        map->edges.items[scan->strands[scan->active.items[slot]].edge].to = number;
    find_leaving(scan, first, end, corner);
    begin_edges(scan, number, lowest, highest);
    replace(scan, first, end);
    if (first > 0)
        look_ahead(scan, first - 1);
    if (scan->leaving.count > 0)
        look_ahead(scan, first + scan->leaving.count - 1);
}

/* Several neighbours may meet in one place. False if none do. */
static bool drop_meetings(struct scan *scan, const struct place *place)
{
    const struct meeting *first;
    bool dropped = false;
    while ((first = meetings_first(&scan->meetings)) && place_compare(&first->place, place) == 0) {
        meetings_drop_first(&scan->meetings);
        dropped = true;
    }
    return dropped;
}

static void pass_meetings_before(struct scan *scan, const struct place *end)
{
    const struct meeting *first;
    while ((first = meetings_first(&scan->meetings)) && place_compare(&first->place, end) < 0 &&
           !is_cancelled(scan)) {
        struct place place = first->place;
        struct map_vertex vertex = { first->below, first->above };
        drop_meetings(scan, &place);
        pass_vertex(scan, &place, vertex);
    }
}

/* A corner of a line without a length is one only if others meet there. */
static void pass_corner(struct scan *scan, uint32_t number)
{
    const struct corner *corner = &scan->map->sketch->corners[number];
    struct place place = place_of_corner(corner->at);
    pass_meetings_before(scan, &place);
    if (is_cancelled(scan))
        return;
    bool is_met = drop_meetings(scan, &place);
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
    for (uint32_t i = 0; i < sketch->stroke_count; i++) {
        scan->strands[i].to = sketch->strokes[i].to;
        scan->strands[i].next = NOTHING;
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

bool map_make(struct map *map, const struct sketch *sketch, const volatile int *cancelled,
              struct arena *arena)
{
    struct scan scan;
    open_scan(&scan, map, sketch, arena);
    scan.cancelled = cancelled;
    for (uint32_t i = 0; i < sketch->corner_count && !is_cancelled(&scan); i++)
        pass_corner(&scan, i);
    arena_close(scan.scratch);
    return !is_cancelled(&scan);
}
