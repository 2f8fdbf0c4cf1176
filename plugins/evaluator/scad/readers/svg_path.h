/* SPDX-License-Identifier: MIT */
/* The outlines of path data, its curves cut into lines as finely as OpenSCAD cuts them. */
#ifndef SCAD_READERS_SVG_PATH_H
#define SCAD_READERS_SVG_PATH_H

#include "readers/drawing.h"

/* What shapes are drawn with. */
struct svg_brush {
    struct drawing *drawing;
    const struct tree_fragments *fragments;
    struct pen pen; /* for lines that are left open */
};

/* Adds the outlines; none if the data has none. Stops early where the drawing gets too large. */
void svg_path_draw(const struct svg_brush *brush, const char *data);

/* Adds a part of an ellipse's border from (x1, y1) to (x2, y2) to the outline that is being drawn. False if the drawing got
 * too large. */
struct svg_arc {
    double x1, y1, radius_x, radius_y, turned, x2, y2;
    bool large, sweep;
};
bool svg_path_draw_arc(const struct svg_brush *brush, const struct svg_arc *arc);

/* The last outline is that of a line, to be drawn with the pen. */
void svg_path_leave_open(const struct svg_brush *brush);

#endif
