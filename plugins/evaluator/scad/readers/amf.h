/* SPDX-License-Identifier: MIT */
/* AMF (ISO/ASTM 52915), also as a zip archive: the meshes of all objects. As in OpenSCAD, units and constellations count for
 * nothing. */
#ifndef SCAD_READERS_AMF_H
#define SCAD_READERS_AMF_H

#include "readers/reading.h"
#include "readers/soup.h"

/* False with a problem if there is no solid to be had. */
bool amf_read(struct reading *reading, struct soup *soup);

#endif
