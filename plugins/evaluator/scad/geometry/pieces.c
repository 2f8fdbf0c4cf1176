/* SPDX-License-Identifier: MIT */
/* Lists of pieces, and whether their boxes meet. */
#include "geometry/pieces.h"

#include "base/sort.h"

struct pieces pieces_of_dimension(int dimension)
{
    return (struct pieces){ .dimension = dimension };
}

void pieces_add(struct pieces *pieces, struct piece *piece)
{
    piece->next = NULL;
    if (pieces->last)
        pieces->last->next = piece;
    else
        pieces->first = piece;
    pieces->last = piece;
    pieces->count++;
}

void pieces_take(struct pieces *pieces, struct pieces *added)
{
    if (!added->first)
        return;
    if (pieces->last)
        pieces->last->next = added->first;
    else
        pieces->first = added->first;
    pieces->last = added->last;
    pieces->count += added->count;
    added->first = added->last = NULL;
    added->count = 0;
}

struct box pieces_box(const struct pieces *pieces)
{
    struct box box = box_of_nothing();
    for (const struct piece *piece = pieces->first; piece; piece = piece->next)
        box_include_box(&box, &piece->box);
    return box;
}

static void measure_boolean(struct piece *piece)
{
    piece->box = pieces_box(&piece->operands[0]);
    for (size_t i = 1; i < piece->operand_count && piece->kind == PIECE_INTERSECTION; i++) {
        struct box box = pieces_box(&piece->operands[i]);
        for (int axis = 0; axis < 3; axis++) {
            piece->box.low[axis] = fmax(piece->box.low[axis], box.low[axis]);
            piece->box.high[axis] = fmin(piece->box.high[axis], box.high[axis]);
        }
    }
}

void pieces_measure(struct piece *piece, int dimension)
{
    if (piece->kind != PIECE_LEAF)
        measure_boolean(piece);
    else
        piece->box = dimension == 3 ? mesh_box(&piece->mesh) : region_box(&piece->region);
}

/* A piece and where it begins and ends along the axis of the search. */
struct span {
    double low, high;
    const struct piece *piece;
};

static int compare_spans(const void *left, const void *right)
{
    const struct span *a = left, *b = right;
    return (a->low > b->low) - (a->low < b->low);
}

/* Along the axis on which the pieces are spread most, few of them overlap. */
static int widest_axis(const struct pieces *pieces)
{
    struct box box = pieces_box(pieces);
    int widest = 0;
    for (int axis = 1; axis < 3; axis++)
        if (box.high[axis] - box.low[axis] > box.high[widest] - box.low[widest])
            widest = axis;
    return widest;
}

static struct span *sorted_spans(struct work *work, const struct pieces *pieces)
{
    int axis = widest_axis(pieces);
    struct span *spans = arena_take(work->arena, pieces->count * sizeof *spans);
    size_t count = 0;
    for (const struct piece *piece = pieces->first; piece; piece = piece->next)
        spans[count++] = (struct span){ piece->box.low[axis], piece->box.high[axis], piece };
    sort_items(work->arena, spans, count, sizeof *spans, compare_spans);
    return spans;
}

bool pieces_are_leaves(const struct pieces *pieces)
{
    for (const struct piece *piece = pieces->first; piece; piece = piece->next)
        if (piece->kind != PIECE_LEAF || piece->tangled)
            return false;
    return true;
}

bool pieces_are_apart(struct work *work, const struct pieces *pieces)
{
    if (!pieces_are_leaves(pieces))
        return false;
    if (pieces->count < 2)
        return true;
    for (const struct piece *piece = pieces->first; piece; piece = piece->next)
        if (piece->open)
            return false;
    const struct span *spans = sorted_spans(work, pieces);
    for (size_t i = 0; i < pieces->count; i++)
        for (size_t j = i + 1; j < pieces->count && spans[j].low <= spans[i].high; j++) {
            arena_poll(work->arena);
            if (!box_is_apart(&spans[i].piece->box, &spans[j].piece->box))
                return false;
        }
    return true;
}

bool pieces_are_apart_from(const struct pieces *pieces, const struct pieces *others)
{
    struct box all = pieces_box(others);
    for (const struct piece *a = pieces->first; a; a = a->next) {
        if (box_is_apart(&a->box, &all))
            continue;
        for (const struct piece *b = others->first; b; b = b->next)
            if (!box_is_apart(&a->box, &b->box))
                return false;
    }
    return true;
}
