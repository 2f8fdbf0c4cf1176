/* SPDX-License-Identifier: MIT */
/* The built-in modules, for their table. */
#ifndef SCAD_EVALUATE_MODULES_H
#define SCAD_EVALUATE_MODULES_H

#include "evaluate/evaluator.h"

#include <math.h>

/* module_control.c: these evaluate what stands behind them in their own ways. */
struct tree_node *module_assert(struct evaluator *evaluator,
                                const struct instantiation *instantiation, struct frame *frame);
struct tree_node *module_children(struct evaluator *evaluator,
                                  const struct instantiation *instantiation, struct frame *frame);
struct tree_node *module_echo(struct evaluator *evaluator,
                              const struct instantiation *instantiation, struct frame *frame);
struct tree_node *module_for(struct evaluator *evaluator, const struct instantiation *instantiation,
                             struct frame *frame);
struct tree_node *module_if(struct evaluator *evaluator, const struct instantiation *instantiation,
                            struct frame *frame);
struct tree_node *module_intersection_for(struct evaluator *evaluator,
                                          const struct instantiation *instantiation,
                                          struct frame *frame);
struct tree_node *module_let(struct evaluator *evaluator, const struct instantiation *instantiation,
                             struct frame *frame);

/* module_solid.c, module_flat.c */
void fill_cube(struct parameters *parameters, struct tree_node *node);
void fill_sphere(struct parameters *parameters, struct tree_node *node);
void fill_cylinder(struct parameters *parameters, struct tree_node *node);
void fill_polyhedron(struct parameters *parameters, struct tree_node *node);
void fill_square(struct parameters *parameters, struct tree_node *node);
void fill_circle(struct parameters *parameters, struct tree_node *node);
void fill_polygon(struct parameters *parameters, struct tree_node *node);

/* module_transform.c */
void fill_translate(struct parameters *parameters, struct tree_node *node);
void fill_rotate(struct parameters *parameters, struct tree_node *node);
void fill_scale(struct parameters *parameters, struct tree_node *node);
void fill_mirror(struct parameters *parameters, struct tree_node *node);
void fill_multmatrix(struct parameters *parameters, struct tree_node *node);
void fill_color(struct parameters *parameters, struct tree_node *node);

/* module_operation.c */
void fill_linear_extrude(struct parameters *parameters, struct tree_node *node);
void fill_rotate_extrude(struct parameters *parameters, struct tree_node *node);
void fill_offset(struct parameters *parameters, struct tree_node *node);
void fill_projection(struct parameters *parameters, struct tree_node *node);
void fill_render(struct parameters *parameters, struct tree_node *node);
void fill_minkowski(struct parameters *parameters, struct tree_node *node);
void fill_resize(struct parameters *parameters, struct tree_node *node);
void fill_roof(struct parameters *parameters, struct tree_node *node);

/* module_file.c */
void fill_text(struct parameters *parameters, struct tree_node *node);
void fill_import(struct parameters *parameters, struct tree_node *node);
void fill_surface(struct parameters *parameters, struct tree_node *node);

/* Makes sense of the $fn, $fa and $fs that the node has, with warnings where they had none. */
void check_fragments(struct parameters *parameters, struct tree_node *node);

/* The same in silence. */
void clamp_fragments(struct tree_node *node);

/* Can a body have this size? */
static inline bool makes_something(double size)
{
    return size > 0 && isfinite(size);
}

/* The radius that a diameter or a radius gives; undefined if neither does. */
struct value read_radius(struct parameters *parameters, const char *diameter, const char *radius);

/* The points that paths or faces index. */
struct path_reading {
    struct parameters *parameters;
    const char *name; /* "faces" or "paths" */
    size_t point_count;
    size_t fewest;     /* paths of fewer indices are left out */
    size_t path_count; /* how many were read */
};

/* Reads paths from a vector of vectors of indices. */
struct tree_path *read_paths(struct path_reading *reading, struct value paths);

#endif
