/* SPDX-License-Identifier: MIT */
/* From segments with their marks to edges that nothing crosses, each once, with what changes over it. */
#include "kernel/overlay.h"

#include "base/list.h"

#include <stdlib.h>

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

static int compare_vertices(const void *a, const void *b, void *overlay)
{
    return overlay_compare(overlay, *(const uint32_t *)a, *(const uint32_t *)b);
}

static void rank_vertices(struct overlay *overlay)
{
    overlay->vertices.count = 0;
    for (size_t i = 0; i < overlay->segments.count; i++) {
        take_vertex(overlay, overlay->segments.items[i].from);
        take_vertex(overlay, overlay->segments.items[i].to);
    }
    for (size_t i = 0; i < overlay->marks.count; i++)
        take_vertex(overlay, overlay->marks.items[i].vertex);
    uint32_t *items = overlay->vertices.items;
    if (overlay->vertices.count > 0)
        qsort_r(items, overlay->vertices.count, sizeof *items, compare_vertices, overlay);
    for (size_t i = 0; i < overlay->vertices.count; i++)
        overlay->ranks.items[items[i]] = (uint32_t)i;
}

/* --- pieces --- */

static int compare_marks(const void *a, const void *b)
{
    const struct mark *p = a, *q = b;
    if (p->segment != q->segment)
        return p->segment < q->segment ? -1 : 1;
    return p->vertex < q->vertex ? -1 : p->vertex > q->vertex;
}

/* Adds a piece for each of the segments with the same ends. `changes` holds the source for now, `mate` the own triangle. */
static void add_pieces(struct overlay *overlay, uint32_t number, uint32_t from, uint32_t to)
{
    uint32_t end = overlay->distinct.items[number + 1];
    for (uint32_t i = overlay->distinct.items[number]; i < end; i++) {
        const struct segment *segment = &overlay->segments.items[i];
        struct edge edge = { .from = from,
                             .to = to,
                             .carrier = segment->carrier,
                             .changes = segment->source,
                             .own = segment->own };
        list_append(overlay->arena, &overlay->edges, edge);
    }
}

static void cut_into_pieces(struct overlay *overlay)
{
    struct mark *marks = overlay->marks.items;
    for (size_t i = 0; i < overlay->marks.count; i++)
        marks[i].vertex = overlay->ranks.items[marks[i].vertex];
    if (overlay->marks.count > 1)
        qsort(marks, overlay->marks.count, sizeof *marks, compare_marks);
    overlay->edges.count = 0;
    size_t next = 0;
    for (uint32_t i = 0; i < overlay->distinct.count; i++) {
        const struct segment *segment = &overlay->segments.items[overlay->distinct.items[i]];
        uint32_t from = overlay->ranks.items[segment->from], to = overlay->ranks.items[segment->to];
        uint32_t at = from < to ? from : to, last = from < to ? to : from;
        for (; next < overlay->marks.count && marks[next].segment == i; next++)
            if (marks[next].vertex > at && marks[next].vertex < last) {
                add_pieces(overlay, i, at, marks[next].vertex);
                at = marks[next].vertex;
            }
        add_pieces(overlay, i, at, last);
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

static void merge_all(struct overlay *overlay)
{
    struct edge *edges = overlay->edges.items;
    size_t count = overlay->edges.count, kept = 0;
    if (count > 0)
        qsort(edges, count, sizeof *edges, compare_edges);
    overlay->changes.count = 0;
    for (size_t i = 0, end; i < count; i = end) {
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
