/* SPDX-License-Identifier: MIT */
/* Modules move, recolour, extrude or put together the pieces of their children. */
#include "geometry/operations.h"

#include "geometry/booleans.h"
#include "geometry/fill.h"
#include "geometry/filling.h"
#include "geometry/hulls.h"
#include "geometry/linear_extrude.h"
#include "geometry/minkowski_sum.h"
#include "geometry/offset.h"
#include "geometry/piece.h"
#include "geometry/projection.h"
#include "geometry/rotate_extrude.h"
#include "model/matrix.h"
#include "roof/roof.h"

/* --- modules with one operand: the union of their children --- */

static void transform_piece(struct work *work, struct piece *piece, int dimension,
                            const double matrix[4][4])
{
    for (size_t i = 0; i < piece->operand_count; i++)
        for (struct piece *operand = piece->operands[i].first; operand; operand = operand->next) {
            transform_piece(work, operand, dimension, matrix);
            pieces_measure(operand, dimension);
        }
    if (piece->kind != PIECE_LEAF)
        return;
    piece_own(work, piece);
    if (dimension == 3) {
        mesh_transform(work->arena, &piece->mesh, matrix);
        matrix_turn(matrix, piece->axes);
    } else {
        region_transform(&piece->region, matrix);
    }
}

static struct pieces transform(struct work *work, struct pieces pieces, const double matrix[4][4])
{
    struct pieces moved = pieces_of_dimension(pieces.dimension);
    bool flat = pieces.dimension == 2;
    double determinant = flat ? matrix_plane_determinant(matrix) : matrix_determinant(matrix);
    if (pieces.count && determinant == 0) {
        work_tell(work, REPORT_WARNING, REPORT_REMOVED,
                  "Scaling a %dD object with 0 - removing object", pieces.dimension);
        return moved;
    }
    for (struct piece *piece = pieces.first, *next; piece; piece = next) {
        next = piece->next;
        transform_piece(work, piece, pieces.dimension, matrix);
        piece_keep(work, &moved, piece);
    }
    return moved;
}

static struct pieces build_transform(struct work *work, struct operands *operands)
{
    const double(*matrix)[4] = work->node->as.transform.matrix;
    if (!matrix_is_finite(matrix)) {
        work_warn(work, REPORT_REMOVED,
                  "Transformation matrix contains Not-a-Number and/or Infinity - removing object.");
        return pieces_of_dimension(0);
    }
    return transform(work, booleans_unite(operands), matrix);
}

/* Scales about the origin so that the box has the new size; 0 leaves an axis alone, or lets it follow
 * the largest if it is automatic. */
static struct pieces build_resize(struct work *work, struct operands *operands)
{
    const struct tree_resize *resize = &work->node->as.resize;
    struct pieces pieces = booleans_unite(operands);
    if (!pieces_solve(work, &pieces) || !pieces.count)
        return pieces;
    struct box box = pieces_box(&pieces);
    double scale[3] = { 1, 1, 1 };
    int largest = 0;
    for (int axis = 0; axis < pieces.dimension; axis++) {
        if (resize->size[axis] > 0)
            scale[axis] = resize->size[axis] / (box.high[axis] - box.low[axis]);
        if (resize->size[axis] > resize->size[largest])
            largest = axis;
    }
    double matrix[4][4] = { { 0 }, { 0 }, { 0 }, { 0, 0, 0, 1 } };
    for (int axis = 0; axis < 3; axis++) {
        bool follows = resize->automatic[axis] && !(resize->size[axis] > 0);
        matrix[axis][axis] = scale[follows ? largest : axis];
    }
    return transform(work, pieces, (const double(*)[4])matrix);
}

/* The outer colour wins; what it leaves open is the inner one's. */
static struct pieces build_color(struct work *work, struct operands *operands)
{
    const float *rgba = work->node->as.color.rgba;
    struct pieces pieces = booleans_unite(operands);
    for (struct piece *piece = pieces.first; piece; piece = piece->next) {
        for (int i = 0; i < 4; i++)
            if (rgba[i] >= 0)
                piece->color[i] = rgba[i];
            else if (!piece->colored)
                piece->color[i] = 1;
        piece->colored = true;
    }
    return pieces;
}

static bool fill_extrusion(struct work *work, const struct region *profile, struct piece *piece)
{
    const struct tree_node *node = work->node;
    switch (node->kind) {
    case TREE_LINEAR_EXTRUDE:
        return linear_extrude_build(work, node, profile, &piece->mesh, &piece->tangled);
    case TREE_ROTATE_EXTRUDE:
        return rotate_extrude_build(work, node, profile, &piece->mesh, &piece->tangled);
    default:
        return roof_build(work, profile, &piece->mesh);
    }
}

static struct pieces build_extrusion(struct work *work, struct operands *operands)
{
    struct pieces flat = booleans_unite(operands), solid = pieces_of_dimension(3);
    if (flat.dimension == 0 || operands->count == 0 || !pieces_solve(work, &flat))
        return pieces_of_dimension(0);
    struct region profile = { 0 };
    for (const struct piece *piece = flat.first; piece; piece = piece->next)
        region_add_moved(work->arena, &profile, &piece->region);
    if (!filling_settle(work, &profile))
        return solid;
    struct piece *piece = piece_new(work, work->node);
    if (flat.first) {
        piece->colored = flat.first->colored;
        for (int i = 0; i < 4; i++)
            piece->color[i] = flat.first->color[i];
    }
    if (fill_extrusion(work, &profile, piece))
        piece_keep(work, &solid, piece);
    return solid;
}

