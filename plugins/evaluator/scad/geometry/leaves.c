/* SPDX-License-Identifier: MIT */
/* What modules without children make. */
#include "geometry/leaves.h"

#include "geometry/import.h"
#include "geometry/lettering.h"
#include "geometry/piece.h"
#include "geometry/polygon.h"
#include "geometry/polyhedron.h"
#include "geometry/primitives.h"
#include "geometry/relief.h"

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
        return piece_points_fit(work, (const double *)node->as.polyhedron.points,
                                3 * node->as.polyhedron.point_count) &&
               polyhedron_build(work, &node->as.polyhedron, piece);
    case TREE_IMPORT:
        return import_build(work, node, piece);
    case TREE_SURFACE:
        return relief_build(work, node, piece);
    default:
        return piece_points_fit(work, (const double *)node->as.polygon.points,
                                2 * node->as.polygon.point_count) &&
               polygon_build(work, node, piece);
    }
}

struct pieces leaves_build(struct work *work, const struct tree_node *node, int dimension)
{
    struct pieces pieces = pieces_of_dimension(dimension);
    struct piece *piece = piece_new(work, node);
    if (fill_leaf(work, node, piece))
        piece_keep(work, &pieces, piece);
    return pieces;
}
