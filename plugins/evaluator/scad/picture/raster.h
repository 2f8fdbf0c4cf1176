/* SPDX-License-Identifier: MIT */
/* From a stage to pixels. */
#ifndef SCAD_PICTURE_RASTER_H
#define SCAD_PICTURE_RASTER_H

#include "picture/image.h"
#include "picture/scheme.h"
#include "picture/stage.h"
#include "picture/stroke.h"

struct raster_input {
    const struct stage *stage;
    const struct lens *lens;
    const struct scheme *scheme;
    const struct dots *dots; /* of strokes, in any order */
    bool edges;              /* show those of solids */
};

/* Paints the whole image, background included. A pixel is what is seen in its middle. */
void raster_paint(struct arena *arena, const struct raster_input *input, struct image *image);

#endif
