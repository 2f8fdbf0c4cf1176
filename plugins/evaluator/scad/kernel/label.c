/* SPDX-License-Identifier: MIT */
/* From a face where a ray has told in which leaves it is, on to its neighbours: over an edge within the plane, or over
 * the edge of a leaf into the next plane. What changed on the way is undone on the way back. */
#include "kernel/label.h"

#include "base/list.h"
#include "kernel/entry.h"
#include "kernel/places.h"
#include "kernel/winding.h"

enum { UNKNOWN = -100 };

struct undo {
    uint32_t leaf;
    int front, back;
};

/* A face on the way, the next of its edges to be looked at, and how much had been changed before it was entered. */
struct step {
    uint32_t face;
    bool blind; /* in which leaves it is does not hold for all of it, or is not known */
    size_t next, changed;
};

struct walk {
    struct arrangement *arrangement;
    struct arena *scratch;
    struct winding winding;
    signed char *labels;
    const uint32_t *begin; /* by face, into edges_around */
    const uint32_t *edges_around;
    struct {
        struct step *items;
        size_t count, capacity;
    } steps;
    struct {
        struct undo *items;
        size_t count, capacity;
    } changes;
};

/* --- edges around each face --- */

static void list_edges_around(struct walk *walk)
{
    const struct arrangement *arrangement = walk->arrangement;
    struct places places = { NULL, 0, 0 };
    places_open(&places, walk->scratch, arrangement->faces.count);
    for (size_t i = 0; i < arrangement->edges.count; i++) {
        const struct edge *edge = &arrangement->edges.items[i];
        places_count(&places, edge->above);
        places_count(&places, edge->below);
        if (edge->mate_kind == MATE_FACE)
            places_count(&places, edge->mate);
    }
    places_lay_out(&places);
    uint32_t *edges = arena_take(walk->scratch, places.begin[places.count - 1] * sizeof *edges);
    for (uint32_t i = 0; i < arrangement->edges.count; i++) {
        const struct edge *edge = &arrangement->edges.items[i];
        edges[places_take(&places, edge->above)] = i;
        edges[places_take(&places, edge->below)] = i;
        if (edge->mate_kind == MATE_FACE)
            edges[places_take(&places, edge->mate)] = i;
    }
    walk->begin = places.begin;
    walk->edges_around = edges;
}

/* --- changes and their undoing --- */

static void change(struct walk *walk, uint32_t leaf, int front, int back)
{
    if (front == 0 && back == 0)
        return;
    struct undo undo = { leaf, front, back };
    list_append(walk->scratch, &walk->changes, undo);
    winding_add(&walk->winding, leaf, front, back);
}

static void undo_to(struct walk *walk, size_t changed)
{
    while (walk->changes.count > changed) {
        const struct undo *undo = &walk->changes.items[--walk->changes.count];
        winding_add(&walk->winding, undo->leaf, -undo->front, -undo->back);
    }
}

static bool is_blurred(const struct arrangement *arrangement, uint32_t face)
{
    uint32_t group = arrangement->faces.items[face].group;
    return group == NOTHING
               ? arrangement->components.items[face - arrangement->first_component].blurred
               : arrangement->groups.items[group].blurred;
}

static void enter(struct walk *walk, uint32_t face, size_t changed)
{
    struct step step = { face, is_blurred(walk->arrangement, face), walk->begin[face], changed };
    walk->labels[face] = (signed char)winding_surface(&walk->winding);
    list_append(walk->scratch, &walk->steps, step);
}

static void enter_blindly(struct walk *walk, uint32_t face, int label)
{
    struct step step = { face, true, walk->begin[face], walk->changes.count };
    walk->labels[face] = (signed char)label;
    list_append(walk->scratch, &walk->steps, step);
}

/* --- from face to face --- */

static const struct plane *plane_of(const struct walk *walk, uint32_t face)
{
    const struct arrangement *arrangement = walk->arrangement;
    uint32_t group = arrangement->faces.items[face].group;
    return scene_plane(arrangement->scene, arrangement->groups.items[group].plane);
}

/* The face of its group that the edge's own triangle covers. */
static uint32_t own_face(const struct edge *edge)
{
    return edge->own_side > 0 ? edge->above : edge->below;
}

/* True if a triangle of the face's plane looks the other way than the face's group. */
static bool looks_back(const struct walk *walk, uint32_t triangle, uint32_t face)
{
    return plane_dot(scene_plane(walk->arrangement->scene, triangle), plane_of(walk, face)) < 0;
}

