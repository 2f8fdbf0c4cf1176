/* SPDX-License-Identifier: MIT */
/* Which faces of a map are inside of what a model describes. */
#ifndef SCAD_PLANAR_INSIDES_H
#define SCAD_PLANAR_INSIDES_H

#include "planar/map.h"

/* By face. The model's formula holds nothing again afterwards. */
const bool *insides_find(const struct map *map, const struct planar_model *model,
                         struct arena *arena);

#endif
