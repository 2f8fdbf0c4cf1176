/* SPDX-License-Identifier: MIT */
/* Boxes first, then insides of convex leaves. */
#include "kernel/cull.h"

#include "base/list.h"

#include <math.h>
#include <string.h>

/* A solid with more faces is compared by the ball inside it alone. */
enum { MOST_HALFSPACES = 1000 };

/* Steps of the grid that a culled triangle keeps from what it is compared with. */
static const double margin = 2;

/* --- boxes in which a leaf can matter --- */

/* Around what each node can be, from its leaves up. */
static struct extent *possible_extents(const struct scene *scene, struct arena *scratch)
{
    const struct formula *formula = scene->formula;
    struct extent *extents = arena_take(scratch, formula->count * sizeof *extents);
    bool *seen = arena_take(scratch, formula->count * sizeof *seen);
    for (size_t i = 0; i < formula->count; i++)
        extents[i] = extent_of_nothing();
    for (uint32_t i = 0; i < scene->leaf_count; i++)
        extents[scene->leaves[i].node] = scene->leaves[i].extent;
    for (size_t i = formula->count; i-- > 1;) {
        uint32_t parent = formula->items[i].parent;
        enum formula_operation operation = formula->items[parent].operation;
        if (operation == FORMULA_DIFFERENCE ? formula->items[i].first : !seen[parent])
            extents[parent] = extents[i];
        else if (operation == FORMULA_UNION)
            extent_unite(&extents[parent], &extents[i]);
        else if (operation == FORMULA_INTERSECTION)
            extent_intersect(&extents[parent], &extents[i]);
        seen[parent] = true;
    }
    return extents;
}

/* Around what of each node can be seen in the result, from the root down. */
static struct extent *relevant_extents(const struct scene *scene, struct arena *scratch)
{
    const struct formula *formula = scene->formula;
    struct extent *possible = possible_extents(scene, scratch);
    struct extent *relevant = arena_take(scratch, formula->count * sizeof *relevant);
    relevant[0] = possible[0];
    for (size_t i = 1; i < formula->count; i++) {
        const struct formula_node *node = &formula->items[i];
        enum formula_operation operation = formula->items[node->parent].operation;
        relevant[i] = relevant[node->parent];
        if (operation == FORMULA_INTERSECTION || (operation == FORMULA_DIFFERENCE && !node->first))
            extent_intersect(&relevant[i], &possible[node->parent]);
    }
    return relevant;
}

static void cull_outside(struct scene *scene, const struct leaf *leaf, struct extent relevant)
{
    for (int k = 0; k < 3; k++) {
        relevant.low[k] -= relevant.low[k] > INT32_MIN / 2 ? (int32_t)margin : 0;
        relevant.high[k] += relevant.high[k] < INT32_MAX / 2 ? (int32_t)margin : 0;
    }
    if (extent_holds(&relevant, &leaf->extent))
        return;
    for (uint32_t t = leaf->first; t < leaf->first + leaf->count; t++)
        if (!extent_meets(&scene->extents[t], &relevant))
            scene->culled[t] = CULLED_OUTSIDE;
}

/* --- the inside of convex leaves --- */

struct halfspace {
    double normal[3], offset; /* the normal one step long */
};

struct convex {
    struct leaf *leaf;
    struct {
        struct halfspace *items;
        size_t count, capacity;
    } halfspaces;
    double middle[3], radius; /* a ball inside */
    size_t latest; /* the halfspace that left something out last: a good one to try first */
};

static struct halfspace halfspace_of(const struct plane *plane)
{
    double square = 0;
    for (int k = 0; k < 3; k++)
        square += (double)plane->normal[k] * (double)plane->normal[k];
    struct halfspace halfspace = { { 0 }, plane->offset_near / sqrt(square) };
    for (int k = 0; k < 3; k++)
        halfspace.normal[k] = (double)plane->normal[k] / sqrt(square);
    return halfspace;
}

