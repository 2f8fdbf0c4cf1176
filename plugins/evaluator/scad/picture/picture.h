/* SPDX-License-Identifier: MIT */
/* The room's door: a picture of a model. */
#ifndef SCAD_PICTURE_PICTURE_H
#define SCAD_PICTURE_PICTURE_H

#include "picture/camera.h"
#include "picture/guides.h"
#include "picture/image.h"
#include "picture/stage.h"

enum { PICTURE_SIDE = 512 };

/* How the picture is to be. */
struct picture {
    struct camera camera;
    int width, height;
    const struct scheme *scheme;
    struct guides guides;
};

/* As OpenSCAD has it if nothing is said. */
struct picture picture_default(void);

/* Paints the stage. */
struct image picture_paint(struct arena *arena, const struct picture *picture,
                           const struct stage *stage);

#endif
