/* SPDX-License-Identifier: MIT */
/* Where the surface folds back onto itself there is an edge whose two triangles lie on each other: what both cover goes, step by step. */
#include "kernel/folds.h"

#include "kernel/measures.h"

#include <string.h>

/* True if both triangles of the edge lie on each other, face to face or back to back, but for a tolerance. */
static bool is_fold(const struct skin *skin, uint32_t edge, const double normal[3])
{
    const struct hinge hinge = skin_hinge(skin, edge);
    const double *a = skin_place(skin, hinge.a), *b = skin_place(skin, hinge.b);
    const double *x = skin_place(skin, hinge.x), *y = skin_place(skin, hinge.y);
    double other[3], way[3], tolerance = skin->tolerance;
    measures_normal(b, a, y, other);
    double product = measures_dot(normal, other);
    if (product >= 0)
        return false;
    double length = sqrt(measures_dot(normal, normal)),
           other_length = sqrt(measures_dot(other, other));
    if (product > -0.99 * length * other_length)
        return false;
    for (int k = 0; k < 3; k++)
        way[k] = y[k] - x[k];
    return fabs(measures_dot(way, normal)) <= tolerance * length ||
           fabs(measures_dot(way, other)) <= tolerance * other_length;
}

/* Where the surface folds back onto itself, each turn of an edge takes away a part that lies on another. */
static bool try_unfold(struct skin *skin, uint32_t edge)
{
    const struct hinge hinge = skin_hinge(skin, edge);
    if (hinge.x == hinge.y || skin_keeps_hinge(skin, &hinge) ||
        skin_has_edge(skin, hinge.x, hinge.y))
        return false;
    const double *a = skin_place(skin, hinge.a), *b = skin_place(skin, hinge.b);
    const double *x = skin_place(skin, hinge.x), *y = skin_place(skin, hinge.y);
    double was = measures_double_area(a, b, x) + measures_double_area(b, a, y);
    double is = measures_double_area(x, a, y) + measures_double_area(y, b, x);
    if (is >= 0.999 * was)
        return false;
    skin_flip(skin, edge);
    return true;
}

/* True if the half-edge is one of those that leave a vertex that has three neighbours at least, each once. */
static bool is_round(const struct skin *skin, uint32_t half_edge, struct ring *ring)
{
    ring->count = 0;
    for (uint32_t at = half_edge; ring->count == 0 || at != half_edge;
         at = skin->twins[skin_before(at)]) {
        if (ring->count == SKIN_MOST_AROUND)
            return false;
        for (unsigned i = 0; i < ring->count; i++)
            if (skin_target(skin, ring->items[i]) == skin_target(skin, at))
                return false;
        ring->items[ring->count++] = at;
    }
    return ring->count >= 3;
}

/* Eight half-edges in pairs: the first four surround the two triangles of a fold, (a, b, x) and (b, a, y), the others those of
 * the edge from x to y. */
struct seam {
    uint32_t inner[8]; /* of the triangles that go */
    uint32_t outer
        [8]; /* their twins, which become each other's: the first one's the second, and so on */
};

static struct seam seam_of(const struct skin *skin, uint32_t edge, uint32_t way)
{
    uint32_t back = skin->twins[edge], other = skin->twins[way];
    struct seam seam = { { skin_next(edge), skin_before(back), skin_before(edge), skin_next(back),
                           skin_next(way), skin_before(way), skin_next(other), skin_before(other) },
                         { 0 } };
    for (int i = 0; i < 8; i++)
        seam.outer[i] = skin->twins[seam.inner[i]];
    return seam;
}

static void close_seam(struct skin *skin, const struct seam *seam)
{
    for (int i = 0; i < 8; i += 2)
        skin_join(skin, seam->outer[i], seam->outer[i + 1]);
}

static void open_seam(struct skin *skin, const struct seam *seam)
{
    for (int i = 0; i < 8; i++)
        skin_join(skin, seam->inner[i], seam->outer[i]);
}

static void move_ring(struct skin *skin, const struct ring *ring, uint32_t vertex)
{
    for (unsigned i = 0; i < ring->count; i++)
        *skin_corner(skin, ring->items[i]) = vertex;
    skin->leaves[vertex] = ring->items[0];
}

/* Where the third corners of a fold are so near to each other that they have an edge without a length, x becomes y, and the fold and the
 * triangles of that edge go. What was around the corners may come apart in two there. */
