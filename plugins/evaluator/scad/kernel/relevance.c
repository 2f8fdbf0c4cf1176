/* SPDX-License-Identifier: MIT */
/* A leaf is relevant unless what stands beside it on the way to the root settles a node. (B. Naylor et al., "Merging BSP Trees Yields Polyhedral Set Operations", 1990, prune
 * trees by regions of space in the same way.) */
#include "kernel/relevance.h"

#include "kernel/convex.h"

enum {
    FIRST_HOPE = 512, /* of each of the halves */
    MOST_HOPE = 4096,
    GAIN = 12, /* of hope by an answer that was not in vain; one that was costs 1 */
    TRIES = 8, /* in one of so many new places at the least */
    PLACES_TO_TRY = 16,
    MANY_CHILDREN = 8, /* more are found by their boxes */
    DEEPEST =
        64, /* nothing further down or further up is looked at: the answer is only less sharp */
};

#define NONE UINT32_MAX

/* What is known of a node of the formula. */
struct scope {
    struct extent possible;      /* around what it can hold */
    struct extent relevant;      /* around what can be seen of it in the result */
    uint32_t end;                /* past the last node below it */
    uint32_t leaf;               /* if it is one, and has something in it */
    uint32_t *nodes;             /* its children, if they are many, */
    struct hierarchy *hierarchy; /* and how to find them by their place among these */
};

struct relevance {
    const struct scene *scene;
    struct arena *arena;
    struct scope *scopes;     /* by node */
    struct convex **convexes; /* by leaf, described when they are needed */
    int hope; /* that it pays to look for an answer; where there is none it is not looked for */
    uint32_t places;
};

/* --- boxes --- */

static void find_possible(struct relevance *relevance)
{
    const struct scene *scene = relevance->scene;
    const struct formula *formula = scene->formula;
    struct arena *scratch = arena_within(relevance->arena);
    bool *seen = arena_take(scratch, formula->count * sizeof *seen);
    struct scope *scopes = relevance->scopes;
    for (size_t i = 0; i < formula->count; i++)
        scopes[i] =
            (struct scope){ .possible = extent_of_nothing(), .end = (uint32_t)i + 1, .leaf = NONE };
    for (uint32_t i = 0; i < scene->leaf_count; i++) {
        arena_poll(relevance->arena);
        scopes[scene->leaves[i].node].possible = scene->leaves[i].extent;
        scopes[scene->leaves[i].node].leaf = i;
    }
    for (size_t i = formula->count; i-- > 1;) {
        arena_poll(relevance->arena);
        uint32_t parent = formula->items[i].parent;
        enum formula_operation operation = formula->items[parent].operation;
        if (scopes[parent].end < scopes[i].end)
            scopes[parent].end = scopes[i].end;
        if (operation == FORMULA_DIFFERENCE ? formula->items[i].first : !seen[parent])
            scopes[parent].possible = scopes[i].possible;
        else if (operation == FORMULA_UNION)
            extent_unite(&scopes[parent].possible, &scopes[i].possible);
        else if (operation == FORMULA_INTERSECTION)
            extent_intersect(&scopes[parent].possible, &scopes[i].possible);
        seen[parent] = true;
    }
    arena_close(scratch);
}

static void find_relevant(struct relevance *relevance)
{
    const struct formula *formula = relevance->scene->formula;
    struct scope *scopes = relevance->scopes;
    scopes[0].relevant = scopes[0].possible;
    for (size_t i = 1; i < formula->count; i++) {
        arena_poll(relevance->arena);
        const struct formula_node *node = &formula->items[i];
        enum formula_operation operation = formula->items[node->parent].operation;
        scopes[i].relevant = scopes[node->parent].relevant;
        if (operation == FORMULA_INTERSECTION || (operation == FORMULA_DIFFERENCE && !node->first))
            extent_intersect(&scopes[i].relevant, &scopes[node->parent].possible);
    }
}

