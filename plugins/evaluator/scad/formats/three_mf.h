/* SPDX-License-Identifier: MIT */
/* 3MF (3D Manufacturing Format, core specification): the mesh in full precision, in millimetres. */
#ifndef SCAD_FORMATS_THREE_MF_H
#define SCAD_FORMATS_THREE_MF_H

#include "base/text.h"
#include "formats/sink.h"
#include "model/mesh.h"

/* The archive is made in the arena. */
void three_mf_write(struct sink *sink, struct arena *arena, const struct mesh *mesh);

#endif
