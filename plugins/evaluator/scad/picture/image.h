/* SPDX-License-Identifier: MIT */
/* Rows of pixels, the top one first, and how they become a file. */
#ifndef SCAD_PICTURE_IMAGE_H
#define SCAD_PICTURE_IMAGE_H

#include "formats/sink.h"
#include "model/mesh.h"

enum { IMAGE_SIDE_MAX = 16384 };

struct image {
    int width, height;
    uint8_t (*pixels)[3]; /* red, green, blue */
};

struct image image_new(struct arena *arena, int width, int height);

/* From 0 to 1 each; nothing is painted outside. */
void image_paint(struct image *image, int column, int row, const float rgb[3]);

/* Writes it as PNG. */
void image_write_png(struct sink *sink, struct arena *arena, const struct image *image);

#endif
