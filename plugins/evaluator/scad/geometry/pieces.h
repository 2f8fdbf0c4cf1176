/* SPDX-License-Identifier: MIT */
/* What a module makes: pieces that are known to be apart, so that together they are their union. A
 * piece is what one leaf or extrusion made; nothing is copied until the whole model is put together. */
#ifndef SCAD_GEOMETRY_PIECES_H
#define SCAD_GEOMETRY_PIECES_H

#include "geometry/mesh.h"
#include "geometry/region.h"

struct piece {
    const struct tree_node *origin;
    struct box box;
    struct mesh mesh;     /* of a piece of space */
    struct region region; /* of a piece of the plane */
    bool colored;
    float color[4];
    struct piece *next;
};

/* Dimension 2 or 3 even if there is no piece (a cube without size is an empty solid), 0 if nothing was
 * made at all. */
struct pieces {
    int dimension;
    struct piece *first, *last;
    size_t count;
};

void pieces_add(struct pieces *pieces, struct piece *piece);

/* Moves all pieces of `added` to the end of `pieces`. */
void pieces_take(struct pieces *pieces, struct pieces *added);

struct box pieces_box(const struct pieces *pieces);

/* Measures the box again after the piece was moved. */
void pieces_measure(struct piece *piece, int dimension);

/* Two pieces whose boxes meet, or false. */
bool pieces_find_meeting(struct work *work, const struct pieces *pieces, const struct piece **one,
                         const struct piece **other);

/* The first piece of `pieces` whose box meets one of `others`, and that other, or false. */
bool pieces_find_meeting_with(const struct pieces *pieces, const struct pieces *others,
                              const struct piece **one, const struct piece **other);

#endif
