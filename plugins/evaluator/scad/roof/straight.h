/* SPDX-License-Identifier: MIT */
/* Roofs of flat faces, one over each wall: what the outlines pass over when all walls move inward at the same speed. */
#ifndef SCAD_ROOF_STRAIGHT_H
#define SCAD_ROOF_STRAIGHT_H

#include "roof/creases.h"

/* Adds the creases of the roof over the plan: the ways of its corners. None, if they do not come to an end. */
void roof_straight(struct work *work, const struct region *plan, struct roof_creases *creases);

#endif
