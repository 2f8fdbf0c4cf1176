/* SPDX-License-Identifier: MIT */
/* OFF: the mesh in full precision. */
#ifndef SCAD_FORMATS_OFF_H
#define SCAD_FORMATS_OFF_H

#include "formats/sink.h"
#include "model/mesh.h"

void off_write(struct sink *sink, const struct mesh *mesh);

#endif
