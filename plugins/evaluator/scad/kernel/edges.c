/* SPDX-License-Identifier: MIT */
/* From segments with their marks to edges that nothing crosses, each once, with what changes over it. */
#include "kernel/overlay.h"

#include "base/list.h"
#include "base/sort.h"

#include <math.h>

enum { FEW_EDGES = 16 };

/* --- vertices in the order of the sweep --- */

static void take_vertex(struct overlay *overlay, uint32_t point)
{
    while (overlay->ranks.count <= point)
        list_append(overlay->arena, &overlay->ranks, NOTHING);
    if (overlay->ranks.items[point] != NOTHING)
        return;
    overlay->ranks.items[point] = 0;
    list_append(overlay->arena, &overlay->vertices, point);
}

/* More than what two points' places can be wrong by. */
static const double far_apart = 1e-5;

/* What is far apart is compared without looking it up. */
static int compare_vertices(const void *a, const void *b, void *overlay)
{
    const struct ranked *p = a, *q = b;
    double difference = p->x - q->x;
    if (fabs(difference) > far_apart)
        return difference < 0 ? -1 : 1;
    return overlay_compare(overlay, p->vertex, q->vertex);
}

static void sort_vertices(struct overlay *overlay)
{
    const struct points *points = &overlay->arrangement->scene->points;
    overlay->ranked.count = 0;
    for (size_t i = 0; i < overlay->vertices.count; i++) {
        arena_poll(overlay->arena);
        uint32_t vertex = overlay->vertices.items[i];
        struct ranked ranked = { points_at(points, vertex)->at[overlay->group.x], vertex };
        list_append(overlay->arena, &overlay->ranked, ranked);
    }
    if (overlay->ranked.count > 0)
        sort_items_with(overlay->arena, overlay->ranked.items, overlay->ranked.count,
                        sizeof *overlay->ranked.items, compare_vertices, overlay);
    for (size_t i = 0; i < overlay->vertices.count; i++) {
        arena_poll(overlay->arena);
        overlay->vertices.items[i] = overlay->ranked.items[i].vertex;
    }
}

static void rank_vertices(struct overlay *overlay)
{
    overlay->vertices.count = 0;
    for (size_t i = 0; i < overlay->segments.count; i++) {
        take_vertex(overlay, overlay->segments.items[i].from);
        take_vertex(overlay, overlay->segments.items[i].to);
    }
    for (size_t i = 0; i < overlay->marks.count; i++) {
        arena_poll(overlay->arena);
        take_vertex(overlay, overlay->marks.items[i].vertex);
    }
    for (size_t i = 0; i < overlay->touches.count; i++)
        take_vertex(overlay, overlay->touches.items[i]);
    sort_vertices(overlay);
    for (size_t i = 0; i < overlay->vertices.count; i++) {
        arena_poll(overlay->arena);
        overlay->ranks.items[overlay->vertices.items[i]] = (uint32_t)i;
    }
}

/* --- pieces --- */

/* By vertex, then by stretch: each time what is in order before stays so. */
static void sort_marks(struct overlay *overlay)
{
    size_t count = overlay->marks.count;
    struct mark *marks = overlay->marks.items;
    overlay->sorted_marks.count = 0;
    for (size_t i = 0; i < count; i++)
        list_append(overlay->arena, &overlay->sorted_marks, marks[i]);
    struct mark *sorted = overlay->sorted_marks.items;
    places_open(&overlay->places, overlay->arena, overlay->vertices.count);
    for (size_t i = 0; i < count; i++)
        places_count(&overlay->places, marks[i].vertex);
    places_lay_out(&overlay->places);
    for (size_t i = 0; i < count; i++)
        sorted[places_take(&overlay->places, marks[i].vertex)] = marks[i];
    places_open(&overlay->places, overlay->arena, overlay->stretches.count);
    for (size_t i = 0; i < count; i++)
        places_count(&overlay->places, sorted[i].stretch);
    places_lay_out(&overlay->places);
    for (size_t i = 0; i < count; i++)
        marks[places_take(&overlay->places, sorted[i].stretch)] = sorted[i];
}