/* An operand that is empty is left out; but in the plane the sum is empty, as in OpenSCAD, if it is the first or the last. */
static bool makes_sum_empty(const struct operands *operands, size_t number)
{
    return operands->dimension == 2 && (number == 0 || number + 1 == operands->count);
}

/* The sum is worked out here: it has many parts, which would be worked out again in every tree that it is a leaf of. */
static struct pieces build_minkowski(struct work *work, struct operands *operands)
{
    struct pieces sum = pieces_of_dimension(0);
    if (operands->count < 2)
        return booleans_unite(operands);
    for (size_t i = 0; i < operands->count; i++) {
        struct pieces next = operands->items[i].pieces, before = sum;
        if (!pieces_solve(work, &next) || !pieces_solve(work, &before))
            return pieces_of_dimension(0);
        if (next.count == 0 && makes_sum_empty(operands, i))
            return pieces_of_dimension(2);
        if (next.count == 0)
            continue;
        if (before.dimension == 0)
            sum = next;
        else if (!minkowski_sum_build(work, &before, &next, &sum))
            return pieces_of_dimension(0);
    }
    pieces_solve(work, &sum);
    return sum;
}

/* Each operand is worked out alone, if it is no leaf: a hull takes the points of what is open too, which no union does. */
static struct pieces build_hull(struct work *work, struct operands *operands)
{
    struct pieces hull = pieces_of_dimension(operands->dimension);
    for (size_t i = 0; i < operands->count; i++) {
        struct pieces *each = &operands->items[i].pieces;
        if (!pieces_are_leaves(each) && !pieces_solve(work, each))
            return pieces_of_dimension(0);
    }
    struct pieces all = booleans_unite(operands);
    struct piece *piece = piece_new(work, work->node);
    if (hulls_build(work, &all, piece))
        piece_keep(work, &hull, piece);
    return hull;
}

static struct pieces build_offset(struct work *work, struct operands *operands)
{
    struct pieces flat = booleans_unite(operands), result = pieces_of_dimension(2);
    if (work->node->as.offset.delta == 0 || flat.count == 0)
        return flat;
    if (!pieces_solve(work, &flat))
        return pieces_of_dimension(0);
    struct piece *piece = piece_new(work, work->node);
    for (const struct piece *each = flat.first; each; each = each->next)
        if (!offset_add(work, &each->region, &piece->region))
            return pieces_of_dimension(0);
    piece->tangled = true;
    piece->rule = PLANAR_POSITIVE;
    piece_keep(work, &result, piece);
    return result;
}

/* Solids stay as they are; the warning is of each. */
static struct pieces leave_unfilled(struct work *work, struct operands *operands)
{
    const struct tree_node *node = work->node;
    for (size_t i = 0; i < operands->count; i++) {
        work->node = operands->items[i].node;
        work_warn(work, REPORT_MIXED, "fill() not yet implemented for 3D");
    }
    work->node = node;
    return booleans_unite(operands);
}

/* The outlines that are no holes, with all that is within them. */
static struct pieces build_fill(struct work *work, struct operands *operands)
{
    if (operands->dimension == 3)
        return leave_unfilled(work, operands);
    struct pieces flat = booleans_unite(operands), result = pieces_of_dimension(2);
    if (!pieces_solve(work, &flat))
        return pieces_of_dimension(2);
    struct piece *piece = piece_new(work, work->node);
    for (const struct piece *each = flat.first; each; each = each->next)
        fill_add(work->arena, &each->region, &piece->region);
    piece->tangled = true;
    piece_keep(work, &result, piece);
    return result;
}

static struct pieces build_projection(struct work *work, struct operands *operands)
{
    struct pieces solid = booleans_unite(operands), result = pieces_of_dimension(2);
    if (!pieces_solve(work, &solid))
        return pieces_of_dimension(0);
    struct piece *piece = piece_new(work, work->node);
    for (const struct piece *each = solid.first; each; each = each->next)
        if (!projection_add(work, &each->mesh, work->node->as.projection.cut, &piece->region))
            return pieces_of_dimension(0);
    piece->tangled = true;
    piece->rule = work->node->as.projection.cut ? PLANAR_POSITIVE : PLANAR_NONZERO;
    piece_keep(work, &result, piece);
    return result;
}

/* --- the walk --- */

struct pieces operations_build(struct work *work, struct operands *operands)
{
    switch (work->node->kind) {
    case TREE_DIFFERENCE:
        return booleans_subtract(work, operands);
    case TREE_INTERSECTION:
        return booleans_intersect(work, operands);
    case TREE_TRANSFORM:
        return build_transform(work, operands);
    case TREE_RESIZE:
        return build_resize(work, operands);
    case TREE_COLOR:
        return build_color(work, operands);
    case TREE_LINEAR_EXTRUDE:
    case TREE_ROTATE_EXTRUDE:
    case TREE_ROOF:
        return build_extrusion(work, operands);
    case TREE_MINKOWSKI:
        return build_minkowski(work, operands);
    case TREE_OFFSET:
        return build_offset(work, operands);
    case TREE_HULL:
        return build_hull(work, operands);
    case TREE_FILL:
        return build_fill(work, operands);
    case TREE_PROJECTION:
        return build_projection(work, operands);
    default: /* groups, union and render */
        return booleans_unite(operands);
    }
}
