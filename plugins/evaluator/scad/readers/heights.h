/* SPDX-License-Identifier: MIT */
/* Maps of heights: rows of numbers, or the brightness of a picture. */
#ifndef SCAD_READERS_HEIGHTS_H
#define SCAD_READERS_HEIGHTS_H

#include "readers/reading.h"

enum { HEIGHTS_MAX = 1000000 };

/* Row by row, from y = 0 up. */
struct heights {
    double *values;
    size_t columns, rows;
    double lowest; /* of them, but at most 1 in a text, as in OpenSCAD */
};

/* Reads a PNG file, or a text: a line for each row, short ones filled with 0. False with a problem. `invert` counts for
 * pictures. */
bool heights_read(struct reading *reading, bool invert, struct heights *heights);

#endif
