/* SPDX-License-Identifier: MIT */
/* Random trees of booleans, the same for the same seed everywhere. */
#ifndef TREES_H
#define TREES_H

#include "model.h"

/* Boxes with whole corners below 15, three levels of booleans deep or five: the volume is a count of cells. */
struct tree_box {
    uint32_t node;
    int low[3], size[3];
};

struct tree_of_boxes {
    struct model model;
    struct tree_box boxes[1024];
    size_t box_count;
};

void trees_of_boxes(struct tree_of_boxes *tree, uint64_t seed, int depth);

/* Cells of one unit that are inside. */
long trees_count_cells(struct tree_of_boxes *tree);

/* Boxes, prisms and balls, turned by multiples of 15 degrees. */
void trees_of_solids(struct model *model, uint64_t seed, int depth);

#endif
