/* SPDX-License-Identifier: MIT */
/* Straight lines in space, as wide in the picture wherever they are. */
#ifndef SCAD_PICTURE_STROKE_H
#define SCAD_PICTURE_STROKE_H

#include "picture/camera.h"
#include "picture/sight.h"

struct stroke {
    double from[3], to[3];
    uint32_t color; /* 0xRRGGBB */
    int width;      /* pixels */
    bool dotted;    /* three pixels are left out, three are painted */
    bool on_top;    /* of all else */
};

struct strokes {
    struct stroke *items;
    size_t count, capacity;
};

/* A pixel of a stroke. */
struct dot {
    int row;
    struct hit hit;
};

struct dots {
    struct dot *items;
    size_t count, capacity;
};

/* Adds the pixels of the stroke that are in a picture of that size. */
void stroke_draw(struct arena *arena, const struct stroke *stroke, const struct lens *lens,
                 int width, int height, struct dots *dots);

#endif
