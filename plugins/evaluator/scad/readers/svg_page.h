/* SPDX-License-Identifier: MIT */
/* The page of an SVG file: its size, its view box, and how that is fitted into it. */
#ifndef SCAD_READERS_SVG_PAGE_H
#define SCAD_READERS_SVG_PAGE_H

#include "readers/svg_value.h"

/* A map from the file's units to millimetres with y upward, and where the middle of the drawing goes if it is to be centered.
 * `dpi` is for sizes without a unit. */
struct svg_page {
    struct svg_matrix matrix;
    double middle[2];
};

struct svg_page svg_page_of(const char *const *attributes, double dpi);

#endif
