/* SPDX-License-Identifier: MIT */
/* AMF (ISO/ASTM 52915): the mesh in full precision, in millimetres. */
#ifndef SCAD_FORMATS_AMF_H
#define SCAD_FORMATS_AMF_H

#include "formats/sink.h"
#include "model/mesh.h"

void amf_write(struct sink *sink, const struct mesh *mesh);

#endif
