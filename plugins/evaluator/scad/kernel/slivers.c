/* SPDX-License-Identifier: MIT */
/* Half-edge collapses and flips, each checked against the triangles around. (H. Hoppe et al., "Mesh Optimization", 1993.) */
#include "kernel/slivers.h"

#include "kernel/measures.h"

/* --- collapsing a vertex into a neighbour --- */

/* What is around a vertex that may go. */
struct fan {
    struct ring ring;
    double normals[SKIN_MOST_AROUND][3], lengths[SKIN_MOST_AROUND], heights[SKIN_MOST_AROUND];
    double worst; /* the smallest square height */
};

static bool describe_fan(const struct skin *skin, uint32_t vertex, struct fan *fan)
{
    if (skin_keeps(skin, vertex) || !skin_find_ring(skin, vertex, &fan->ring) ||
        fan->ring.count < 3 || skin_keeps_ring(skin, &fan->ring))
        return false;
    const double *at = skin_place(skin, vertex);
    fan->worst = INFINITY;
    for (unsigned i = 0; i < fan->ring.count; i++) {
        uint32_t h = fan->ring.items[i];
        const double *b = skin_place(skin, skin_target(skin, h)),
                     *c = skin_place(skin, skin_origin(skin, skin_before(h)));
        measures_normal(at, b, c, fan->normals[i]);
        fan->lengths[i] = sqrt(measures_dot(fan->normals[i], fan->normals[i]));
        fan->heights[i] = fan->lengths[i] / sqrt(measures_longest_square(at, b, c));
        fan->worst = fmin(fan->worst, measures_square_height(at, b, c));
    }
    return true;
}

/* May triangle i of the fan get its corner at `to`? *quality is lowered to its square height. */
static bool may_move(const struct skin *skin, const struct fan *fan, unsigned i,
                     const double from[3], const double to[3], bool near, double *quality)
{
    uint32_t h = fan->ring.items[i];
    const double *b = skin_place(skin, skin_target(skin, h)),
                 *c = skin_place(skin, skin_origin(skin, skin_before(h)));
    double normal[3], height = measures_square_height(to, b, c), tolerance = skin->tolerance;
    measures_normal(to, b, c, normal);
    double length = sqrt(measures_dot(normal, normal)), step[3],
           turn = measures_dot(normal, fan->normals[i]);
    for (int k = 0; k < 3; k++)
        step[k] = from[k] - to[k];
    *quality = fmin(*quality, height);
    if (height < tolerance * tolerance && height < fan->worst)
        return false;
    if (length == 0 || fabs(measures_dot(normal, step)) / length > tolerance)
        return false;
    if (fan->heights[i] > 2 * tolerance && turn <= 0.5 * length * fan->lengths[i])
        return false;
    return turn >= 0 || near || fan->heights[i] <= 0.1 * tolerance;
}

/* How good the triangles would be if the vertex went to the target of half-edge `way`, or a negative number if it may not. */
static double judge_collapse(const struct skin *skin, const struct fan *fan, uint32_t vertex,
                             uint32_t way)
{
    uint32_t to = skin_target(skin, way);
    const double *from = skin_place(skin, vertex), *at = skin_place(skin, to);
    bool near = measures_square_distance(from, at) < skin->tolerance * skin->tolerance;
    double quality = INFINITY;
    for (unsigned i = 0; i < fan->ring.count; i++) {
        uint32_t h = fan->ring.items[i];
        if (skin_target(skin, h) == to || skin_origin(skin, skin_before(h)) == to)
            continue; /* one of the two that vanish */
        if (!may_move(skin, fan, i, from, at, near, &quality))
            return -1;
    }
    return quality;
}

bool slivers_collapse(struct skin *skin, uint32_t vertex)
{
    struct fan fan;
    if (skin->stays[vertex])
        return false;
    skin->stays[vertex] = true;
    if (!describe_fan(skin, vertex, &fan))
        return false;
    uint32_t best = SKIN_NONE;
    double quality = -1;
    for (unsigned i = 0; i < fan.ring.count; i++) {
        double judged = judge_collapse(skin, &fan, vertex, fan.ring.items[i]);
        if (judged > quality) {
            quality = judged;
            best = fan.ring.items[i];
        }
    }
    if (best == SKIN_NONE)
        return false;
    skin->stays[vertex] = false; /* what is around its neighbours may change */
    if (!skin_may_collapse(skin, &fan.ring, skin_target(skin, best)))
        return false;
    skin_collapse(skin, &fan.ring, vertex, best);
    return true;
}

/* --- turning an edge --- */

/* For a triangle whose third corner is next to this edge. */
static bool try_flip(struct skin *skin, uint32_t edge)
{
    const struct hinge hinge = skin_hinge(skin, edge);
    if (hinge.x == hinge.y || skin_keeps_hinge(skin, &hinge) ||
        skin_has_edge(skin, hinge.x, hinge.y))
        return false;
    const double *a = skin_place(skin, hinge.a), *b = skin_place(skin, hinge.b);
    const double *x = skin_place(skin, hinge.x), *y = skin_place(skin, hinge.y);
    double was = fmin(measures_square_height(a, b, x), measures_square_height(b, a, y));
    double is = fmin(measures_square_height(x, a, y), measures_square_height(b, x, y));
    double old[3], one[3], other[3];
    measures_normal(b, a, y, old);
    measures_normal(x, a, y, one);
    measures_normal(b, x, y, other);
    if (is <= was || measures_dot(one, old) <= 0 || measures_dot(other, old) <= 0)
        return false;
    skin_flip(skin, edge);
    return true;
}

/* --- all of them --- */

void slivers_remove(struct skin *skin, uint32_t triangle)
{
    const uint32_t *corners = skin->mesh->triangles[triangle];
    double least = 4 * skin->tolerance * skin->tolerance, lengths[3];
    if (measures_square_height(skin_place(skin, corners[0]), skin_place(skin, corners[1]),
                               skin_place(skin, corners[2])) >= least)
        return;
    int shortest = 0, longest = 0;
    for (int k = 0; k < 3; k++)
        lengths[k] = measures_square_distance(skin_place(skin, corners[k]),
                                              skin_place(skin, corners[(k + 1) % 3]));
    for (int k = 1; k < 3; k++) {
        shortest = lengths[k] < lengths[shortest] ? k : shortest;
        longest = lengths[k] > lengths[longest] ? k : longest;
    }
    if (lengths[shortest] < least && (slivers_collapse(skin, corners[shortest]) ||
                                      slivers_collapse(skin, corners[(shortest + 1) % 3])))
        return;
    if (slivers_collapse(skin, corners[(longest + 2) % 3]) ||
        try_flip(skin, 3 * triangle + (uint32_t)longest) ||
        slivers_collapse(skin, corners[longest]))
        return;
    slivers_collapse(skin, corners[(longest + 1) % 3]);
}
