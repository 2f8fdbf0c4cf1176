/* SPDX-License-Identifier: MIT */
/* The traces of all triangles in a plane, cut where they cross, touch or overlap. */
#include "kernel/overlay.h"

#include "base/list.h"

#include <math.h>
#include <string.h>

enum { FEW_SEGMENTS = 48, MOST_CELLS = 2000 };

/* --- what lies in the plane --- */

static bool is_coplanar(const struct scene *scene, const struct plane *plane, uint32_t triangle)
{
    for (int i = 0; i < 3; i++)
        if (plane_side(plane, scene_corner(scene, triangle, i)) != 0)
            return false;
    return true;
}

/* A plane that stands on the group's along an edge of it. Along the group's longest axis it does not matter how it stands. */
static uint32_t add_standing_plane(struct overlay *overlay, const int32_t from[3],
                                   const int32_t to[3])
{
    struct scene *scene = overlay->arrangement->scene;
    int x = overlay->group.x, y = overlay->group.y;
    int64_t normal[3] = { 0 };
    normal[x] = (int64_t)to[y] - from[y];
    normal[y] = (int64_t)from[x] - to[x];
    struct plane plane = plane_at(normal, from);
    list_append(scene->arena, &scene->planes, plane);
    return (uint32_t)scene->planes.count - 1;
}

bool traces_ends_within(const struct scene *scene, uint32_t triangle, int k)
{
    const struct triangle *t = &scene->triangles[triangle];
    bool pinched = scene->pinched[t->corners[k]] && scene->pinched[t->corners[(k + 1) % 3]];
    bool folded = plane_dot(scene_plane(scene, triangle), scene_plane(scene, t->beside[k])) < 0;
    return !scene->culled[triangle] && (scene->culled[t->beside[k]] || pinched || folded);
}

/* Edges of the group's own triangles, where the surface leaves the plane, where what was culled begins, or where the leaf may
 * touch itself or lies on itself. */
static void collect_outline(struct overlay *overlay, uint32_t member)
{
    struct scene *scene = overlay->arrangement->scene;
    const struct triangle *t = &scene->triangles[member];
    for (int k = 0; k < 3; k++) {
        uint32_t beyond = t->beside[k], from = t->corners[k], to = t->corners[(k + 1) % 3];
        struct segment segment = { from, to, beyond, beyond, member };
        if (scene->pinched[from])
            list_append(overlay->arena, &overlay->touches, from);
        if (is_coplanar(scene, scene_plane(scene, overlay->group.plane), beyond)) {
            if (!traces_ends_within(scene, member, k))
                continue;
            segment.source = NOTHING;
            segment.carrier = add_standing_plane(overlay, scene_corner(scene, member, k),
                                                 scene_corner(scene, member, (k + 1) % 3));
        }
        list_append(overlay->arena, &overlay->segments, segment);
    }
}

static void add_trace(struct overlay *overlay, uint32_t from, uint32_t to, uint32_t source)
{
    if (from == to) {
        list_append(overlay->arena, &overlay->touches, from);
        return;
    }
    struct segment segment = { from, to, source, source, NOTHING };
    list_append(overlay->arena, &overlay->segments, segment);
}

/* In a group of several leaves contacts overlap: the whole trace is taken instead, once. */
static void collect_whole_trace(struct overlay *overlay, uint32_t triangle)
{
    struct scene *scene = overlay->arrangement->scene;
    uint32_t stamp = (uint32_t)overlay->arrangement->groups.count + 1;
    if (overlay->seen.items[triangle] == stamp)
        return;
    overlay->seen.items[triangle] = stamp;
    const struct plane *plane = scene_plane(scene, overlay->group.plane);
    int128 sides[3];
    for (int i = 0; i < 3; i++)
        sides[i] = plane_side(plane, scene_corner(scene, triangle, i));
    if (sides[0] == 0 && sides[1] == 0 && sides[2] == 0)
        return;
    uint32_t ends[2];
    contacts_trace(scene, triangle, sides, ends);
    add_trace(overlay, ends[0], ends[1], triangle);
}

