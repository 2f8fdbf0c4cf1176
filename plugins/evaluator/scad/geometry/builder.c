/* SPDX-License-Identifier: MIT */
/* Leaves make pieces; modules above them move, recolour, extrude or put together the pieces of their
 * children. Booleans wait until somebody needs to know what they are. */
#include "geometry/builder.h"

#include "base/list.h"
#include "geometry/hulls.h"
#include "geometry/import.h"
#include "geometry/lettering.h"
#include "geometry/linear_extrude.h"
#include "geometry/matrix.h"
#include "geometry/minkowski_sum.h"
#include "geometry/offset.h"
#include "geometry/polygon.h"
#include "geometry/polyhedron.h"
#include "geometry/primitives.h"
#include "geometry/projection.h"
#include "geometry/relief.h"
#include "geometry/rotate_extrude.h"
#include "geometry/shape.h"

#include <string.h>

/* Coordinates beyond this are no part of any model; single precision ends at 3e38. */
static const double largest_coordinate = 1e30;

struct operand {
    const struct tree_node *node;
    struct pieces pieces;
};

/* The children of a module, built, all of one dimension. */
struct operands {
    int dimension;
    struct operand *items;
    size_t count, capacity;
};

static struct pieces build_node(struct work *work, const struct tree_node *node, int depth);

static struct pieces nothing_of(int dimension)
{
    return (struct pieces){ .dimension = dimension };
}

static struct pieces refuse(struct work *work, const char *what)
{
    const char *name = tree_kind_name(work->node->kind);
    work_fail(work, REPORT_UNSUPPORTED, "%s()%s is not supported yet", name, what);
    return nothing_of(0);
}

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

/* Measures a new or moved piece and adds it, unless it is empty or has left the range of numbers. */
static void keep_piece(struct work *work, struct pieces *pieces, struct piece *piece)
{
    if (piece->kind == PIECE_LEAF && !piece->mesh.triangle_count && !piece->region.outline_count)
        return;
    if (!piece_fits(piece, pieces->dimension)) {
        work_complain(work, REPORT_REMOVED, "Coordinates are too large - removing object");
        return;
    }
    pieces_measure(piece, pieces->dimension);
    pieces_add(pieces, piece);
}

static struct piece *new_piece(struct work *work, const struct tree_node *node)
{
    struct piece *piece = arena_take(work->arena, sizeof *piece);
    piece->origin = node;
    for (int axis = 0; axis < 3; axis++)
        piece->axes[axis][axis] = 1;
    return piece;
}

/* --- leaves --- */

static bool points_fit(struct work *work, const double *coordinates, size_t count)
{
    if (fits(coordinates, count))
        return true;
    work_complain(work, REPORT_REMOVED, "Coordinates are too large - removing object");
    return false;
}

static bool fill_leaf(struct work *work, const struct tree_node *node, struct piece *piece)
{
    switch (node->kind) {
    case TREE_CUBE:
        return primitives_cube(work, node, &piece->mesh);
    case TREE_SPHERE:
        return primitives_sphere(work, node, &piece->mesh);
    case TREE_CYLINDER:
        return primitives_cylinder(work, node, &piece->mesh);
    case TREE_SQUARE:
        return primitives_square(work, node, &piece->region);
    case TREE_CIRCLE:
        return primitives_circle(work, node, &piece->region);
    case TREE_TEXT:
        return lettering_build(work, node, piece);
    case TREE_POLYHEDRON:
        return points_fit(work, (const double *)node->as.polyhedron.points,
                          3 * node->as.polyhedron.point_count) &&
               polyhedron_build(work, &node->as.polyhedron, piece);
    case TREE_IMPORT:
        return import_build(work, node, piece);
    case TREE_SURFACE:
        return relief_build(work, node, piece);
    default:
        return points_fit(work, (const double *)node->as.polygon.points,
                          2 * node->as.polygon.point_count) &&
               polygon_build(work, node, piece);
    }
}

static struct pieces build_leaf(struct work *work, const struct tree_node *node, int dimension)
{
    struct pieces pieces = nothing_of(dimension);
    struct piece *piece = new_piece(work, node);
    if (fill_leaf(work, node, piece))
        keep_piece(work, &pieces, piece);
    return pieces;
}

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
        operand->pieces = nothing_of(0);
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

/* --- booleans --- */

/* What OpenSCAD takes the union of empty children for: an only child stays what it is if it is a solid,
 * several stay flat if they are flat; else there is nothing that a later module could take offence
 * at. */
static int dimension_of_empty_union(const struct operands *operands)
{
    bool only_child = operands->count == 1;
    bool kept = operands->dimension == 3 ? only_child : !only_child;
    return kept ? operands->dimension : 0;
}

