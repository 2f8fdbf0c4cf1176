/* SPDX-License-Identifier: MIT */
/* Areas of the plane: outlines that do not cross, solid ones counter-clockwise, holes clockwise. They touch in points at
 * most. */
#ifndef SCAD_GEOMETRY_REGION_H
#define SCAD_GEOMETRY_REGION_H

#include "geometry/triangulation.h"
#include "model/box.h"

struct region {
    double (*points)[2];
    size_t point_count, point_capacity;
    struct outline *outlines;
    size_t outline_count, outline_capacity;
};

/* Adds an outline without what OpenSCAD cleans away: points nearer to each other than its grid
 * (2^-27), points on the line between their neighbours, outlines of which less than a triangle
 * stays. The region must be oriented afterwards. */
void region_add_outline(struct arena *arena, struct region *region, const double (*points)[2],
                        size_t count);

/* Adds an outline as it is, for one that waits to be worked out. */
void region_add_raw(struct arena *arena, struct region *region, const double (*points)[2],
                    size_t count);

/* Finds out which outlines are holes and lets each run the way it should. */
enum triangulation_result region_orient(struct work *work, struct region *region);

/* Adds all outlines of another region as they are. */
void region_add_region(struct arena *arena, struct region *region, const struct region *other);

/* Adds all outlines of another region after cleaning them again, as they were moved since. Those that touch stay as they are. */
void region_add_moved(struct arena *arena, struct region *region, const struct region *other);

/* Adds a loop of the kernel's answer as it is. */
struct planar_result;
void region_add_loop(struct arena *arena, struct region *region, const struct planar_result *answer,
                     size_t number);

struct box region_box(const struct region *region);

/* The area that an outline runs around; counter-clockwise it counts as positive. */
double region_signed_area(const double (*points)[2], size_t count);

/* How far rounding may have moved what lies in the box, as seen from above: four steps of the kernel's grid, or OpenSCAD's grid if that
 * is wider. */
double region_blur(const struct box *box);

/* Moves every point; a map that mirrors turns the outlines too. */
void region_transform(struct region *region, const double matrix[4][4]);

#endif
