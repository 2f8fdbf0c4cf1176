/* SPDX-License-Identifier: MIT */
/* --summary and --summary-file: figures of what came out, as OpenSCAD prints them. */
#ifndef SCAD_SUMMARY_H
#define SCAD_SUMMARY_H

#include "command/arguments.h"
#include "geometry/shape.h"
#include "geometry/stock.h"
#include "picture/camera.h"

struct summary {
    const struct shape *shape; /* dimension 0: none was built, as for a preview */
    const struct camera *camera;
    struct stock_figures stock;
    size_t stock_limit;    /* in bytes */
    uint64_t milliseconds; /* that building took */
};

/* Prints what --summary names to standard error, or all of it that JSON has to the file that --summary-file names; nothing if
 * neither was given. False, after a message, if the file cannot be written. */
bool summary_print(const struct arguments *arguments, struct arena *arena,
                   const struct summary *summary);

#endif