static struct pieces unite(struct operands *operands)
{
    struct pieces all = nothing_of(operands->dimension);
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
    struct pieces pieces = nothing_of(operands->dimension);
    struct piece *piece = new_piece(work, work->node);
    piece->kind = kind;
    piece->operands = arena_take(work->arena, operands->count * sizeof *piece->operands);
    for (size_t i = 0; i < operands->count; i++)
        if (!left_out[i])
            piece->operands[piece->operand_count++] = operands->items[i].pieces;
    const struct piece *base = piece->operands[0].first;
    piece->colored = base->colored;
    memcpy(piece->color, base->color, sizeof piece->color);
    keep_piece(work, &pieces, piece);
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

static struct pieces subtract(struct work *work, struct operands *operands)
{
    drop_nothings(operands);
    if (operands->count == 0)
        return nothing_of(operands->dimension);
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
static struct pieces intersect(struct work *work, struct operands *operands)
{
    drop_nothings(operands);
    if (operands->count == 0)
        return nothing_of(operands->dimension);
    for (size_t i = 0; i < operands->count; i++) {
        if (operands->items[i].pieces.count == 0)
            return nothing_of(operands->dimension);
        for (size_t j = 0; j < i; j++)
            if (pieces_are_apart_from(&operands->items[i].pieces, &operands->items[j].pieces))
                return nothing_of(operands->dimension);
    }
    if (operands->count == 1) {
        operands->items[0].pieces.dimension = operands->dimension;
        return operands->items[0].pieces;
    }
    bool *left_out = arena_take(work->arena, operands->count * sizeof *left_out);
    return postpone(work, operands, PIECE_INTERSECTION, left_out);
}

/* --- modules with one operand: the union of their children --- */

static void transform_piece(struct piece *piece, int dimension, const double matrix[4][4])
{
    for (size_t i = 0; i < piece->operand_count; i++)
        for (struct piece *operand = piece->operands[i].first; operand; operand = operand->next) {
            transform_piece(operand, dimension, matrix);
            pieces_measure(operand, dimension);
        }
    if (piece->kind != PIECE_LEAF)
        return;
    if (dimension == 3) {
        mesh_transform(&piece->mesh, matrix);
        matrix_turn(matrix, piece->axes);
    } else {
        region_transform(&piece->region, matrix);
    }
}

static struct pieces transform(struct work *work, struct pieces pieces, const double matrix[4][4])
{
    struct pieces moved = nothing_of(pieces.dimension);
    bool flat = pieces.dimension == 2;
    double determinant = flat ? matrix_plane_determinant(matrix) : matrix_determinant(matrix);
    if (pieces.count && determinant == 0) {
        work_warn(work, REPORT_REMOVED, "Scaling a %dD object with 0 - removing object",
                  pieces.dimension);
        return moved;
    }
    for (struct piece *piece = pieces.first, *next; piece; piece = next) {
        next = piece->next;
        transform_piece(piece, pieces.dimension, matrix);
        keep_piece(work, &moved, piece);
    }
    return moved;
}

static struct pieces build_transform(struct work *work, struct operands *operands)
{
    const double(*matrix)[4] = work->node->as.transform.matrix;
    if (!matrix_is_finite(matrix)) {
        work_warn(work, REPORT_REMOVED,
                  "Transformation matrix contains Not-a-Number and/or Infinity - removing object.");
        return nothing_of(0);
    }
    return transform(work, unite(operands), matrix);
}

/* Scales about the origin so that the box has the new size; 0 leaves an axis alone, or lets it follow
 * the largest if it is automatic. */
static struct pieces build_resize(struct work *work, struct operands *operands)
{
    const struct tree_resize *resize = &work->node->as.resize;
    struct pieces pieces = unite(operands);
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
    struct pieces pieces = unite(operands);
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

static struct pieces build_extrusion(struct work *work, struct operands *operands)
{
    const struct tree_node *node = work->node;
    struct pieces flat = unite(operands), solid = nothing_of(3);
    if (flat.dimension == 0 || operands->count == 0 || !pieces_solve(work, &flat))
        return nothing_of(0);
    struct region profile = { 0 };
    for (const struct piece *piece = flat.first; piece; piece = piece->next)
        region_add_moved(work->arena, &profile, &piece->region);
    struct piece *piece = new_piece(work, node);
    if (flat.first) {
        piece->colored = flat.first->colored;
        for (int i = 0; i < 4; i++)
            piece->color[i] = flat.first->color[i];
    }
    bool built = node->kind == TREE_LINEAR_EXTRUDE
                     ? linear_extrude_build(work, node, &profile, &piece->mesh, &piece->tangled)
                     : rotate_extrude_build(work, node, &profile, &piece->mesh, &piece->tangled);
    if (built)
        keep_piece(work, &solid, piece);
    return solid;
}

/* --- modules that are not there yet: only where there is nothing to do --- */

static size_t used_operands(const struct operands *operands)
{
    size_t used = 0;
    for (size_t i = 0; i < operands->count; i++)
        used += operands->items[i].pieces.count > 0;
    return used;
}

static struct pieces build_minkowski(struct work *work, struct operands *operands)
{
    size_t used = used_operands(operands);
    if (operands->dimension == 2 && used < operands->count)
        return nothing_of(2);
    if (used < 2)
        return unite(operands);
    struct pieces sum = nothing_of(0);
    for (size_t i = 0; i < operands->count; i++) {
        struct pieces next = operands->items[i].pieces, before = sum;
        if (next.count == 0)
            continue;
        if (!pieces_solve(work, &next) || !pieces_solve(work, &before))
            return nothing_of(0);
        if (before.dimension == 0)
            sum = next;
        else if (!minkowski_sum_build(work, &before, &next, &sum))
            return nothing_of(0);
    }
    return sum;
}

static struct pieces build_hull(struct work *work, struct operands *operands)
{
    struct pieces all = unite(operands), hull = nothing_of(operands->dimension);
    if (!pieces_are_leaves(&all) && !pieces_solve(work, &all))
        return nothing_of(0);
    struct piece *piece = new_piece(work, work->node);
    if (hulls_build(work, &all, piece))
        keep_piece(work, &hull, piece);
    return hull;
}

static struct pieces build_offset(struct work *work, struct operands *operands)
{
    struct pieces flat = unite(operands), result = nothing_of(2);
    if (work->node->as.offset.delta == 0 || flat.count == 0)
        return flat;
    if (!pieces_solve(work, &flat))
        return nothing_of(0);
    struct piece *piece = new_piece(work, work->node);
    for (const struct piece *each = flat.first; each; each = each->next)
        if (!offset_add(work, &each->region, &piece->region))
            return nothing_of(0);
    piece->tangled = true;
    piece->rule = PLANAR_POSITIVE;
    keep_piece(work, &result, piece);
    return result;
}

/* The outlines that are no holes, with all that is within them. */
static struct pieces build_fill(struct work *work, struct operands *operands)
{
    struct pieces flat = unite(operands), result = nothing_of(2);
    if (flat.dimension == 3 || !pieces_solve(work, &flat))
        return nothing_of(operands->dimension);
    struct piece *piece = new_piece(work, work->node);
    for (const struct piece *each = flat.first; each; each = each->next)
        for (size_t i = 0; i < each->region.outline_count; i++) {
            const struct outline *outline = &each->region.outlines[i];
            if (!outline->hole)
                region_add_outline(work->arena, &piece->region,
                                   (const double(*)[2])each->region.points + outline->first,
                                   outline->count);
        }
    piece->tangled = true;
    keep_piece(work, &result, piece);
    return result;
}

static struct pieces build_projection(struct work *work, struct operands *operands)
{
    struct pieces solid = unite(operands), result = nothing_of(2);
    if (!pieces_solve(work, &solid))
        return nothing_of(0);
    struct piece *piece = new_piece(work, work->node);
    for (const struct piece *each = solid.first; each; each = each->next)
        if (!projection_add(work, &each->mesh, work->node->as.projection.cut, &piece->region))
            return nothing_of(0);
    piece->tangled = true;
    piece->rule = work->node->as.projection.cut ? PLANAR_POSITIVE : PLANAR_NONZERO;
    keep_piece(work, &result, piece);
    return result;
}

static struct pieces build_unless_empty(struct work *work, struct operands *operands, int dimension)
{
    return used_operands(operands) == 0 ? nothing_of(dimension) : refuse(work, "");
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

static __attribute__((noinline)) struct pieces combine(struct work *work, struct operands *operands)
{
    switch (work->node->kind) {
    case TREE_DIFFERENCE:
        return subtract(work, operands);
    case TREE_INTERSECTION:
        return intersect(work, operands);
    case TREE_TRANSFORM:
        return build_transform(work, operands);
    case TREE_RESIZE:
        return build_resize(work, operands);
    case TREE_COLOR:
        return build_color(work, operands);
    case TREE_LINEAR_EXTRUDE:
    case TREE_ROTATE_EXTRUDE:
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
    case TREE_ROOF:
        return build_unless_empty(work, operands, 3);
    default: /* groups, union and render */
        return unite(operands);
    }
}

static struct pieces build_inner(struct work *work, const struct tree_node *node, int depth)
{
    if (depth > SHAPE_DEPTH) {
        work_fail(work, REPORT_TOO_LARGE, "Modules are nested more than %d deep", SHAPE_DEPTH);
        return nothing_of(0);
    }
    struct operands operands = build_children(work, node, wanted_dimension(node->kind), depth);
    return combine(work, &operands);
}

static struct pieces build_node(struct work *work, const struct tree_node *node, int depth)
{
    work->node = node;
    if (!work_goes_on(work))
        return nothing_of(0);
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
        return import_dimension(&node->as.import) == 2 ? import_drawing(work, node)
                                                       : build_leaf(work, node, 3);
    default:
        return build_inner(work, node, depth);
    }
}

struct pieces builder_build(struct work *work, const struct tree_node *node)
{
    return build_node(work, node, 0);
}
