/* SPDX-License-Identifier: MIT */
/* The way in: from a geometry tree to the shape that it describes. */
#ifndef SCAD_GEOMETRY_SHAPE_H
#define SCAD_GEOMETRY_SHAPE_H

#include "geometry/files.h"
#include "geometry/progress.h"
#include "geometry/region.h"
#include "geometry/report.h"
#include "model/mesh.h"

struct fonts;
struct stock;

/* What a build may use. */
struct shape_limits {
    size_t vertices;               /* that all steps together may make; 0: SHAPE_VERTICES */
    size_t bytes;                  /* of memory, at any one time; 0: SHAPE_BYTES */
    struct files files;            /* that the tree names */
    const volatile int *cancelled; /* polled; not 0 ends the build soon. May be NULL */
    struct fonts *fonts;           /* for text(); NULL: none */
    struct stock *stock;           /* of what earlier builds worked out; NULL: none */
    bool last;                     /* no build follows that could use the whole of this one */
    bool two_threads;              /* may work on a solid; it is the same with one */
    struct progress progress;
};

enum { SHAPE_VERTICES = 4000000, SHAPE_DEPTH = 5000, SHAPE_REPORTS = 200 };

#define SHAPE_BYTES ((size_t)2 << 30)

/* A built model. Dimension 3: a closed mesh. Dimension 2: a region, and a mesh of it that lies in the
 * plane z = 0 and faces up. Dimension 0: the program makes no geometry. A model of dimension 2 or 3
 * may be empty; then it has no triangles. */
struct shape {
    int dimension;
    struct mesh mesh;
    struct region region;
    bool colored; /* all of it has this one colour */
    float color[4];
};

/* Builds what the tree describes, without what is under `%`; whoever made the tree has chosen the node
 * under `!`. All memory comes from the arena and lives as long; the tree must live as long as the build. False if
 * something of the model cannot be built: then nothing is, and reports say what. A true result may
 * come with warnings and with errors that OpenSCAD, too, survives. */
bool shape_build(struct arena *arena, const struct tree_node *tree,
                 const struct shape_limits *limits, report_listener *listener, void *context,
                 struct shape *shape);

#endif
