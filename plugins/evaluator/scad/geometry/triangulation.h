/* SPDX-License-Identifier: MIT */
/* Outlines in the plane, cut into triangles. The same sweep finds out which outlines are holes and
 * whether any of them touch or cross. */
#ifndef SCAD_GEOMETRY_TRIANGULATION_H
#define SCAD_GEOMETRY_TRIANGULATION_H

#include "geometry/triangles.h"
#include "geometry/work.h"

/* One closed outline: `count` points from `first` on in an array that several share. */
struct outline {
    size_t first, count;
    bool hole;
};

enum triangulation_result {
    TRIANGULATION_DONE,
    TRIANGULATION_CROSSING, /* two outlines, or one with itself, touch or cross */
};

/* Appends counter-clockwise triangles that fill what an odd number of the outlines contain, using
 * no other points than theirs and all of them, and sets `hole` of each outline. Outlines have three
 * points or more and may run either way. Nothing is rounded: what is called simple is simple, as
 * long as the coordinates are within the range of orientation(). */
enum triangulation_result triangulation_append(struct work *work, const double (*points)[2],
                                               struct outline *outlines, size_t outline_count,
                                               struct triangles *triangles);

#endif
