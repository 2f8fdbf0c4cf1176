/* SPDX-License-Identifier: MIT */
/* A result that was found takes as much of the model's budget as one that is made: whether a model is too large does not depend on
 * what was built before. */
#include "geometry/recall.h"

#include "geometry/fingerprint.h"
#include "geometry/packed.h"
#include "geometry/stock.h"

/* What is made of fewer points is made faster than it is found here, or elsewhere: a way to the worker and back takes as long as
 * cutting some hundred points. */
enum { FEWEST_POINTS = 24, FEWEST_SHARED_POINTS = 500 };

static size_t points_of(const struct pieces *pieces)
{
    size_t points = 0;
    for (const struct piece *piece = pieces->first; piece; piece = piece->next) {
        points += piece->mesh.vertex_count + piece->region.point_count;
        for (size_t i = 0; i < piece->operand_count; i++)
            points += points_of(&piece->operands[i]);
    }
    return points;
}

static bool is_shared(const struct recall *recall)
{
    return recall->points >= FEWEST_SHARED_POINTS;
}

/* Looks for what the recall names. */
static bool find(struct work *work, struct recall *recall, const struct tree_node *origin,
                 struct pieces *pieces)
{
    const void *block = stock_find(work->stock, work->arena, &recall->key, is_shared(recall));
    recall->node = origin;
    recall->vertices = work->vertices_left;
    recall->reports = work->reports;
    recall->wanted = block == NULL;
    if (!block || packed_vertices(block) > work->vertices_left)
        return false;
    work->vertices_left -= packed_vertices(block);
    *pieces = packed_read(work->arena, block, origin);
    return true;
}

bool recall_module(struct work *work, const struct operands *operands, struct recall *recall,
                   struct pieces *pieces)
{
    recall->wanted = false;
    if (!work->stock || !fingerprint_module(work, operands, &recall->key))
        return false;
    recall->points = 0;
    for (size_t i = 0; i < operands->count; i++)
        recall->points += points_of(&operands->items[i].pieces);
    return find(work, recall, work->node, pieces);
}

bool recall_union(struct work *work, const struct pieces *pieces, struct recall *recall,
                  struct pieces *result)
{
    recall->wanted = false;
    if (!work->stock)
        return false;
    recall->key = fingerprint_union(work->arena, pieces);
    recall->points = points_of(pieces);
    return find(work, recall, NULL, result);
}

/* What a module handed on unchanged, a child's piece or a boolean that waits, is kept elsewhere or not at all. */
static bool are_its_own(const struct pieces *pieces, const struct tree_node *node)
{
    for (const struct piece *piece = pieces->first; piece; piece = piece->next)
        if (piece->kind != PIECE_LEAF || piece->origin != node)
            return false;
    return true;
}

void recall_keep(struct work *work, const struct recall *recall, const struct pieces *pieces)
{
    if (!recall->wanted || work->failed || work->reports != recall->reports ||
        !are_its_own(pieces, recall->node) || recall->points + points_of(pieces) < FEWEST_POINTS)
        return;
    stock_put(work->stock, work->arena, &recall->key, pieces,
              recall->vertices - work->vertices_left, is_shared(recall));
}
