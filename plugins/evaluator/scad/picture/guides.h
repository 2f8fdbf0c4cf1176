/* SPDX-License-Identifier: MIT */
/* What --view adds to a picture: axes, their scales, crosshairs. */
#ifndef SCAD_PICTURE_GUIDES_H
#define SCAD_PICTURE_GUIDES_H

#include "picture/stroke.h"

struct guides {
    bool axes, crosshairs;
    bool scales; /* if there are axes */
    bool edges;  /* of the solids */
};

/* Draws what is wanted for a picture of that size. Edges are for who paints the solids. */
void guides_draw(struct arena *arena, const struct guides *guides, const struct lens *lens,
                 const struct scheme *scheme, int width, int height, struct dots *dots);

#endif
