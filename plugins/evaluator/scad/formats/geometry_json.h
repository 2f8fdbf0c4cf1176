/* SPDX-License-Identifier: MIT */
/* A shape as JSON, for programs that show it. */
#ifndef SCAD_FORMATS_GEOMETRY_JSON_H
#define SCAD_FORMATS_GEOMETRY_JSON_H

#include "formats/sink.h"
#include "geometry/shape.h"

/* {"vertices":[x,y,z,...],"indices":[i,j,k,...],"normals":[x,y,z,...],
 *  "bounds":{"min":[3],"max":[3]},"stats":{"vertexCount":n,"faceCount":n,"volume":n}}
 * Vertices and normals are the doubles nearest to single precision; bounds and volume are not rounded.
 * A flat shape lies in the plane z = 0 and has "dimension":2 and, in stats, "area"; a shape of one
 * colour has "color":{"r":...,"g":...,"b":...,"a":...}. The bounds of nothing are zeros. Scratch memory
 * comes from the arena. */
void geometry_json_write(struct sink *sink, struct arena *arena, const struct shape *shape);

#endif
