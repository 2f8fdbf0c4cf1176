/* SPDX-License-Identifier: MIT */
/* What a line is drawn with. */
#ifndef SCAD_MODEL_PEN_H
#define SCAD_MODEL_PEN_H

#include "model/tree.h"

enum pen_cap { PEN_BUTT, PEN_ROUND, PEN_SQUARE };

struct pen {
    double width;
    enum tree_join join;
    enum pen_cap cap;
};

#endif
