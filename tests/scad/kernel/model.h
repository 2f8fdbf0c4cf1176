/* SPDX-License-Identifier: MIT */
/* Trees of booleans over boxes, prisms and balls, for tests. */
#ifndef MODEL_H
#define MODEL_H

#include "kernel/kernel.h"

struct model {
    struct arena arena;
    struct formula formula;
    struct {
        struct kernel_leaf *items;
        size_t count, capacity;
    } leaves;
    uint64_t random;
};

void model_open(struct model *model, uint64_t seed);
void model_close(struct model *model);

/* The next of a sequence of numbers, the same for the same seed. */
uint32_t model_random(struct model *model, uint32_t below);

uint32_t model_node(struct model *model, enum formula_operation operation, uint32_t parent);

/* Leaves below `parent`; the matrix is three rows of four, NULL for none. */
void model_add(struct model *model, uint32_t parent, struct mesh mesh, const double (*matrix)[4]);
void model_add_box(struct model *model, uint32_t parent, const double low[3], const double size[3]);

/* A Menger sponge of that depth, one wide and around the origin: a cube, and below the same difference what is cut out of it. */
void model_add_sponge(struct model *model, uint32_t difference, int depth);

struct mesh model_box(struct model *model, const double low[3], const double size[3]);
struct mesh model_prism(struct model *model, double radius, double height, unsigned sides);
struct mesh model_ball(struct model *model, double radius, unsigned sides);

/* A prism over a dart, 16 in volume. Over the top's dent lies a triangle that faces down, and a larger one that faces up lies on it. */
struct mesh model_folded_prism(struct model *model);

/* A turn by degrees about x, then y, then z, and a shift. */
void model_turn(double matrix[3][4], const double degrees[3], const double shift[3]);

/* First `inner`, then `outer`. */
void model_chain(double chained[3][4], const double (*outer)[4], const double (*inner)[4]);

/* Solves it; fails the test if that fails. */
struct mesh model_solve(struct model *model);

#endif
