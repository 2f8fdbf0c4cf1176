/* SPDX-License-Identifier: MIT */
/* What the geometry has to say about a tree while it builds it. */
#ifndef SCAD_GEOMETRY_REPORT_H
#define SCAD_GEOMETRY_REPORT_H

#include "model/tree.h"

#include <stdbool.h>

enum report_severity {
    REPORT_WARNING, /* OpenSCAD warns, and goes on */
    REPORT_ERROR,   /* OpenSCAD says error and goes on without this object, or nothing is built */
    REPORT_DEPRECATED,
};

/* Valid only while the listener runs. */
struct report {
    enum report_severity severity;
    const char *code; /* a constant such as "OBJECT_REMOVED" */
    const struct tree_node *node;
    struct tree_position position; /* the node's, or the nearest that is known */
    const char *message;
    bool
        tells_where; /* the message does; or OpenSCAD says it without a place, and so does who prints it */
};

typedef void report_listener(void *context, const struct report *report);

/* The codes. The first two mean that nothing is built. */
#define REPORT_TOO_LARGE "GEOMETRY_TOO_LARGE" /* more vertices or deeper nesting than allowed */
#define REPORT_CANCELLED "GEOMETRY_CANCELLED"
#define REPORT_INVALID   "INVALID_GEOMETRY" /* a polyhedron that bounds no solid */
#define REPORT_REMOVED   "OBJECT_REMOVED"   /* the object is left out, the rest is built */
#define REPORT_NO_FILE   "IMPORT_NOT_FOUND"
#define REPORT_BAD_FILE  "INVALID_FILE"     /* not what its name promises, or only in part */
#define REPORT_NO_FONT   "FONT_NOT_FOUND"   /* a text is left out */
#define REPORT_TEXT      "TEXT"             /* a text is not as it was asked for */
#define REPORT_MIXED     "MIXED_DIMENSIONS" /* 2D in 3D or 3D in 2D, left out */

#endif
