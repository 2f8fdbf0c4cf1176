/* SPDX-License-Identifier: MIT */
/* Geometry on the command line: builds the shape of an evaluated program and prints it in a format of other programs. */
#ifndef SCAD_EXPORT_H
#define SCAD_EXPORT_H

#include "formats/looks.h"
#include "geometry/files.h"
#include "geometry/progress.h"
#include "language/diagnostic.h"
#include "model/tree.h"
#include "picture/picture.h"

struct export_input {
    struct arena *arena;
    struct sources *sources;
    struct diagnostics *diagnostics; /* what the geometry has to say goes here */
    const struct source *main;
    const struct tree_node *root;
    struct files files; /* that the tree names */
    struct fonts *fonts;
    struct stock *stock; /* of geometry, for all outputs */
    bool last;           /* there is no other output */
    bool two_threads;    /* may work on a solid */
    struct progress progress;
    const struct picture *picture; /* how a picture is to be */
    const struct looks *looks;     /* how other files are to be */
    bool preview;                  /* of a picture: show what % and # mark */
    struct shape *shape;           /* what was built stays here, but for pictures */
};

/* True if a shape can be written in the format of that name (formats/catalogue.h). */
bool export_knows(const char *format);

/* True if the format is a picture: it shows a preview unless the whole model is to be built. */
bool export_is_picture(const char *format);

/* Prints the shape in one of those formats. False, after a diagnostic, if it cannot be built, is empty or has not the
 * dimension that the format needs. */
bool export_print(const struct export_input *input, const char *format, struct builder *out);

#endif