static bool has_several_leaves(const struct overlay *overlay)
{
    const struct triangle *triangles = overlay->arrangement->scene->triangles;
    for (uint32_t i = 1; i < overlay->member_count; i++) {
        arena_poll(overlay->arena);
        if (triangles[overlay->members[i]].leaf != triangles[overlay->members[0]].leaf)
            return true;
    }
    return false;
}

void traces_collect(struct overlay *overlay)
{
    const struct contacts *contacts = overlay->contacts;
    bool several = has_several_leaves(overlay);
    overlay->segments.count = overlay->touches.count = 0;
    for (uint32_t i = 0; i < overlay->member_count; i++) {
        arena_poll(overlay->arena);
        uint32_t member = overlay->members[i];
        collect_outline(overlay, member);
        for (uint32_t c = contacts->begin[member]; c < contacts->begin[member + 1]; c++) {
            arena_poll(overlay->arena);
            const struct contact *contact = &contacts->items[c];
            if (several)
                collect_whole_trace(overlay, contact->other);
            else
                add_trace(overlay, contact->from, contact->to, contact->other);
        }
    }
}

/* --- where two stretches meet --- */

static const struct segment *whole(const struct overlay *overlay, uint32_t stretch)
{
    return &overlay->stretches.items[stretch].whole;
}

static void mark(struct overlay *overlay, uint32_t segment, uint32_t point)
{
    struct mark mark = { segment, point };
    list_append(overlay->arena, &overlay->marks, mark);
}

/* For points on one line: strictly between the ends. */
static bool is_between(const struct overlay *overlay, uint32_t point, const struct segment *segment)
{
    return overlay_compare(overlay, segment->from, point) *
               overlay_compare(overlay, point, segment->to) >
           0;
}

static void mark_if_between(struct overlay *overlay, uint32_t segment, uint32_t point)
{
    if (is_between(overlay, point, whole(overlay, segment)))
        mark(overlay, segment, point);
}

/* On which sides of the carrier the ends of another segment are; ends in common are on it. */
static void find_sides(const struct overlay *overlay, const struct segment *segment,
                       const struct segment *other, int sides[2])
{
    const struct scene *scene = overlay->arrangement->scene;
    const struct plane *carrier = &scene->planes.items[other->carrier];
    const uint32_t ends[2] = { segment->from, segment->to };
    for (int i = 0; i < 2; i++)
        sides[i] = ends[i] == other->from || ends[i] == other->to
                       ? 0
                       : points_side(&scene->points, carrier, ends[i]);
}

static void meet_segments(struct overlay *overlay, uint32_t i, uint32_t j)
{
    struct scene *scene = overlay->arrangement->scene;
    const struct segment *s = whole(overlay, i), *t = whole(overlay, j);
    int of_s[2], of_t[2];
    find_sides(overlay, s, t, of_s);
    if (of_s[0] * of_s[1] > 0)
        return;
    if (of_s[0] == 0 && of_s[1] == 0) {
        mark_if_between(overlay, i, t->from);
        mark_if_between(overlay, i, t->to);
        mark_if_between(overlay, j, s->from);
        mark_if_between(overlay, j, s->to);
        return;
    }
    find_sides(overlay, t, s, of_t);
    if (of_t[0] * of_t[1] > 0 || (of_t[0] == 0 && of_t[1] == 0))
        return;
    if (of_s[0] == 0 || of_s[1] == 0) {
        if (of_t[0] != 0 && of_t[1] != 0)
            mark(overlay, j, of_s[0] == 0 ? s->from : s->to);
    } else if (of_t[0] == 0 || of_t[1] == 0) {
        mark(overlay, i, of_t[0] == 0 ? t->from : t->to);
    } else {
        const struct plane *planes = scene->planes.items;
        uint32_t point = points_of_planes(&scene->points, &planes[overlay->group.plane],
                                          &planes[s->carrier], &planes[t->carrier]);
        mark(overlay, i, point);
        mark(overlay, j, point);
    }
}

