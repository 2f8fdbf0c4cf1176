/* SPDX-License-Identifier: MIT */
/* Where three cells of a roof meet: the middle of the circle that touches their sites. */
#ifndef SCAD_ROOF_JUNCTION_H
#define SCAD_ROOF_JUNCTION_H

#include "roof/plan.h"

struct roof_junction {
    double at[2], height;
};

/* Begins at what the junction is about, and finds where it is but for the last bit. Where one site is an edge and another is a corner
 * of it, the circle touches both where they meet. False, and nothing is changed, if the sites have no junction there. */
bool roof_junction_find(const struct roof_plan *plan, const uint32_t sites[3],
                        struct roof_junction *junction);

#endif