static void list_many_children(struct relevance *relevance, uint32_t parent)
{
    struct scope *scope = &relevance->scopes[parent];
    uint32_t count = relevance->scene->formula->items[parent].children, child = parent + 1;
    if (count <= MANY_CHILDREN)
        return;
    struct arena *scratch = arena_within(relevance->arena);
    struct extent *extents = arena_take(scratch, count * sizeof *extents);
    scope->nodes = arena_take(relevance->arena, count * sizeof *scope->nodes);
    scope->hierarchy = arena_take(relevance->arena, sizeof *scope->hierarchy);
    for (uint32_t i = 0; i < count; i++, child = relevance->scopes[child].end) {
        arena_poll(relevance->arena);
        scope->nodes[i] = child;
        extents[i] = relevance->scopes[child].possible;
    }
    hierarchy_build(scope->hierarchy, relevance->arena, extents, 0, count, 2);
    arena_close(scratch);
}

struct relevance *relevance_open(const struct scene *scene, struct arena *arena)
{
    struct relevance *relevance = arena_take(arena, sizeof *relevance);
    size_t nodes = scene->formula->count;
    *relevance = (struct relevance){ .scene = scene, .arena = arena, .hope = FIRST_HOPE };
    relevance->scopes = arena_take(arena, nodes * sizeof *relevance->scopes);
    relevance->convexes = arena_take(arena, scene->leaf_count * sizeof *relevance->convexes);
    find_possible(relevance);
    find_relevant(relevance);
    for (uint32_t i = 0; i < nodes; i++)
        list_many_children(relevance, i);
    return relevance;
}

/* Who has the same arena is on the same thread, and may have in common what is described as it is needed. */
struct relevance *relevance_open_beside(const struct relevance *relevance, struct arena *arena)
{
    struct relevance *beside = arena_take(arena, sizeof *beside);
    *beside = *relevance;
    beside->arena = arena;
    beside->hope = FIRST_HOPE;
    beside->places = 0;
    if (arena != relevance->arena)
        beside->convexes =
            arena_take(arena, relevance->scene->leaf_count * sizeof *beside->convexes);
    return beside;
}

/* --- what holds in all of a probe --- */

static bool is_inside(struct relevance *relevance, uint32_t node, const struct probe *probe,
                      int depth);

static bool is_outside(struct relevance *relevance, uint32_t node, const struct probe *probe,
                       int depth);

/* NULL if the leaf is not convex. */
static struct convex *convex_of(struct relevance *relevance, uint32_t node)
{
    uint32_t number = relevance->scopes[node].leaf;
    const struct leaf *leaf = &relevance->scene->leaves[number];
    if (leaf->convex && !relevance->convexes[number])
        relevance->convexes[number] = convex_describe(relevance->scene, leaf, relevance->arena);
    return relevance->convexes[number];
}

/* Any of a node's children but for one of them, and of a difference's but for the first. */
static bool any_is_inside(struct relevance *relevance, uint32_t parent, uint32_t except,
                          const struct probe *probe, int depth)
{
    const struct scope *scope = &relevance->scopes[parent];
    const struct formula_node *nodes = relevance->scene->formula->items;
    if (!scope->hierarchy) {
        for (uint32_t child = parent + 1; child < scope->end;
             child = relevance->scopes[child].end) {
            arena_poll(relevance->arena);
            if (child != except && !nodes[child].first && is_inside(relevance, child, probe, depth))
                return true;
        }
        return false;
    }
    struct hierarchy_search search = { .hierarchy = scope->hierarchy, .extent = probe->box };
    uint32_t place;
    while (hierarchy_next(&search, &place)) {
        arena_poll(relevance->arena);
        uint32_t child = scope->nodes[place];
        if (child != except && !nodes[child].first && is_inside(relevance, child, probe, depth))
            return true;
    }
    return false;
}

static bool any_is_outside(struct relevance *relevance, uint32_t parent, uint32_t except,
                           const struct probe *probe, int depth)
{
    uint32_t end = relevance->scopes[parent].end;
    for (uint32_t child = parent + 1; child < end; child = relevance->scopes[child].end) {
        arena_poll(relevance->arena);
        if (child != except && is_outside(relevance, child, probe, depth))
            return true;
    }
    return false;
}

static bool all_are_inside(struct relevance *relevance, uint32_t parent, const struct probe *probe,
                           int depth)
{
    uint32_t end = relevance->scopes[parent].end;
    for (uint32_t child = parent + 1; child < end; child = relevance->scopes[child].end) {
        arena_poll(relevance->arena);
        if (!is_inside(relevance, child, probe, depth))
            return false;
    }
    return true;
}