static bool try_zip(struct skin *skin, uint32_t edge)
{
    const struct hinge hinge = skin_hinge(skin, edge);
    uint32_t a = hinge.a, b = hinge.b, x = hinge.x, y = hinge.y;
    double tolerance = skin->tolerance;
    if (x == y || skin_keeps_hinge(skin, &hinge) ||
        measures_square_distance(skin_place(skin, x), skin_place(skin, y)) > tolerance * tolerance)
        return false;
    uint32_t way = skin_way(skin, x, y);
    if (way == SKIN_NONE)
        return false;
    uint32_t p = skin_origin(skin, skin_before(way)),
             q = skin_origin(skin, skin_before(skin->twins[way]));
    if (p == a || p == b || q == a || q == b || p == q)
        return false;
    const struct seam seam = seam_of(skin, edge, way);
    struct ring one, two, ends;
    close_seam(skin, &seam);
    /* leaving, in this order: x towards b, y towards a; b, a, p, q */
    bool sound = is_round(skin, seam.outer[0], &one) && is_round(skin, seam.outer[3], &two) &&
                 !skin_keeps_ring(skin, &one) && !skin_keeps_ring(skin, &two);
    static const int leaving[] = { 1, 2, 4, 6 };
    for (int i = 0; i < 4 && sound; i++)
        sound = is_round(skin, seam.outer[leaving[i]], &ends);
    if (!sound) {
        open_seam(skin, &seam);
        return false;
    }
    const uint32_t corners[] = { b, a, p, q };
    for (int i = 0; i < 4; i++)
        skin->leaves[corners[i]] = seam.outer[leaving[i]];
    for (int i = 0; i < 8; i++)
        skin->gone[seam.inner[i] / 3] = true;
    memcpy(skin->mesh->vertices[x], skin_place(skin, y), sizeof skin->mesh->vertices[x]);
    skin->leaves[x] = SKIN_NONE;
    skin->changed[x] = skin->changed[y] = true;
    move_ring(skin, &two, x);
    move_ring(skin, &one, y);
    skin_loosen(skin, &two);
    skin_loosen(skin, &one);
    skin->stays[x] = skin->stays[y] = false;
    if (skin_origin(skin, seam.outer[3]) == y)
        skin->leaves[x] = SKIN_NONE; /* both are one */
    skin->changes++;
    return true;
}

/* The triangle opposite each of three that surround a vertex, if it is the same; else SKIN_NONE. */
static uint32_t last_of_shell(const struct skin *skin, const struct ring *ring)
{
    uint32_t last = skin->twins[skin_next(ring->items[0])] / 3;
    for (int i = 1; i < 3; i++)
        if (skin->twins[skin_next(ring->items[i])] / 3 != last)
            return SKIN_NONE;
    return last;
}

/* Where the edge of a fold comes from a vertex with three triangles, one takes their place; nothing does if it was a shell of four. */
static bool try_flatten(struct skin *skin, uint32_t edge)
{
    const struct hinge hinge = skin_hinge(skin, edge);
    struct ring ring;
    if (skin_keeps_hinge(skin, &hinge) || !skin_find_ring(skin, hinge.a, &ring) || ring.count != 3)
        return false;
    uint32_t last = last_of_shell(skin, &ring);
    if (last != SKIN_NONE) {
        skin_drop(skin, last);
        return true;
    }
    const double *a = skin_place(skin, hinge.a), *b = skin_place(skin, hinge.b);
    const double *x = skin_place(skin, hinge.x), *y = skin_place(skin, hinge.y);
    double was = measures_double_area(a, b, x) + measures_double_area(b, a, y) +
                 measures_double_area(a, x, y);
    if (measures_double_area(b, x, y) >= 0.999 * was || !skin_may_collapse(skin, &ring, hinge.y))
        return false;
    skin_collapse(skin, &ring, hinge.a, skin_next(skin->twins[edge]));
    return true;
}

/* The higher a triangle, the better it tells its plane. What is no more than a sliver is left as it is. */
static void keep_highest(const struct skin *skin, uint32_t edge, const double normal[3],
                         struct wall *wall)
{
    const struct hinge hinge = skin_hinge(skin, edge);
    const double *a = skin_place(skin, hinge.a), *b = skin_place(skin, hinge.b);
    double size = measures_square_height(a, b, skin_place(skin, hinge.x));
    double other = measures_square_height(b, a, skin_place(skin, hinge.y));
    if (fmin(size, other) <= 4 * skin->tolerance * skin->tolerance || size <= wall->size)
        return;
    wall->size = size;
    memcpy(wall->at, a, sizeof wall->at);
    memcpy(wall->normal, normal, sizeof wall->normal);
}

bool folds_unfold(struct skin *skin, uint32_t triangle, uint32_t first_cut, struct wall *wall)
{
    const uint32_t *corners = skin->mesh->triangles[triangle];
    double normal[3];
    measures_normal(skin_place(skin, corners[0]), skin_place(skin, corners[1]),
                    skin_place(skin, corners[2]), normal);
    for (uint32_t edge = 3 * triangle; edge < 3 * triangle + 3; edge++) {
        uint32_t back = skin->twins[edge];
        if ((back < edge && back >= 3 * first_cut) || !is_fold(skin, edge, normal))
            continue;
        if (try_unfold(skin, edge) || try_zip(skin, edge) || try_flatten(skin, edge) ||
            try_flatten(skin, back))
            return true;
        keep_highest(skin, edge, normal, wall);
    }
    return false;
}
