/* SPDX-License-Identifier: MIT */
/* One piece: made, and kept if it is anything. */
#include "geometry/piece.h"

/* Coordinates beyond this are no part of any model; single precision ends at 3e38. */
static const double largest_coordinate = 1e30;

/* Coordinates that are too large, or not numbers. */
static bool fits(const double *coordinates, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!(fabs(coordinates[i]) <= largest_coordinate))
            return false;
    return true;
}

static bool piece_fits(const struct piece *piece, int dimension);

static bool operands_fit(const struct piece *piece, int dimension)
{
    for (size_t i = 0; i < piece->operand_count; i++)
        for (const struct piece *operand = piece->operands[i].first; operand;
             operand = operand->next)
            if (!piece_fits(operand, dimension))
                return false;
    return true;
}

static bool piece_fits(const struct piece *piece, int dimension)
{
    if (piece->kind != PIECE_LEAF)
        return operands_fit(piece, dimension);
    if (dimension == 3)
        return fits((const double *)piece->mesh.vertices, 3 * piece->mesh.vertex_count);
    return fits((const double *)piece->region.points, 2 * piece->region.point_count);
}

void piece_keep(struct work *work, struct pieces *pieces, struct piece *piece)
{
    if (piece->kind == PIECE_LEAF && !piece->mesh.triangle_count && !piece->region.outline_count)
        return;
    if (!piece_fits(piece, pieces->dimension)) {
        work_complain(work, REPORT_REMOVED, "Coordinates are too large - removing object");
        return;
    }
    arena_poll(work->arena);
    pieces_measure(piece, pieces->dimension);
    pieces_add(pieces, piece);
}

struct piece *piece_new(struct work *work, const struct tree_node *origin)
{
    struct piece *piece = arena_take(work->arena, sizeof *piece);
    piece->origin = origin;
    for (int axis = 0; axis < 3; axis++)
        piece->axes[axis][axis] = 1;
    return piece;
}

bool piece_points_fit(struct work *work, const double *coordinates, size_t count)
{
    if (fits(coordinates, count))
        return true;
    work_complain(work, REPORT_REMOVED, "Coordinates are too large - removing object");
    return false;
}

void piece_own(struct work *work, struct piece *piece)
{
    struct region region = { 0 };
    if (!piece->shared)
        return;
    piece->mesh = mesh_copy(work->arena, &piece->mesh);
    region_add_region(work->arena, &region, &piece->region);
    piece->region = region;
    piece->shared = false;
}

bool piece_is_given(const struct piece *piece)
{
    enum tree_kind kind = piece->origin->kind;
    return kind == TREE_POLYHEDRON || kind == TREE_IMPORT;
}
