/* SPDX-License-Identifier: MIT */
/* Pieces are left out of a boolean, and booleans of a model, where boxes show that they change nothing. */
#include "geometry/booleans.h"

#include "geometry/piece.h"

#include <string.h>

/* What OpenSCAD takes the union of empty children for: an only child stays what it is if it is a solid,
 * several stay flat if they are flat; else there is nothing that a later module could take offence
 * at. */
static int dimension_of_empty_union(const struct operands *operands)
{
    bool only_child = operands->count == 1;
    bool kept = operands->dimension == 3 ? only_child : !only_child;
    return kept ? operands->dimension : 0;
}

struct pieces booleans_unite(struct operands *operands)
{
    struct pieces all = pieces_of_dimension(operands->dimension);
    size_t used = 0;
    for (size_t i = 0; i < operands->count; i++) {
        used += operands->items[i].pieces.count > 0;
        pieces_take(&all, &operands->items[i].pieces);
    }
    if (used == 0)
        all.dimension = dimension_of_empty_union(operands);
    return all;
}

/* A boolean of the operands from `first` on that are not left out, to be worked out later. */
static struct pieces postpone(struct work *work, struct operands *operands, enum piece_kind kind,
                              const bool *left_out)
{
    struct pieces pieces = pieces_of_dimension(operands->dimension);
    struct piece *piece = piece_new(work, work->node);
    piece->kind = kind;
    piece->operands = arena_take(work->arena, operands->count * sizeof *piece->operands);
    for (size_t i = 0; i < operands->count; i++)
        if (!left_out[i])
            piece->operands[piece->operand_count++] = operands->items[i].pieces;
    const struct piece *base = piece->operands[0].first;
    piece->colored = base->colored;
    memcpy(piece->color, base->color, sizeof piece->color);
    piece_keep(work, &pieces, piece);
    return pieces;
}

/* As in OpenSCAD a group without children is no operand; other modules are, even if they make nothing. */
static void drop_nothings(struct operands *operands)
{
    size_t kept = 0;
    for (size_t i = 0; i < operands->count; i++)
        if (operands->items[i].node->kind != TREE_GROUP || operands->items[i].node->first_child)
            operands->items[kept++] = operands->items[i];
    operands->count = kept;
}

struct pieces booleans_subtract(struct work *work, struct operands *operands)
{
    drop_nothings(operands);
    if (operands->count == 0)
        return pieces_of_dimension(operands->dimension);
    struct pieces base = operands->items[0].pieces;
    base.dimension = operands->dimension;
    bool *left_out = arena_take(work->arena, operands->count * sizeof *left_out), cut = false;
    for (size_t i = 1; i < operands->count && base.count > 0; i++) {
        left_out[i] = pieces_are_apart_from(&base, &operands->items[i].pieces);
        cut = cut || !left_out[i];
    }
    return cut ? postpone(work, operands, PIECE_DIFFERENCE, left_out) : base;
}

/* Nothing is common to an empty child and any other, nor to two whose boxes are apart. */
struct pieces booleans_intersect(struct work *work, struct operands *operands)
{
    drop_nothings(operands);
    if (operands->count == 0)
        return pieces_of_dimension(operands->dimension);
    for (size_t i = 0; i < operands->count; i++) {
        if (operands->items[i].pieces.count == 0)
            return pieces_of_dimension(operands->dimension);
        for (size_t j = 0; j < i; j++)
            if (pieces_are_apart_from(&operands->items[i].pieces, &operands->items[j].pieces))
                return pieces_of_dimension(operands->dimension);
    }
    if (operands->count == 1) {
        operands->items[0].pieces.dimension = operands->dimension;
        return operands->items[0].pieces;
    }
    bool *left_out = arena_take(work->arena, operands->count * sizeof *left_out);
    return postpone(work, operands, PIECE_INTERSECTION, left_out);
}
