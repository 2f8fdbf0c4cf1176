/* SPDX-License-Identifier: MIT */
/* The formats that a built model can be written in, by name. */
#ifndef SCAD_FORMATS_CATALOGUE_H
#define SCAD_FORMATS_CATALOGUE_H

#include "formats/looks.h"
#include "formats/sink.h"
#include "geometry/shape.h"

struct catalogue_format {
    const char *name;
    int dimension; /* that it can show, 0 for any */
    void (*write)(struct sink *sink, struct arena *arena, const struct shape *shape,
                  const struct looks *looks);
};

/* One of stl, binstl, asciistl, off, obj, amf, 3mf, svg, dxf, pdf, json, png; NULL if there is no such format. */
const struct catalogue_format *catalogue_find(const char *name);

/* Why the shape cannot be written in the format, in OpenSCAD's words; NULL if it can. */
const char *catalogue_problem(const struct catalogue_format *format, const struct shape *shape);

#endif