static void meet_touch(struct overlay *overlay, uint32_t i, uint32_t point)
{
    const struct scene *scene = overlay->arrangement->scene;
    const struct segment *s = whole(overlay, i);
    if (point != s->from && point != s->to &&
        points_side(&scene->points, &scene->planes.items[s->carrier], point) == 0)
        mark_if_between(overlay, i, point);
}

/* --- which of them may meet --- */

/* A little more than what is around a segment or a point, along the group's axes. */
struct span {
    double low[2], high[2];
};

static struct span span_of(const struct overlay *overlay, uint32_t from, uint32_t to)
{
    const double slack = 1e-5;
    const struct points *points = &overlay->arrangement->scene->points;
    const double *first = points_at(points, from)->at, *last = points_at(points, to)->at;
    const int axes[2] = { overlay->group.x, overlay->group.y };
    struct span span;
    for (int i = 0; i < 2; i++) {
        double a = first[axes[i]], b = last[axes[i]];
        span.low[i] = (a < b ? a : b) - slack;
        span.high[i] = (a < b ? b : a) + slack;
    }
    return span;
}

static bool spans_meet(const struct span *a, const struct span *b)
{
    return a->low[0] <= b->high[0] && b->low[0] <= a->high[0] && a->low[1] <= b->high[1] &&
           b->low[1] <= a->high[1];
}

/* Segments first, then touches, numbered on. */
static uint32_t thing_count(const struct overlay *overlay)
{
    return (uint32_t)(overlay->stretches.count + overlay->touches.count);
}

static struct span thing_span(const struct overlay *overlay, uint32_t thing)
{
    uint32_t segments = (uint32_t)overlay->stretches.count;
    if (thing < segments)
        return span_of(overlay, whole(overlay, thing)->from, whole(overlay, thing)->to);
    uint32_t point = overlay->touches.items[thing - segments];
    return span_of(overlay, point, point);
}

/* A segment and whatever comes behind it in the numbering. */
static void meet_things(struct overlay *overlay, uint32_t i, uint32_t j)
{
    uint32_t segments = (uint32_t)overlay->stretches.count;
    if (j < segments)
        meet_segments(overlay, i, j);
    else
        meet_touch(overlay, i, overlay->touches.items[j - segments]);
}

static void meet_few(struct overlay *overlay)
{
    struct span spans[2 * FEW_SEGMENTS];
    uint32_t count = thing_count(overlay);
    for (uint32_t i = 0; i < count; i++)
        spans[i] = thing_span(overlay, i);
    for (uint32_t i = 0; i < overlay->stretches.count; i++)
        for (uint32_t j = i + 1; j < count; j++) {
            arena_poll(overlay->arena);
            if (spans_meet(&spans[i], &spans[j]))
                meet_things(overlay, i, j);
        }
}

/* Squares over the group, each with the things that pass through it. */
struct cells {
    struct arena *arena;
    double low[2], size;
    uint32_t columns, rows;
    struct places places; /* by cell, of things */
    uint32_t *things;
    struct {
        struct entry {
            uint32_t cell, thing;
        } * items;
        size_t count, capacity;
    } entries;
};

static void lay_out(struct cells *cells, const struct span *spans, uint32_t count)
{
    double high[2] = { -INFINITY, -INFINITY };
    cells->low[0] = cells->low[1] = INFINITY;
    for (uint32_t i = 0; i < count; i++) {
        arena_poll(cells->arena);
        for (int axis = 0; axis < 2; axis++) {
            cells->low[axis] = fmin(cells->low[axis], spans[i].low[axis]);
            high[axis] = fmax(high[axis], spans[i].high[axis]);
        }
    }
    double width = high[0] - cells->low[0] + 1, height = high[1] - cells->low[1] + 1;
    cells->size = fmax(sqrt(width * height / count), fmax(width, height) / MOST_CELLS);
    cells->columns = (uint32_t)(width / cells->size) + 2;
    cells->rows = (uint32_t)(height / cells->size) + 2;
}

static uint32_t cell_at(double place, double low, double size, uint32_t count)
{
    double cell = floor((place - low) / size);
    return cell < 0 ? 0 : cell >= count ? count - 1 : (uint32_t)cell;
}