/* From untouched triangles, whose outside is in front, to the part of the same surface that was touched. */
static void leave_component(struct walk *walk, const struct edge *edge)
{
    uint32_t face = own_face(edge);
    if (walk->labels[face] != UNKNOWN)
        return;
    size_t changed = walk->changes.count;
    if (looks_back(walk, edge->own, face))
        change(walk, walk->arrangement->scene->triangles[edge->own].leaf, 1, -1);
    enter(walk, face, changed);
}

/* Over the edge of a leaf to the plane where its surface goes on, if it is the only one here. */
static bool follow_surface(struct walk *walk, const struct edge *edge, uint32_t face)
{
    const struct arrangement *arrangement = walk->arrangement;
    if (edge->mate_kind == MATE_NONE || walk->winding.faces != 1 || own_face(edge) != face)
        return false;
    uint32_t leaf = arrangement->scene->triangles[edge->own].leaf, target = edge->mate;
    int outside = looks_back(walk, edge->own, face), target_outside = 0;
    if (walk->winding.around[outside][leaf] + 1 != walk->winding.around[1 - outside][leaf])
        return false;
    if (edge->mate_kind == MATE_EDGE) {
        const struct edge *mate = &arrangement->edges.items[edge->mate];
        target = own_face(mate);
        target_outside = looks_back(walk, mate->own, target);
    }
    if (walk->labels[target] != UNKNOWN)
        return false;
    size_t changed = walk->changes.count;
    if (outside != target_outside)
        change(walk, leaf, outside ? -1 : 1, outside ? 1 : -1);
    enter(walk, target, changed);
    return true;
}

/* True if the edge's own triangle, and nothing else that was not culled, covers the face. */
static bool is_alone(const struct walk *walk, const struct edge *edge, uint32_t face)
{
    const struct arrangement *arrangement = walk->arrangement;
    return own_face(edge) == face && arrangement->faces.items[face].cover == 1 &&
           !arrangement->scene->culled[edge->own];
}

/* Over the edge of a leaf that is alone on both sides of it: as much can be seen of its surface behind the edge as before, whoever
 * else is there. */
static void pass_label_on(struct walk *walk, const struct edge *edge, uint32_t face)
{
    const struct arrangement *arrangement = walk->arrangement;
    uint32_t near = own_face(edge), far = edge->mate;
    bool from_component = arrangement->faces.items[face].group == NOTHING;
    if (edge->mate_kind == MATE_NONE || !is_alone(walk, edge, near) ||
        (!from_component && near != face))
        return;
    int label = walk->labels[face];
    if (looks_back(walk, edge->own, near))
        label = -label;
    if (from_component) {
        far = near;
    } else if (edge->mate_kind == MATE_EDGE) {
        const struct edge *mate = &arrangement->edges.items[edge->mate];
        far = own_face(mate);
        if (!is_alone(walk, mate, far))
            return;
        if (looks_back(walk, mate->own, far))
            label = -label;
    }
    if (walk->labels[far] == UNKNOWN)
        enter_blindly(walk, far, label);
}

/* Over the edge to the next face of the same plane. */
static void cross_edge(struct walk *walk, const struct edge *edge, uint32_t face)
{
    const struct arrangement *arrangement = walk->arrangement;
    uint32_t target = edge->below == face ? edge->above : edge->below;
    if (walk->labels[target] != UNKNOWN || edge->above == edge->below ||
        arrangement->faces.items[target].cover <= 0)
        return;
    int direction = edge->below == face ? 1 : -1;
    size_t changed = walk->changes.count;
    for (uint32_t i = 0; i < edge->change_count; i++) {
        const struct change *c = &arrangement->changes.items[edge->changes + i];
        change(walk, c->leaf, direction * c->front, direction * c->back);
    }
    if (walk->winding.faces == 0)
        undo_to(walk, changed);
    else
        enter(walk, target, changed);
}

/* As far as the steps that were taken lead. */
static void walk_on(struct walk *walk)
{
    const struct arrangement *arrangement = walk->arrangement;
    while (walk->steps.count > 0) {
        arena_poll(walk->scratch);
        struct step *step = &walk->steps.items[walk->steps.count - 1];
        if (step->next == walk->begin[step->face + 1]) {
            undo_to(walk, step->changed);
            walk->steps.count--;
            continue;
        }
        const struct edge *edge = &arrangement->edges.items[walk->edges_around[step->next]];
        uint32_t at = step->face;
        if (step->blind) {
            step->next++;
            pass_label_on(walk, edge, at);
        } else if (arrangement->faces.items[at].group == NOTHING) {
            step->next++;
            leave_component(walk, edge);
        } else if (!follow_surface(walk, edge,
                                   at)) { /* else the edge is looked at once more later */
            step->next++;
            cross_edge(walk, edge, at);
        }
    }
}

