/* SPDX-License-Identifier: MIT */
/* The geometry tree: what the evaluator says is to be built, and all that the geometry knows of
 * a program. Every parameter has its default already, every transformation is a matrix, every
 * position is kept for messages. */
#ifndef SCAD_MODEL_TREE_H
#define SCAD_MODEL_TREE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* One kind for each OpenSCAD module that makes or changes geometry. translate(), rotate(), scale(),
 * mirror() and multmatrix() are all TREE_TRANSFORM; for(), if(), a user's module, children() and
 * the root are TREE_GROUP; intersection_for() is TREE_INTERSECTION. */
enum tree_kind {
    TREE_GROUP,
    TREE_UNION,
    TREE_DIFFERENCE,
    TREE_INTERSECTION,
    TREE_CUBE,
    TREE_SPHERE,
    TREE_CYLINDER,
    TREE_POLYHEDRON,
    TREE_SQUARE,
    TREE_CIRCLE,
    TREE_POLYGON,
    TREE_TEXT,
    TREE_IMPORT,
    TREE_SURFACE,
    TREE_TRANSFORM,
    TREE_COLOR,
    TREE_LINEAR_EXTRUDE,
    TREE_ROTATE_EXTRUDE,
    TREE_OFFSET,
    TREE_PROJECTION,
    TREE_HULL,
    TREE_FILL,
    TREE_MINKOWSKI,
    TREE_RENDER,
    TREE_RESIZE,
    TREE_ROOF,
    TREE_KINDS
};

/* Modifier characters, or-ed. A node under `*` is never made. */
enum tree_modifier {
    TREE_ROOT = 1,       /* `!`: only this node is built */
    TREE_HIGHLIGHT = 2,  /* `#`: built like any other, shown highlighted */
    TREE_BACKGROUND = 4, /* `%`: left out of what is built */
};

/* Where the module was instantiated. `file` may be NULL (the main program); lines count from 1,
 * 0 is unknown. */
struct tree_position {
    const char *file;
    int line;
};

/* $fn, $fa and $fs as they stood at the instantiation; and $fe if curves may follow it, an experiment. */
struct tree_fragments {
    double fn, fa, fs, fe;
    bool by_error;
};

struct tree_cube {
    double size[3];
    bool center;
};

struct tree_sphere {
    double radius;
};

/* A cylinder is a cone whose radii are equal. */
struct tree_cylinder {
    double height, bottom_radius, top_radius;
    bool center;
};

/* A list of indices into the points: one face of a polyhedron, one outline of a polygon. */
struct tree_path {
    size_t count;
    const size_t *indices;
};

/* Faces are listed clockwise as seen from outside, as OpenSCAD's users write them. */
struct tree_polyhedron {
    size_t point_count;
    const double (*points)[3];
    size_t face_count;
    const struct tree_path *faces;
    int convexity;
};

struct tree_square {
    double size[2];
    bool center;
};

struct tree_circle {
    double radius;
};

/* Without paths (`has_paths` is false) all points in their order are the one outline. */
struct tree_polygon {
    size_t point_count;
    const double (*points)[2];
    bool has_paths;
    size_t path_count;
    const struct tree_path *paths;
    int convexity;
};

/* The strings are UTF-8 and never NULL. */
struct tree_text {
    const char *text, *font, *direction, *language, *script, *horizontal_align, *vertical_align;
    double size, spacing;
};

/* `file` is as the resolver named it; `layer` and `id` are NULL if not given. */
struct tree_import {
    const char *file, *layer, *id;
    double origin[2], scale, dpi;
    bool center;
    int convexity;
};

struct tree_surface {
    const char *file;
    bool center, invert;
    int convexity;
};

/* Row by row, as multmatrix() takes it: p' = matrix * (x, y, z, 1). The last row is 0 0 0 1 unless
 * the user gave one. */
struct tree_transform {
    double matrix[4][4];
};

/* Red, green, blue, alpha, each 0 to 1; a negative value means "not set: keep the child's". */
struct tree_color {
    float rgba[4];
};

/* The height is a vector (0, 0, h unless `v` was given). Unset slices or segments are derived from
 * twist, scale and the fragments. */
struct tree_linear_extrude {
    double height[3];
    double twist; /* degrees */
    double scale[2];
    bool center, has_twist, has_slices, has_segments;
    int slices, segments, convexity;
};

/* Degrees. Without `angle` OpenSCAD takes angle 360 and start 180; with it, start is 0 unless
 * given. */
struct tree_rotate_extrude {
    double angle, start;
    int convexity;
};

enum tree_join { TREE_JOIN_ROUND, TREE_JOIN_MITER, TREE_JOIN_SQUARE };

/* `r` is TREE_JOIN_ROUND, `delta` is TREE_JOIN_MITER, `delta` with chamfer TREE_JOIN_SQUARE. */
struct tree_offset {
    double delta;
    enum tree_join join;
};

struct tree_projection {
    bool cut;
    int convexity;
};

struct tree_resize {
    double size[3];
    bool automatic[3];
    int convexity;
};

enum tree_roof_method { TREE_ROOF_VORONOI, TREE_ROOF_STRAIGHT };

struct tree_roof {
    enum tree_roof_method method;
    int convexity;
};

/* All that render() and minkowski() have. */
struct tree_operation {
    int convexity;
};

/* One instantiated module. The arena that made it owns all it points at. Children are in program
 * order. Groups, booleans, hull and fill have no parameters. */
struct tree_node {
    enum tree_kind kind;
    unsigned modifiers; /* of enum tree_modifier */
    struct tree_position position;
    struct tree_fragments fragments;
    union {
        struct tree_cube cube;
        struct tree_sphere sphere;
        struct tree_cylinder cylinder;
        struct tree_polyhedron polyhedron;
        struct tree_square square;
        struct tree_circle circle;
        struct tree_polygon polygon;
        struct tree_text text;
        struct tree_import import;
        struct tree_surface surface;
        struct tree_transform transform;
        struct tree_color color;
        struct tree_linear_extrude linear_extrude;
        struct tree_rotate_extrude rotate_extrude;
        struct tree_offset offset;
        struct tree_projection projection;
        struct tree_resize resize;
        struct tree_roof roof;
        struct tree_operation operation;
    } as;
    struct tree_node *first_child, *last_child, *next;
    size_t child_count;
};

/* A node of `kind` with no children, no modifiers, $fn = 0, $fa = 12, $fs = 2, and OpenSCAD's
 * defaults for its parameters (cube size 1, radius 1, the identity matrix, ...), so that a caller
 * sets only what it knows. */
struct tree_node *tree_new(struct arena *arena, enum tree_kind kind, struct tree_position position);

/* Makes `child` the last child of `parent`. A node has one parent at most. */
void tree_append(struct tree_node *parent, struct tree_node *child);

/* The module's name as a user writes it ("linear_extrude"; TREE_TRANSFORM is "multmatrix"), for
 * messages and CSG text. */
const char *tree_kind_name(enum tree_kind kind);

#endif
