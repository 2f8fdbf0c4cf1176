/* SPDX-License-Identifier: MIT */
/* Nodes with OpenSCAD's defaults, and the names of their kinds. */
#include "model/tree.h"

#include "base/arena.h"

#include <assert.h>

static const char *const kind_names[TREE_KINDS] = {
    [TREE_GROUP] = "group",
    [TREE_UNION] = "union",
    [TREE_DIFFERENCE] = "difference",
    [TREE_INTERSECTION] = "intersection",
    [TREE_CUBE] = "cube",
    [TREE_SPHERE] = "sphere",
    [TREE_CYLINDER] = "cylinder",
    [TREE_POLYHEDRON] = "polyhedron",
    [TREE_SQUARE] = "square",
    [TREE_CIRCLE] = "circle",
    [TREE_POLYGON] = "polygon",
    [TREE_TEXT] = "text",
    [TREE_IMPORT] = "import",
    [TREE_SURFACE] = "surface",
    [TREE_TRANSFORM] = "multmatrix",
    [TREE_COLOR] = "color",
    [TREE_LINEAR_EXTRUDE] = "linear_extrude",
    [TREE_ROTATE_EXTRUDE] = "rotate_extrude",
    [TREE_OFFSET] = "offset",
    [TREE_PROJECTION] = "projection",
    [TREE_HULL] = "hull",
    [TREE_FILL] = "fill",
    [TREE_MINKOWSKI] = "minkowski",
    [TREE_RENDER] = "render",
    [TREE_RESIZE] = "resize",
    [TREE_ROOF] = "roof",
};

const char *tree_kind_name(enum tree_kind kind)
{
    assert(kind < TREE_KINDS);
    return kind_names[kind];
}

static void set_leaf_defaults(struct tree_node *node)
{
    switch (node->kind) {
    case TREE_CUBE:
        node->as.cube.size[0] = node->as.cube.size[1] = node->as.cube.size[2] = 1;
        break;
    case TREE_SPHERE:
        node->as.sphere.radius = 1;
        break;
    case TREE_CYLINDER:
        node->as.cylinder = (struct tree_cylinder){ 1, 1, 1, false };
        break;
    case TREE_SQUARE:
        node->as.square.size[0] = node->as.square.size[1] = 1;
        break;
    case TREE_CIRCLE:
        node->as.circle.radius = 1;
        break;
    case TREE_POLYHEDRON:
        node->as.polyhedron.convexity = 1;
        break;
    case TREE_POLYGON:
        node->as.polygon.convexity = 1;
        break;
    case TREE_TEXT:
        node->as.text = (struct tree_text){ .text = "",
                                            .font = "",
                                            .direction = "ltr",
                                            .language = "en",
                                            .script = "latin",
                                            .horizontal_align = "left",
                                            .vertical_align = "baseline",
                                            .size = 10,
                                            .spacing = 1 };
        break;
    case TREE_IMPORT:
        node->as.import = (struct tree_import){ .file = "", .scale = 1, .dpi = 72, .convexity = 1 };
        break;
    case TREE_SURFACE:
        node->as.surface = (struct tree_surface){ .file = "", .convexity = 1 };
        break;
    default:
        break;
    }
}

static void set_operator_defaults(struct tree_node *node)
{
    switch (node->kind) {
    case TREE_TRANSFORM:
        for (int i = 0; i < 4; i++)
            node->as.transform.matrix[i][i] = 1;
        break;
    case TREE_COLOR:
        for (int i = 0; i < 4; i++)
            node->as.color.rgba[i] = -1;
        break;
    case TREE_LINEAR_EXTRUDE:
        node->as.linear_extrude = (struct tree_linear_extrude){
            .height = { 0, 0, 100 }, .scale = { 1, 1 }, .slices = 1, .convexity = 1
        };
        break;
    case TREE_ROTATE_EXTRUDE:
        node->as.rotate_extrude = (struct tree_rotate_extrude){ 360, 180, 2 };
        break;
    case TREE_OFFSET:
        node->as.offset = (struct tree_offset){ 1, TREE_JOIN_ROUND };
        break;
    case TREE_PROJECTION:
        node->as.projection.convexity = 1;
        break;
    case TREE_RESIZE:
        node->as.resize.convexity = 1;
        break;
    case TREE_ROOF:
        node->as.roof.convexity = 1;
        break;
    case TREE_RENDER:
    case TREE_MINKOWSKI:
        node->as.operation.convexity = 1;
        break;
    default:
        break;
    }
}

struct tree_node *tree_new(struct arena *arena, enum tree_kind kind, struct tree_position position)
{
    struct tree_node *node = arena_take(arena, sizeof *node);
    node->kind = kind;
    node->position = position;
    node->fragments = (struct tree_fragments){ .fn = 0, .fa = 12, .fs = 2 };
    set_leaf_defaults(node);
    set_operator_defaults(node);
    return node;
}

void tree_append(struct tree_node *parent, struct tree_node *child)
{
    assert(!child->next);
    if (parent->last_child)
        parent->last_child->next = child;
    else
        parent->first_child = child;
    parent->last_child = child;
    parent->child_count++;
}