/* Of a difference's children all but the first. */
static bool all_are_outside(struct relevance *relevance, uint32_t parent, const struct probe *probe,
                            int depth)
{
    const struct scope *scope = &relevance->scopes[parent];
    const struct formula_node *nodes = relevance->scene->formula->items;
    if (!scope->hierarchy) {
        for (uint32_t child = parent + 1; child < scope->end;
             child = relevance->scopes[child].end) {
            arena_poll(relevance->arena);
            if (!nodes[child].first && !is_outside(relevance, child, probe, depth))
                return false;
        }
        return true;
    }
    struct hierarchy_search search = { .hierarchy = scope->hierarchy, .extent = probe->box };
    uint32_t place;
    while (hierarchy_next(&search, &place)) {
        arena_poll(relevance->arena);
        uint32_t child = scope->nodes[place];
        if (!nodes[child].first && !is_outside(relevance, child, probe, depth))
            return false;
    }
    return true;
}

static bool is_inside(struct relevance *relevance, uint32_t node, const struct probe *probe,
                      int depth)
{
    if (depth == DEEPEST || !extent_holds(&relevance->scopes[node].possible, &probe->box))
        return false;
    switch (relevance->scene->formula->items[node].operation) {
    case FORMULA_UNION:
        return any_is_inside(relevance, node, NONE, probe, depth + 1);
    case FORMULA_INTERSECTION:
        return all_are_inside(relevance, node, probe, depth + 1);
    case FORMULA_DIFFERENCE:
        return is_inside(relevance, node + 1, probe, depth + 1) &&
               all_are_outside(relevance, node, probe, depth + 1);
    case FORMULA_LEAF:
        break;
    }
    struct convex *convex = convex_of(relevance, node);
    return convex && convex_holds(convex, probe);
}

static bool is_outside(struct relevance *relevance, uint32_t node, const struct probe *probe,
                       int depth)
{
    if (!extent_meets(&relevance->scopes[node].possible, &probe->box))
        return true;
    if (depth == DEEPEST)
        return false;
    switch (relevance->scene->formula->items[node].operation) {
    case FORMULA_UNION:
        return all_are_outside(relevance, node, probe, depth + 1);
    case FORMULA_INTERSECTION:
        return any_is_outside(relevance, node, NONE, probe, depth + 1);
    case FORMULA_DIFFERENCE:
        return is_outside(relevance, node + 1, probe, depth + 1) ||
               any_is_inside(relevance, node, NONE, probe, depth + 1);
    case FORMULA_LEAF:
        break;
    }
    struct convex *convex = convex_of(relevance, node);
    return convex && convex_misses(convex, probe);
}

/* --- what is beside a leaf --- */

/* Whether the parent's value is settled without the child. */
static bool is_settled(struct relevance *relevance, uint32_t child, const struct probe *probe)
{
    const struct formula_node *nodes = relevance->scene->formula->items;
    uint32_t parent = nodes[child].parent;
    if (nodes[parent].operation == FORMULA_INTERSECTION)
        return any_is_outside(relevance, parent, child, probe, 0);
    if (nodes[parent].operation == FORMULA_DIFFERENCE && !nodes[child].first &&
        is_outside(relevance, parent + 1, probe, 0))
        return true;
    return any_is_inside(relevance, parent, child, probe, 0);
}

static bool find_none(struct relevance *relevance, uint32_t leaf, const struct probe *probe)
{
    const struct formula_node *nodes = relevance->scene->formula->items;
    uint32_t node = relevance->scene->leaves[leaf].node;
    if (!extent_meets(&relevance->scopes[node].relevant, &probe->box))
        return true;
    for (int height = 0; nodes[node].parent != FORMULA_NO_NODE && height < DEEPEST; height++) {
        if (is_settled(relevance, node, probe))
            return true;
        node = nodes[node].parent;
    }
    return false;
}

bool relevance_is_none(struct relevance *relevance, uint32_t leaf, const struct probe *probe)
{
    arena_poll(relevance->arena);
    if (relevance->hope <= 0)
        return false;
    bool none = find_none(relevance, leaf, probe);
    relevance->hope += none ? GAIN : -1;
    if (relevance->hope > MOST_HOPE)
        relevance->hope = MOST_HOPE;
    return none;
}

void relevance_look_elsewhere(struct relevance *relevance)
{
    if (++relevance->places % PLACES_TO_TRY == 0 && relevance->hope < TRIES)
        relevance->hope = TRIES;
}
