/* SPDX-License-Identifier: MIT */
/* Pieces as one block of bytes, which can be kept, and handed from process to process on one machine. They are used where they
 * lie: unpacked pieces point into the block. */
#ifndef SCAD_GEOMETRY_PACKED_H
#define SCAD_GEOMETRY_PACKED_H

#include "geometry/pieces.h"

/* How many bytes leaves need, packed. */
size_t packed_size(const struct pieces *pieces);

/* Copies bytes; the arena is asked in between whether the work goes on, as it is by all that follow. */
void packed_copy(struct arena *arena, void *to, const void *from, size_t size);

/* Packs leaves into a block of that size, aligned as malloc does. `vertices` is what making them took of a model's budget. */
void packed_write(struct arena *arena, const struct pieces *pieces, size_t vertices, void *block);

/* How many vertices that were. */
size_t packed_vertices(const void *block);

/* The pieces in a block, new in the arena, for that origin; nobody may change what they point to. */
struct pieces packed_read(struct arena *arena, const void *block, const struct tree_node *origin);

/* Takes over a block of that size that came from elsewhere. False if it cannot be used: a count does not fit, an index is of no
 * point, or a number is none. That it is the right geometry is not known. */
bool packed_adopt(struct arena *arena, void *block, size_t size);

#endif
