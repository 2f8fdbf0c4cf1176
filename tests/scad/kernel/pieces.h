/* SPDX-License-Identifier: MIT */
/* The volume of a tree of convex solids by cutting space into convex pieces, each of which is inside or outside of every solid:
 * with nothing of the kernel's, and no grid. */
#ifndef PIECES_H
#define PIECES_H

#include "model.h"

double pieces_volume(const struct model *model);

#endif