/* Adds a piece for each of the segments with the same ends. Its `changes` is the source that add_change is given. */
static void add_pieces(struct overlay *overlay, uint32_t number, uint32_t from, uint32_t to)
{
    uint32_t end = overlay->distinct.items[number + 1];
    for (uint32_t i = overlay->distinct.items[number]; i < end; i++) {
        arena_poll(overlay->arena);
        const struct segment *segment = &overlay->segments.items[i];
        struct edge edge = { .from = from,
                             .to = to,
                             .carrier = segment->carrier,
                             .changes = segment->source,
                             .own = segment->own };
        list_append(overlay->arena, &overlay->edges, edge);
    }
}

/* The ends of all parts of a stretch are vertices of all of it. */
static void mark_ends_of_parts(struct overlay *overlay)
{
    for (uint32_t i = 0; i < overlay->stretches.count; i++) {
        arena_poll(overlay->arena);
        const struct stretch *stretch = &overlay->stretches.items[i];
        for (uint32_t part = 0; part < stretch->count && stretch->count > 1; part++) {
            uint32_t number = overlay->stretch_parts.items[stretch->first + part];
            const struct segment *segment =
                &overlay->segments.items[overlay->distinct.items[number]];
            struct mark from = { i, segment->from }, to = { i, segment->to };
            list_append(overlay->arena, &overlay->marks, from);
            list_append(overlay->arena, &overlay->marks, to);
        }
    }
}

/* Each vertex of a stretch once, in order. */
static void order_marks(struct overlay *overlay)
{
    struct mark *marks = overlay->marks.items;
    size_t kept = 0;
    for (size_t i = 0; i < overlay->marks.count; i++) {
        arena_poll(overlay->arena);
        marks[i].vertex = overlay->ranks.items[marks[i].vertex];
    }
    sort_marks(overlay);
    for (size_t i = 0; i < overlay->marks.count; i++) {
        arena_poll(overlay->arena);
        if (kept == 0 || marks[kept - 1].stretch != marks[i].stretch ||
            marks[kept - 1].vertex != marks[i].vertex)
            marks[kept++] = marks[i];
    }
    overlay->marks.count = kept;
}

/* The first of the marks, which are of one stretch, behind the vertex. */
static size_t first_behind(const struct mark *marks, size_t count, uint32_t vertex)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (marks[middle].vertex <= vertex)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void cut_part(struct overlay *overlay, uint32_t number, const struct mark *marks,
                     size_t count)
{
    const struct segment *segment = &overlay->segments.items[overlay->distinct.items[number]];
    uint32_t from = overlay->ranks.items[segment->from], to = overlay->ranks.items[segment->to];
    uint32_t at = from < to ? from : to, last = from < to ? to : from;
    for (size_t i = first_behind(marks, count, at); i < count && marks[i].vertex < last; i++) {
        add_pieces(overlay, number, at, marks[i].vertex);
        at = marks[i].vertex;
    }
    add_pieces(overlay, number, at, last);
}

static void cut_into_pieces(struct overlay *overlay)
{
    mark_ends_of_parts(overlay);
    order_marks(overlay);
    overlay->edges.count = 0;
    size_t begin = 0, end = 0;
    for (uint32_t i = 0; i < overlay->stretches.count; i++, begin = end) {
        arena_poll(overlay->arena);
        const struct stretch *stretch = &overlay->stretches.items[i];
        while (end < overlay->marks.count && overlay->marks.items[end].stretch == i)
            end++;
        const struct mark *marks = end > begin ? &overlay->marks.items[begin] : NULL;
        for (uint32_t part = 0; part < stretch->count; part++)
            cut_part(overlay, overlay->stretch_parts.items[stretch->first + part], marks,
                     end - begin);
    }
}

/* --- what changes over an edge --- */

static int compare_edges(const void *a, const void *b)
{
    const struct edge *p = a, *q = b;
    if (p->from != q->from)
        return p->from < q->from ? -1 : 1;
    if (p->to != q->to)
        return p->to < q->to ? -1 : 1;
    if (p->changes != q->changes)
        return p->changes < q->changes ? -1 : 1;
    return p->own < q->own ? -1 : p->own > q->own;
}

/* A triangle that passes through the plane changes its leaf's windings on both sides, one that only comes to it on its own
 * side. */