/* The rows that a thing passes in one column: all that it has, or those of the piece of a line that is in it. */
static struct span span_in_column(const struct overlay *overlay, const struct cells *cells,
                                  const struct span *span, uint32_t thing, uint32_t column)
{
    const double slack = 1e-2;
    struct span part = *span;
    if (thing >= overlay->stretches.count || span->high[0] - span->low[0] < 1e-3)
        return part;
    const struct points *points = &overlay->arrangement->scene->points;
    const double *a = points_at(points, whole(overlay, thing)->from)->at,
                 *b = points_at(points, whole(overlay, thing)->to)->at;
    double x = a[overlay->group.x], y = a[overlay->group.y];
    double slope = (b[overlay->group.y] - y) / (b[overlay->group.x] - x);
    double left = fmax(span->low[0], cells->low[0] + column * cells->size - slack);
    double right = fmin(span->high[0], cells->low[0] + (column + 1) * cells->size + slack);
    double first = y + (left - x) * slope, last = y + (right - x) * slope;
    part.low[1] = fmax(span->low[1], fmin(first, last) - slack);
    part.high[1] = fmin(span->high[1], fmax(first, last) + slack);
    return part;
}

static void enter_thing(struct overlay *overlay, struct cells *cells, const struct span *span,
                        uint32_t thing)
{
    uint32_t last = cell_at(span->high[0], cells->low[0], cells->size, cells->columns);
    for (uint32_t column = cell_at(span->low[0], cells->low[0], cells->size, cells->columns);
         column <= last; column++) {
        arena_poll(cells->arena);
        struct span part = span_in_column(overlay, cells, span, thing, column);
        uint32_t top = cell_at(part.high[1], cells->low[1], cells->size, cells->rows);
        for (uint32_t row = cell_at(part.low[1], cells->low[1], cells->size, cells->rows);
             row <= top; row++) {
            struct entry entry = { row * cells->columns + column, thing };
            list_append(cells->arena, &cells->entries, entry);
        }
    }
}

static void sort_entries(struct cells *cells)
{
    size_t count = (size_t)cells->columns * cells->rows;
    const struct entry *entries = cells->entries.items;
    cells->things = arena_take(cells->arena, cells->entries.count * sizeof *cells->things);
    places_open(&cells->places, cells->arena, count);
    for (size_t i = 0; i < cells->entries.count; i++)
        places_count(&cells->places, entries[i].cell);
    places_lay_out(&cells->places);
    for (size_t i = 0; i < cells->entries.count; i++)
        cells->things[places_take(&cells->places, entries[i].cell)] = entries[i].thing;
}

static void meet_many(struct overlay *overlay)
{
    struct arena *scratch = arena_within(overlay->arena);
    uint32_t count = thing_count(overlay);
    struct span *spans = arena_take(scratch, count * sizeof *spans);
    for (uint32_t i = 0; i < count; i++) {
        arena_poll(scratch);
        spans[i] = thing_span(overlay, i);
    }
    struct cells cells = { .arena = scratch };
    lay_out(&cells, spans, count);
    for (uint32_t i = 0; i < count; i++)
        enter_thing(overlay, &cells, &spans[i], i);
    sort_entries(&cells);
    const uint32_t *begin = cells.places.begin;
    for (uint32_t cell = 0; cell < cells.columns * cells.rows; cell++) {
        arena_poll(overlay->arena);
        for (uint32_t a = begin[cell]; a < begin[cell + 1]; a++)
            for (uint32_t b = a + 1; b < begin[cell + 1]; b++) {
                arena_poll(overlay->arena);
                uint32_t i = cells.things[a], j = cells.things[b];
                if (i < overlay->stretches.count && spans_meet(&spans[i], &spans[j]))
                    meet_things(overlay, i, j);
            }
    }
    arena_close(scratch);
}

void traces_cut(struct overlay *overlay)
{
    overlay->marks.count = 0;
    stretches_find(overlay);
    if (thing_count(overlay) <= 2 * FEW_SEGMENTS && overlay->stretches.count <= FEW_SEGMENTS)
        meet_few(overlay);
    else
        meet_many(overlay);
}
