/* SPDX-License-Identifier: MIT */
/* What a roof must be, found without anything of the roof's: it is closed, over each place of its outlines there is one height, each
 * face belongs to one wall, and it is as large as other arithmetic says. */
#ifndef SCAD_TESTS_JUDGE_H
#define SCAD_TESTS_JUDGE_H

#include "../geometry/bench.h"

enum { SKETCH_POINTS = 4000 };

/* Outlines, one after the other; what an odd number of them contains is inside. */
struct sketch {
    double points[SKETCH_POINTS][2];
    size_t indices[SKETCH_POINTS];
    struct tree_path paths[SKETCH_POINTS / 3];
    size_t count, path_count;
};

void sketch_point(struct sketch *sketch, double x, double y);

/* Ends an outline that began at point `first`. */
void sketch_close(struct sketch *sketch, size_t first);

void sketch_outline(struct sketch *sketch, const double (*points)[2], size_t count);

/* Makes it a copy of a region. False if there is no room for so many points. */
bool sketch_take(struct sketch *sketch, const struct region *region);

struct tree_node *sketch_polygon(struct bench *bench, const struct sketch *sketch);

/* What is below the roof's surface if each place is as high as it is away from the nearest wall. */
double sketch_volume_of_distances(const struct sketch *sketch, int steps);

/* What roof_judge says of one that is not as large as the outlines' areas are. */
extern const char *const roof_fault_size;

/* A fault of the roof over the outlines, which was built last; NULL if it has none. Other outlines may stand for them where areas are
 * counted: the same ones before they were turned. */
const char *roof_judge(const struct bench *bench, const struct sketch *sketch,
                       const struct sketch *counted, enum tree_roof_method method);

#endif
