/* SPDX-License-Identifier: MIT */
/* Leaves make pieces; modules above them move, recolour, extrude or put together the pieces of their
 * children. Booleans wait until somebody needs to know what they are. */
#include "geometry/builder.h"

#include "base/list.h"
#include "geometry/import.h"
#include "geometry/leaves.h"
#include "geometry/operations.h"
#include "geometry/recall.h"
#include "geometry/shape.h"

static struct pieces build_node(struct work *work, const struct tree_node *node, int depth);

/* --- children --- */

/* As in OpenSCAD the first child that is anything decides; the first other one that is not empty is
 * worth a warning. */
static int dimension_of(struct work *work, const struct operands *operands)
{
    int dimension = 0;
    const struct tree_node *node = work->node;
    for (size_t i = 0; i < operands->count; i++) {
        const struct pieces *pieces = &operands->items[i].pieces;
        if (!dimension)
            dimension = pieces->dimension;
        if (pieces->dimension != dimension && pieces->count) {
            work->node = operands->items[i].node;
            work_warn(work, REPORT_MIXED, "Mixing 2D and 3D objects is not supported");
            work->node = node;
            break;
        }
    }
    return dimension;
}

static void drop_other_dimension(struct work *work, struct operands *operands)
{
    const struct tree_node *node = work->node;
    for (size_t i = 0; i < operands->count; i++) {
        struct operand *operand = &operands->items[i];
        int dimension = operand->pieces.dimension;
        if (dimension == 0 || dimension == operands->dimension)
            continue;
        work->node = operand->node;
        work_warn(work, REPORT_MIXED, "Ignoring %dD child object for %dD operation", dimension,
                  operands->dimension);
        work->node = node;
        operand->pieces = pieces_of_dimension(0);
    }
}

/* Builds the children. `dimension` is what the module wants, or 0 if it takes either. */
static struct operands build_children(struct work *work, const struct tree_node *node,
                                      int dimension, int depth)
{
    struct operands operands = { 0 };
    for (const struct tree_node *child = node->first_child; child; child = child->next) {
        if (child->modifiers & TREE_BACKGROUND)
            continue;
        struct operand operand = { child, build_node(work, child, depth + 1) };
        list_append(work->arena, &operands, operand);
    }
    work->node = node;
    operands.dimension = dimension ? dimension : dimension_of(work, &operands);
    drop_other_dimension(work, &operands);
    return operands;
}

/* --- the walk --- */

/* What a module wants its children to be, 0 for either. */
static int wanted_dimension(enum tree_kind kind)
{
    switch (kind) {
    case TREE_LINEAR_EXTRUDE:
    case TREE_ROTATE_EXTRUDE:
    case TREE_OFFSET:
    case TREE_ROOF:
        return 2;
    case TREE_PROJECTION:
        return 3;
    default:
        return 0;
    }
}

/* What may be worth telling of. The others are made in no time; booleans wait. */
static bool takes_time(enum tree_kind kind)
{
    switch (kind) {
    case TREE_TEXT:
    case TREE_IMPORT:
    case TREE_SURFACE:
    case TREE_POLYHEDRON:
    case TREE_LINEAR_EXTRUDE:
    case TREE_ROTATE_EXTRUDE:
    case TREE_OFFSET:
    case TREE_PROJECTION:
    case TREE_HULL:
    case TREE_FILL:
    case TREE_MINKOWSKI:
    case TREE_RESIZE:
    case TREE_ROOF:
        return true;
    default:
        return false;
    }
}

static struct pieces build_inner(struct work *work, const struct tree_node *node, int depth)
{
    if (depth > SHAPE_DEPTH) {
        work_fail(work, REPORT_TOO_LARGE, "Modules are nested more than %d deep", SHAPE_DEPTH);
        return pieces_of_dimension(0);
    }
    struct operands operands = build_children(work, node, wanted_dimension(node->kind), depth);
    struct pieces pieces;
    struct recall recall;
    if (recall_module(work, &operands, &recall, &pieces))
        return pieces;
    if (takes_time(node->kind))
        work_begin(work, tree_kind_name(node->kind));
    pieces = operations_build(work, &operands);
    recall_keep(work, &recall, &pieces);
    return pieces;
}

static struct pieces make_leaf(struct work *work, const struct tree_node *node, int dimension)
{
    if (node->kind == TREE_IMPORT && dimension == 2)
        return import_drawing(work, node);
    return leaves_build(work, node, dimension);
}

static struct pieces build_leaf(struct work *work, const struct tree_node *node, int dimension)
{
    const struct operands none = { .dimension = dimension };
    struct pieces pieces;
    struct recall recall;
    if (recall_module(work, &none, &recall, &pieces))
        return pieces;
    if (takes_time(node->kind))
        work_begin(work, tree_kind_name(node->kind));
    pieces = make_leaf(work, node, dimension);
    recall_keep(work, &recall, &pieces);
    return pieces;
}

static struct pieces build_any(struct work *work, const struct tree_node *node, int depth)
{
    switch (node->kind) {
    case TREE_CUBE:
    case TREE_SPHERE:
    case TREE_CYLINDER:
    case TREE_POLYHEDRON:
    case TREE_SURFACE:
        return build_leaf(work, node, 3);
    case TREE_SQUARE:
    case TREE_CIRCLE:
    case TREE_POLYGON:
    case TREE_TEXT:
        return build_leaf(work, node, 2);
    case TREE_IMPORT:
        return build_leaf(work, node, import_dimension(&node->as.import));
    default:
        return build_inner(work, node, depth);
    }
}

static struct pieces build_node(struct work *work, const struct tree_node *node, int depth)
{
    work->node = node;
    arena_poll(work->arena);
    struct pieces pieces = build_any(work, node, depth);
    work->modules_done++;
    return pieces;
}

struct pieces builder_build(struct work *work, const struct tree_node *node)
{
    return build_node(work, node, 0);
}
