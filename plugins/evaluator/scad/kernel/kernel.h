/* SPDX-License-Identifier: MIT */
/* Booleans of solids, exactly: one arrangement of the faces of all leaves, for a whole tree at once.
 *
 * The leaves are put on a grid of whole numbers, once; from then on every decision is made exactly. What comes out is
 * closed, faces outward, has no triangle without an area, and is the same to the last bit for the same input. */
#ifndef SCAD_KERNEL_KERNEL_H
#define SCAD_KERNEL_KERNEL_H

#include "kernel/formula.h"
#include "model/mesh.h"

struct kernel_leaf {
    const struct mesh *mesh; /* closed; triangles face outward */
    uint32_t node;           /* of the formula */
    bool rough;              /* it may cross itself: what it winds around is inside */
    /* In the columns the directions of the axes along which the solid was made, of any length; all 0 if they are not known. */
    double axes[3][3];
};

struct kernel_model {
    struct formula *formula;
    const struct kernel_leaf *leaves;
    uint32_t leaf_count;
    bool two_threads;  /* the result is the same with them and without */
    bool keep_slivers; /* leave the result as rounding makes it, for tests */
};

enum kernel_result {
    KERNEL_DONE,
    KERNEL_OPEN_LEAF, /* a leaf is not closed: model->leaves[*culprit] */
    KERNEL_TOO_LARGE, /* more vertices or triangles than can be counted */
    KERNEL_FAILED,    /* the result is not closed: a mistake in the kernel itself */
};

/* Builds the solid into the arena; *mesh is empty if there is nothing. Scratch memory counts for the arena's limit, and is
 * given back. `culprit` may be NULL. The formula holds nothing again afterwards. */
enum kernel_result kernel_solve(const struct kernel_model *model, struct arena *arena,
                                struct mesh *mesh, uint32_t *culprit);

#endif
