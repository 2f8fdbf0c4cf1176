/* SPDX-License-Identifier: MIT */
/* 3MF (3D Manufacturing Format, core specification): what is to be built, in millimetres, all objects with their components
 * moved to where they belong. */
#ifndef SCAD_READERS_THREE_MF_H
#define SCAD_READERS_THREE_MF_H

#include "readers/reading.h"
#include "readers/soup.h"

/* False with a problem if there is no solid to be had. */
bool three_mf_read(struct reading *reading, struct soup *soup);

#endif
