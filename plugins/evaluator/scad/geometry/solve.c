/* SPDX-License-Identifier: MIT */
/* From waiting booleans to a formula over leaves, and from the kernel's answer back to one piece. */
#include "geometry/pieces.h"

#include "base/list.h"
#include "geometry/piece.h"
#include "geometry/recall.h"
#include "geometry/repair.h"
#include "kernel/kernel.h"
#include "planar/planar.h"

#include <math.h>
#include <string.h>

enum { TRIANGLES_FOR_TWO = 500 };

/* The leaves of a formula; those of space or those of the plane. */
struct leaves {
    struct work *work;
    struct formula formula;
    struct {
        struct kernel_leaf *items;
        size_t count, capacity;
    } solid;
    struct {
        struct planar_leaf *items;
        size_t count, capacity;
    } flat;
    const struct piece **pieces; /* by number of the leaf */
    size_t piece_capacity;
};

/* --- the formula --- */

static void note_piece(struct leaves *leaves, size_t number, const struct piece *piece)
{
    if (number == leaves->piece_capacity) {
        size_t wanted = number ? 2 * number : 16;
        leaves->pieces =
            arena_grow(leaves->work->arena, leaves->pieces, number * sizeof *leaves->pieces,
                       wanted * sizeof *leaves->pieces);
        leaves->piece_capacity = wanted;
    }
    leaves->pieces[number] = piece;
}

static void add_solid_leaf(struct leaves *leaves, const struct piece *piece,
                           const struct mesh *mesh, uint32_t node)
{
    bool rough = piece_is_given(piece) || piece->tangled;
    struct kernel_leaf leaf = { .mesh = mesh, .node = node, .rough = rough };
    memcpy(leaf.axes, piece->axes, sizeof leaf.axes);
    note_piece(leaves, leaves->solid.count, piece);
    list_append(leaves->work->arena, &leaves->solid, leaf);
}

static void add_flat_leaf(struct leaves *leaves, const struct piece *piece, uint32_t node)
{
    const struct region *region = &piece->region;
    struct planar_line *lines =
        arena_take(leaves->work->arena, region->outline_count * sizeof *lines);
    for (size_t i = 0; i < region->outline_count; i++)
        lines[i] =
            (struct planar_line){ (const double(*)[2])region->points + region->outlines[i].first,
                                  region->outlines[i].count };
    struct planar_leaf leaf = { lines, region->outline_count, node,
                                piece->tangled ? piece->rule : PLANAR_NONZERO };
    note_piece(leaves, leaves->flat.count, piece);
    list_append(leaves->work->arena, &leaves->flat, leaf);
}

static void add_union(struct leaves *leaves, const struct pieces *pieces, uint32_t parent);

static void add_piece(struct leaves *leaves, const struct piece *piece, int dimension,
                      uint32_t parent)
{
    static const enum formula_operation operations[] = {
        [PIECE_LEAF] = FORMULA_LEAF,
        [PIECE_DIFFERENCE] = FORMULA_DIFFERENCE,
        [PIECE_INTERSECTION] = FORMULA_INTERSECTION,
    };
    bool solid = dimension == 3 && piece->kind == PIECE_LEAF;
    const struct mesh *mesh = solid ? repair_mesh(leaves->work, piece) : NULL;
    if (solid && !mesh) {
        formula_add(&leaves->formula, FORMULA_UNION, parent); /* of none */
        return;
    }
    uint32_t node = formula_add(&leaves->formula, operations[piece->kind], parent);
    if (piece->kind != PIECE_LEAF)
        for (size_t i = 0; i < piece->operand_count; i++)
            add_union(leaves, &piece->operands[i], node);
    else if (solid)
        add_solid_leaf(leaves, piece, mesh, node);
    else
        add_flat_leaf(leaves, piece, node);
}

static void add_union(struct leaves *leaves, const struct pieces *pieces, uint32_t parent)
{
    if (pieces->count == 1 && parent != FORMULA_NO_NODE) {
        add_piece(leaves, pieces->first, pieces->dimension, parent);
        return;
    }
    uint32_t node = formula_add(&leaves->formula, FORMULA_UNION, parent);
    for (const struct piece *piece = pieces->first; piece; piece = piece->next)
        add_piece(leaves, piece, pieces->dimension, node);
}

/* --- the answer --- */

static bool report_failure(struct leaves *leaves, enum kernel_result result, uint32_t culprit)
{
    struct work *work = leaves->work;
    const struct tree_node *node = work->node;
    switch (result) {
    case KERNEL_OPEN_LEAF:
        work->node = leaves->pieces[culprit]->origin;
        work_fail(work, REPORT_INVALID,
                  "%s() is not closed: it bounds no solid that another could be cut with",
                  tree_kind_name(work->node->kind));
        work->node = node;
        return false;
    case KERNEL_TOO_LARGE:
        return work_fail(work, REPORT_TOO_LARGE,
                         "The model has more triangles than can be worked with");
    default:
        return work_fail(work, REPORT_INVALID,
                         "The solid came out open: this is a mistake in the program");
    }
}