static bool is_same_halfspace(const struct halfspace *a, const struct halfspace *b)
{
    double difference = 0;
    for (int k = 0; k < 3; k++)
        difference += fabs(a->normal[k] - b->normal[k]);
    return difference < 1e-15 && a->offset == b->offset;
}

static void describe(struct convex *convex, struct arena *scratch, const struct scene *scene,
                     struct leaf *leaf)
{
    convex->leaf = leaf;
    convex->halfspaces.count = 0;
    convex->latest = 0;
    convex->radius = INFINITY;
    for (int k = 0; k < 3; k++)
        convex->middle[k] = 0.5 * ((double)leaf->extent.low[k] + leaf->extent.high[k]);
    for (uint32_t t = leaf->first; t < leaf->first + leaf->count; t++) {
        struct halfspace halfspace = halfspace_of(scene_plane(scene, t));
        size_t count = convex->halfspaces.count;
        if (count > 0 && is_same_halfspace(&convex->halfspaces.items[count - 1], &halfspace))
            continue;
        double distance = halfspace.offset;
        for (int k = 0; k < 3; k++)
            distance += halfspace.normal[k] * convex->middle[k];
        convex->radius = fmin(convex->radius, -distance);
        list_append(scratch, &convex->halfspaces, halfspace);
    }
}

/* How far the farthest corner of a box is outside a halfspace. */
static double box_outside(const struct halfspace *halfspace, const struct extent *box)
{
    double side = halfspace->offset;
    for (int k = 0; k < 3; k++)
        side += halfspace->normal[k] * (halfspace->normal[k] > 0 ? box->high[k] : box->low[k]);
    return side;
}

static bool is_in_ball(const struct convex *convex, const struct extent *box)
{
    double square = 0;
    for (int k = 0; k < 3; k++) {
        double reach =
            fmax(fabs(box->low[k] - convex->middle[k]), fabs(box->high[k] - convex->middle[k]));
        square += reach * reach;
    }
    double radius = convex->radius - margin;
    return radius > 0 && square < radius * radius;
}

static bool holds_box(struct convex *convex, const struct extent *box)
{
    for (int k = 0; k < 3; k++)
        if (box->low[k] <= convex->leaf->extent.low[k] ||
            box->high[k] >= convex->leaf->extent.high[k])
            return false;
    if (is_in_ball(convex, box))
        return true;
    if (convex->halfspaces.count > MOST_HALFSPACES)
        return false;
    const struct halfspace *items = convex->halfspaces.items;
    if (box_outside(&items[convex->latest], box) > -margin)
        return false;
    for (size_t i = 0; i < convex->halfspaces.count; i++)
        if (box_outside(&items[i], box) > -margin) {
            convex->latest = i;
            return false;
        }
    return true;
}

static double triangle_outside(const struct scene *scene, const struct halfspace *halfspace,
                               uint32_t triangle)
{
    double most = -INFINITY;
    for (int corner = 0; corner < 3; corner++) {
        const int32_t *at = scene_corner(scene, triangle, corner);
        double side = halfspace->normal[0] * at[0] + halfspace->normal[1] * at[1] +
                      halfspace->normal[2] * at[2];
        most = side > most ? side : most;
    }
    return most + halfspace->offset;
}

static bool holds_triangle(struct convex *convex, const struct scene *scene, uint32_t triangle)
{
    if (convex->halfspaces.count > MOST_HALFSPACES)
        return false;
    const struct halfspace *items = convex->halfspaces.items;
    if (triangle_outside(scene, &items[convex->latest], triangle) > -margin)
        return false;
    for (size_t i = 0; i < convex->halfspaces.count; i++)
        if (triangle_outside(scene, &items[i], triangle) > -margin) {
            convex->latest = i;
            return false;
        }
    return true;
}

