/* SPDX-License-Identifier: MIT */
/* What a module makes: pieces that together are their union. A piece is what one leaf or extrusion made, or a difference or an
 * intersection of such that waits to be worked out: a whole tree of booleans is done at once, when somebody needs to know. */
#ifndef SCAD_GEOMETRY_PIECES_H
#define SCAD_GEOMETRY_PIECES_H

#include "geometry/region.h"
#include "model/mesh.h"
#include "planar/planar.h"

enum piece_kind { PIECE_LEAF, PIECE_DIFFERENCE, PIECE_INTERSECTION };

/* Dimension 2 or 3 even if there is no piece (a cube without size is an empty solid), 0 if nothing was
 * made at all. */
struct pieces {
    int dimension;
    struct piece *first, *last;
    size_t count;
};

struct piece {
    enum piece_kind kind;
    const struct tree_node *origin;
    struct box box;       /* around all that the piece can be */
    struct mesh mesh;     /* of a leaf in space */
    struct region region; /* of a leaf in the plane */
    double axes[3][3];    /* of a leaf in space: in the columns, along which axes it was made */
    bool shared;  /* a leaf whose points and faces are not its own: nobody may change them */
    bool tangled; /* a leaf that has to be worked out even alone: it touches or crosses itself */
    bool open;    /* a leaf in space that bounds no solid as it is */
    enum planar_rule rule;   /* what is inside the outlines of a tangled one */
    struct pieces *operands; /* of others; a difference takes all others from the first */
    size_t operand_count;
    bool colored;
    float color[4];
    struct piece *next;
};

/* No pieces. */
struct pieces pieces_of_dimension(int dimension);

void pieces_add(struct pieces *pieces, struct piece *piece);

/* Moves all pieces of `added` to the end of `pieces`. */
void pieces_take(struct pieces *pieces, struct pieces *added);

struct box pieces_box(const struct pieces *pieces);

/* Measures the box again after the piece was moved. */
void pieces_measure(struct piece *piece, int dimension);

/* True if none waits to be worked out. */
bool pieces_are_leaves(const struct pieces *pieces);

/* True if the pieces are leaves whose boxes are apart, so that side by side they are their union. One that is open is apart
 * only when alone. */
bool pieces_are_apart(struct work *work, const struct pieces *pieces);

/* True if no box of one meets a box of the other. */
bool pieces_are_apart_from(const struct pieces *pieces, const struct pieces *others);

/* Makes the union of the pieces one leaf, unless they are apart already. False, with a report, if that cannot be done. */
bool pieces_solve(struct work *work, struct pieces *pieces);

#endif
