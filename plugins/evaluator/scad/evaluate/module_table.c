/* SPDX-License-Identifier: MIT */
/* The built-in modules: names, parameters in their order, and what fills their nodes. */
#include "evaluate/modules.h"

static const char *const none[] = { NULL };
static const char *const cube[] = { "size", "center", NULL };
static const char *const sphere[] = { "r", "d", NULL };
static const char *const cylinder[] = { "h", "r1", "r2", "center", "r", "d", "d1", "d2", NULL };
static const char *const polyhedron[] = { "points", "faces", "convexity", NULL };
static const char *const polygon[] = { "points", "paths", "convexity", NULL };
static const char *const vector[] = { "v", NULL };
static const char *const rotate[] = { "a", "v", NULL };
static const char *const matrix[] = { "m", NULL };
static const char *const color[] = { "c", "alpha", NULL };
static const char *const linear_extrude[] = { "height", "v",        "scale",     "center", "twist",
                                              "slices", "segments", "convexity", "h",      NULL };
static const char *const rotate_extrude[] = { "angle", "start", "convexity", "a", NULL };
static const char *const offset[] = { "r", "delta", "chamfer", NULL };
static const char *const projection[] = { "cut", "convexity", NULL };
static const char *const convexity[] = { "convexity", NULL };
static const char *const resize[] = { "newsize", "auto", "convexity", NULL };
static const char *const roof[] = { "method", "convexity", NULL };
static const char *const text[] = { "text",     "size",   "font",   "direction",
                                    "language", "script", "halign", "valign",
                                    "spacing",  "em",     NULL };
static const char *const import[] = { "file",  "layer",  "convexity", "origin",    "scale",
                                      "width", "height", "filename",  "layername", "center",
                                      "dpi",   "id",     NULL };
static const char *const surface[] = { "file", "center", "convexity", "invert", NULL };

static const struct builtin_module modules[] = {
    { "assert", MODULE_PLAIN, module_assert },
    { "children", MODULE_PLAIN, module_children },
    { "echo", MODULE_PLAIN, module_echo },
    { "for", MODULE_FOR, module_for },
    { "if", MODULE_PLAIN, module_if },
    { "intersection_for", MODULE_FOR, module_intersection_for },
    { "let", MODULE_LET, module_let },
    { "group", .parameters = none, .kind = TREE_GROUP },
    { "union", .parameters = none, .kind = TREE_UNION },
    { "difference", .parameters = none, .kind = TREE_DIFFERENCE },
    { "intersection", .parameters = none, .kind = TREE_INTERSECTION },
    { "hull", .parameters = none, .kind = TREE_HULL },
    { "fill", .parameters = none, .kind = TREE_FILL },
    { "cube", .parameters = cube, .childless = true, .fill = fill_cube, .kind = TREE_CUBE },
    { "sphere", .parameters = sphere, .childless = true, .fill = fill_sphere, .kind = TREE_SPHERE },
    { "cylinder", .parameters = cylinder, .childless = true, .fill = fill_cylinder,
      .kind = TREE_CYLINDER },
    { "polyhedron", .parameters = polyhedron, .childless = true, .fill = fill_polyhedron,
      .kind = TREE_POLYHEDRON },
    { "square", .parameters = cube, .childless = true, .fill = fill_square, .kind = TREE_SQUARE },
    { "circle", .parameters = sphere, .childless = true, .fill = fill_circle, .kind = TREE_CIRCLE },
    { "polygon", .parameters = polygon, .childless = true, .fill = fill_polygon,
      .kind = TREE_POLYGON },
    { "text", .parameters = text, .childless = true, .fill = fill_text, .kind = TREE_TEXT },
    { "import", .parameters = import, .childless = true, .fill = fill_import, .kind = TREE_IMPORT },
    { "surface", .parameters = surface, .childless = true, .fill = fill_surface,
      .kind = TREE_SURFACE },
    { "translate", .parameters = vector, .fill = fill_translate, .kind = TREE_TRANSFORM },
    { "rotate", .parameters = rotate, .fill = fill_rotate, .kind = TREE_TRANSFORM },
    { "scale", .parameters = vector, .fill = fill_scale, .kind = TREE_TRANSFORM },
    { "mirror", .parameters = vector, .fill = fill_mirror, .kind = TREE_TRANSFORM },
    { "multmatrix", .parameters = matrix, .fill = fill_multmatrix, .kind = TREE_TRANSFORM },
    { "color", .parameters = color, .fill = fill_color, .kind = TREE_COLOR },
    { "linear_extrude", .parameters = linear_extrude, .fill = fill_linear_extrude,
      .kind = TREE_LINEAR_EXTRUDE },
    { "rotate_extrude", .parameters = rotate_extrude, .fill = fill_rotate_extrude,
      .kind = TREE_ROTATE_EXTRUDE },
    { "offset", .parameters = offset, .fill = fill_offset, .kind = TREE_OFFSET },
    { "projection", .parameters = projection, .fill = fill_projection, .kind = TREE_PROJECTION },
    { "render", .parameters = convexity, .fill = fill_render, .kind = TREE_RENDER },
    { "minkowski", .parameters = convexity, .fill = fill_minkowski, .kind = TREE_MINKOWSKI },
    { "resize", .parameters = resize, .fill = fill_resize, .kind = TREE_RESIZE },
    { "roof", .parameters = roof, .fill = fill_roof, .kind = TREE_ROOF, .feature = FEATURE_ROOF },
};

const struct builtin_module *builtin_module_at(size_t index)
{
    return index < sizeof modules / sizeof *modules ? &modules[index] : NULL;
}