static void cull_inside(struct scene *scene, struct convex *convex, struct leaf *leaf)
{
    struct hierarchy *hierarchy = &leaf->hierarchy;
    uint32_t waiting[HIERARCHY_STACK], count = 0, begin, end;
    waiting[count++] = 1;
    while (count > 0) {
        uint32_t node = waiting[--count];
        const struct extent *box = &hierarchy->nodes[node];
        if (hierarchy->dead[node] || !extent_meets(box, &convex->leaf->extent))
            continue;
        bool inside = holds_box(convex, box);
        if (!inside && !hierarchy_is_bucket(hierarchy, node)) {
            waiting[count++] = 2 * node;
            waiting[count++] = 2 * node + 1;
            continue;
        }
        hierarchy->dead[node] = inside ? CULLED_INSIDE : 0;
        hierarchy_range(hierarchy, node, &begin, &end);
        for (uint32_t i = begin; i < end; i++) {
            uint32_t triangle = hierarchy->order[i];
            if (scene->culled[triangle] || !(inside || holds_triangle(convex, scene, triangle)))
                continue;
            scene->culled[triangle] = CULLED_INSIDE;
            convex->leaf->settles = true;
        }
    }
}

/* Leaves in the part of the formula that is settled inside a convex one have no say there. */
static void cull_around(struct scene *scene, struct arena *scratch, struct convex *convex,
                        uint32_t number)
{
    struct leaf *leaf = &scene->leaves[number];
    uint32_t settled = formula_settled(scene->formula, leaf->node);
    if (!leaf->convex || leaf->count == 0 || settled == leaf->node)
        return;
    uint32_t end = formula_end(scene->formula, settled), other;
    struct hierarchy_search search = { .hierarchy = &scene->hierarchy, .extent = leaf->extent };
    bool described = false;
    while (hierarchy_next(&search, &other)) {
        struct leaf *candidate = &scene->leaves[other];
        if (other == number || candidate->node < settled || candidate->node >= end ||
            !extent_meets(&candidate->extent, &leaf->extent))
            continue;
        if (!described)
            describe(convex, scratch, scene, leaf);
        described = true;
        cull_inside(scene, convex, candidate);
    }
}

static uint8_t lesser(uint8_t a, uint8_t b)
{
    return a < b ? a : b;
}

/* Marks the nodes of the leaf's hierarchy that have only culled triangles below them. */
static void mark_dead(const struct scene *scene, struct leaf *leaf)
{
    struct hierarchy *hierarchy = &leaf->hierarchy;
    for (uint32_t node = 2 * hierarchy->buckets - 1; node >= 1; node--) {
        uint8_t dead = CULLED_INSIDE;
        if (hierarchy_is_bucket(hierarchy, node))
            for (uint32_t i = hierarchy_begin(hierarchy, node);
                 i < hierarchy_begin(hierarchy, node + 1); i++)
                dead = lesser(dead, scene->culled[hierarchy->order[i]]);
        else
            dead = lesser(hierarchy->dead[2 * node], hierarchy->dead[2 * node + 1]);
        hierarchy->dead[node] = dead;
    }
}

void cull_triangles(struct scene *scene)
{
    struct arena *scratch = arena_within(scene->arena);
    const struct extent *relevant = relevant_extents(scene, scratch);
    for (uint32_t i = 0; i < scene->leaf_count; i++) {
        struct leaf *leaf = &scene->leaves[i];
        leaf->hierarchy.dead = arena_take(scene->arena, 2 * (size_t)leaf->hierarchy.buckets);
        cull_outside(scene, leaf, relevant[leaf->node]);
    }
    struct convex convex = { 0 };
    for (uint32_t i = 0; i < scene->leaf_count && !scene_is_cancelled(scene); i++)
        cull_around(scene, scratch, &convex, i);
    for (uint32_t i = 0; i < scene->leaf_count; i++)
        mark_dead(scene, &scene->leaves[i]);
    arena_close(scratch);
}