static void add_change(struct overlay *overlay, uint32_t source)
{
    const struct scene *scene = overlay->arrangement->scene;
    const struct plane *plane = scene_plane(scene, overlay->group.plane);
    signed char slope = overlay_slope(scene, &overlay->group, source);
    struct change change = { .leaf = scene->triangles[source].leaf };
    for (int i = 0; i < 3; i++) {
        int128 side = plane_side(plane, scene_corner(scene, source, i));
        if (side > 0)
            change.front = slope;
        if (side < 0)
            change.back = slope;
    }
    list_append(overlay->arena, &overlay->changes, change);
}

/* 1 if the group's triangle is above the edge that it ends at, -1 if below. */
static int own_side(const struct overlay *overlay, const struct edge *edge, uint32_t own)
{
    const struct scene *scene = overlay->arrangement->scene;
    for (int i = 0; i < 3; i++) {
        int side = overlay_above(overlay, edge, scene->triangles[own].corners[i]);
        if (side != 0)
            return side;
    }
    return 0;
}

/* Makes one edge of the `count` pieces that are in the same place. */
static struct edge merge(struct overlay *overlay, const struct edge *pieces, size_t count)
{
    const struct scene *scene = overlay->arrangement->scene;
    struct edge edge = pieces[0];
    edge.slope = overlay_slope(scene, &overlay->group, edge.carrier);
    edge.changes = (uint32_t)overlay->changes.count;
    edge.own = NOTHING;
    uint32_t latest = NOTHING, owners = 0;
    bool culled_beyond = false;
    for (size_t i = 0; i < count; i++) {
        arena_poll(overlay->arena);
        uint32_t source = pieces[i].changes, own = pieces[i].own;
        if (own != NOTHING) {
            edge.own = own;
            owners++;
            if (!scene->culled[own])
                edge.cover += own_side(overlay, &edge, own);
        }
        culled_beyond = culled_beyond || source == NOTHING;
        if (source != NOTHING && source != latest)
            add_change(overlay, source);
        if (source != NOTHING)
            latest = source;
    }
    edge.change_count = (uint32_t)overlay->changes.count - edge.changes;
    if (edge.change_count != 1 || owners != 1 || culled_beyond)
        edge.own = NOTHING;
    if (edge.own != NOTHING) {
        edge.own_side = (signed char)own_side(overlay, &edge, edge.own);
        edge.mate =
            latest; /* the triangle; who that is in the arrangement is found when all groups are there */
    }
    return edge;
}

static void sort_few(struct edge *edges, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct edge edge = edges[i];
        size_t at = i;
        for (; at > 0 && compare_edges(&edge, &edges[at - 1]) < 0; at--)
            edges[at] = edges[at - 1];
        edges[at] = edge;
    }
}

/* Those that begin at one vertex are few, most often. */
static void sort_edges(struct overlay *overlay)
{
    size_t count = overlay->edges.count;
    overlay->sorted.count = 0;
    for (size_t i = 0; i < count; i++)
        list_append(overlay->arena, &overlay->sorted, overlay->edges.items[i]);
    struct edge *edges = overlay->edges.items;
    const struct edge *sorted = overlay->sorted.items;
    places_open(&overlay->places, overlay->arena, overlay->vertices.count);
    for (size_t i = 0; i < count; i++)
        places_count(&overlay->places, sorted[i].from);
    places_lay_out(&overlay->places);
    for (size_t i = 0; i < count; i++)
        edges[places_take(&overlay->places, sorted[i].from)] = sorted[i];
    for (size_t i = 0, end; i < count; i = end) {
        arena_poll(overlay->arena);
        for (end = i + 1; end < count && edges[end].from == edges[i].from;)
            end++;
        if (end - i <= FEW_EDGES)
            sort_few(&edges[i], end - i);
        else
            sort_items(overlay->arena, &edges[i], end - i, sizeof *edges, compare_edges);
    }
}

static void merge_all(struct overlay *overlay)
{
    struct edge *edges = overlay->edges.items;
    size_t count = overlay->edges.count, kept = 0;
    sort_edges(overlay);
    overlay->changes.count = 0;
    for (size_t i = 0, end; i < count; i = end) {
        arena_poll(overlay->arena);
        for (end = i + 1;
             end < count && edges[end].from == edges[i].from && edges[end].to == edges[i].to;)
            end++;
        edges[kept++] = merge(overlay, &edges[i], end - i);
    }
    overlay->edges.count = kept;
}

void edges_make(struct overlay *overlay)
{
    rank_vertices(overlay);
    cut_into_pieces(overlay);
    merge_all(overlay);
}