/* To start threads takes about as long as to cut some hundred triangles. */
static bool pays_two_threads(const struct leaves *leaves)
{
    size_t triangles = 0;
    for (size_t i = 0; i < leaves->solid.count; i++)
        triangles += leaves->solid.items[i].mesh->triangle_count;
    return triangles >= TRIANGLES_FOR_TWO;
}

static bool solve_solid(struct leaves *leaves, struct piece *piece)
{
    struct work *work = leaves->work;
    const struct kernel_model model = {
        .formula = &leaves->formula,
        .leaves = leaves->solid.items,
        .leaf_count = (uint32_t)leaves->solid.count,
        .two_threads = work->two_threads && pays_two_threads(leaves),
    };
    uint32_t culprit = 0;
    enum kernel_result result = kernel_solve(&model, work->arena, &piece->mesh, &culprit);
    if (result != KERNEL_DONE)
        return report_failure(leaves, result, culprit);
    return work_take_vertices(work, piece->mesh.vertex_count);
}

static struct box box_of(const struct planar_result *answer)
{
    struct box box = box_of_nothing();
    for (size_t i = 0; i < answer->point_count; i++)
        box_include(&box, answer->points[i][0], answer->points[i][1], 0);
    return box;
}

/* No wider than rounding may be wrong: a slit between triangles of one shadow, or what is left between edges that were the same. */
static bool is_sliver(struct arena *arena, const struct planar_result *answer,
                      const struct planar_loop *loop, double blur)
{
    double doubled_area = 0, length = 0;
    const double *origin = answer->points[answer->order[loop->first]], *a = origin;
    for (size_t i = 1; i <= loop->count; i++) {
        arena_poll(arena);
        const double *b = answer->points[answer->order[loop->first + i % loop->count]];
        doubled_area +=
            (a[0] - origin[0]) * (b[1] - origin[1]) - (a[1] - origin[1]) * (b[0] - origin[0]);
        length += hypot(b[0] - a[0], b[1] - a[1]);
        a = b;
    }
    return fabs(doubled_area) <= blur * length;
}

static bool solve_flat(struct leaves *leaves, struct piece *piece)
{
    struct work *work = leaves->work;
    const struct planar_model model = {
        .formula = &leaves->formula,
        .leaves = leaves->flat.items,
        .leaf_count = (uint32_t)leaves->flat.count,
        .outlines_only = true,
    };
    struct planar_result answer;
    enum kernel_result result = planar_solve(&model, work->arena, &answer);
    if (result != KERNEL_DONE)
        return report_failure(leaves, result, 0);
    const struct box box = box_of(&answer);
    double blur = region_blur(&box);
    for (size_t i = 0; i < answer.loop_count; i++)
        if (!is_sliver(work->arena, &answer, &answer.loops[i], blur))
            region_add_loop(work->arena, &piece->region, &answer, i);
    return work_take_vertices(work, piece->region.point_count);
}

/* All have one colour, or the result has none. */
static void find_color(const struct pieces *pieces, struct piece *result)
{
    const struct piece *first = pieces->first;
    for (const struct piece *piece = first; piece; piece = piece->next)
        if (!piece->colored || memcmp(piece->color, first->color, sizeof first->color) != 0)
            return;
    result->colored = true;
    memcpy(result->color, first->color, sizeof first->color);
}

/* What the pieces are together, without a colour: one piece, or none. */
static bool solve(struct work *work, const struct pieces *pieces, struct pieces *result)
{
    struct leaves leaves = { .work = work };
    struct piece *piece = arena_take(work->arena, sizeof *piece);
    formula_open(&leaves.formula, work->arena);
    add_union(&leaves, pieces, FORMULA_NO_NODE);
    *result = pieces_of_dimension(pieces->dimension);
    bool solved = pieces->dimension == 3 ? solve_solid(&leaves, piece) : solve_flat(&leaves, piece);
    if (!solved || (piece->mesh.triangle_count == 0 && piece->region.outline_count == 0))
        return solved;
    pieces_measure(piece, pieces->dimension);
    pieces_add(result, piece);
    return true;
}

bool pieces_solve(struct work *work, struct pieces *pieces)
{
    if (pieces->count == 0 || pieces_are_apart(work, pieces))
        return true;
    struct recall recall;
    struct pieces result;
    bool solved = true;
    if (!recall_union(work, pieces, &recall, &result)) {
        solved = solve(work, pieces, &result);
        recall_keep(work, &recall, &result);
    }
    for (struct piece *piece = result.first; piece; piece = piece->next) {
        piece->origin = pieces->first->origin;
        find_color(pieces, piece);
    }
    *pieces = result;
    return solved;
}