/* --- where a ray cannot be spared --- */

static bool start_at(struct walk *walk, uint32_t face, const struct entry *entry,
                     const struct plane *plane)
{
    if (!winding_locate(&walk->winding, entry->point, entry->along, plane))
        return false;
    enter(walk, face, 0);
    walk_on(walk);
    winding_leave(&walk->winding);
    return true;
}

/* Several directions: the first may lead along a face that is not known here. */
static const double shares[] = { 0.5, 0.38, 0.71, 0.19, 0.87, 0.29, 0.59 };
enum { SHARES = sizeof shares / sizeof *shares };

/* A face that cannot be entered stays without a label: then the surface is not closed, and the kernel says that it failed. */
static void start_component(struct walk *walk, uint32_t face)
{
    const struct arrangement *arrangement = walk->arrangement;
    uint32_t triangle = arrangement->components.items[face - arrangement->first_component].triangle;
    for (int i = 0; i < SHARES; i++) {
        struct entry entry = entry_of_triangle(arrangement->scene, triangle, shares[i]);
        if (start_at(walk, face, &entry, scene_plane(arrangement->scene, triangle)))
            return;
    }
}

static void start_face(struct walk *walk, uint32_t face)
{
    struct entry entry;
    for (int i = 0; i < SHARES; i++)
        for (size_t at = walk->begin[face]; at < walk->begin[face + 1]; at++) {
            arena_poll(walk->scratch);
            if (entry_beside_edge(walk->arrangement, walk->edges_around[at], face, shares[i],
                                  &entry) &&
                start_at(walk, face, &entry, plane_of(walk, face)))
                return;
        }
}

/* True if the face goes on, as its leaf does, into what was culled: nothing can be seen of it then. */
static bool is_hidden(const struct walk *walk, uint32_t face)
{
    const struct arrangement *arrangement = walk->arrangement;
    if (arrangement->faces.items[face].group == NOTHING)
        return arrangement->components.items[face - arrangement->first_component].hidden;
    for (size_t at = walk->begin[face]; at < walk->begin[face + 1]; at++) {
        arena_poll(walk->scratch);
        const struct edge *edge = &arrangement->edges.items[walk->edges_around[at]];
        if (edge->own != NOTHING && edge->mate_kind == MATE_NONE && is_alone(walk, edge, face) &&
            arrangement->scene->culled[edge->mate])
            return true;
    }
    return false;
}

static void start_where_hidden(struct walk *walk)
{
    for (uint32_t face = 0; face < walk->arrangement->faces.count; face++) {
        arena_poll(walk->scratch);
        if (walk->labels[face] != UNKNOWN || !is_hidden(walk, face))
            continue;
        enter_blindly(walk, face, 0);
        walk_on(walk);
    }
}

static void start_everywhere(struct walk *walk)
{
    const struct arrangement *arrangement = walk->arrangement;
    for (uint32_t face = 0; face < arrangement->faces.count; face++) {
        arena_poll(walk->scratch);
        if (walk->labels[face] != UNKNOWN)
            continue;
        if (arrangement->faces.items[face].group == NOTHING)
            start_component(walk, face);
        else if (arrangement->faces.items[face].cover > 0 &&
                 walk->begin[face] < walk->begin[face + 1])
            start_face(walk, face);
    }
}

static struct walk open_walk(struct arrangement *arrangement, struct arena *arena)
{
    struct walk walk = { .arrangement = arrangement, .scratch = arena_within(arena) };
    size_t faces = arrangement->faces.count;
    walk.labels = arena_take(arena, faces);
    for (size_t i = 0; i < faces; i++)
        walk.labels[i] = UNKNOWN;
    winding_open(&walk.winding, arrangement->scene);
    list_edges_around(&walk);
    return walk;
}

static signed char *close_walk(struct walk *walk)
{
    for (size_t i = 0; i < walk->arrangement->faces.count; i++) {
        arena_poll(walk->scratch);
        if (walk->labels[i] == UNKNOWN)
            walk->labels[i] = 0;
    }
    arena_close(walk->scratch);
    return walk->labels;
}

signed char *label_faces(struct arrangement *arrangement, struct arena *arena)
{
    struct walk walk = open_walk(arrangement, arena);
    start_where_hidden(&walk);
    start_everywhere(&walk);
    return close_walk(&walk);
}
