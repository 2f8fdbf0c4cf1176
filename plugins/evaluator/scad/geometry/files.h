/* SPDX-License-Identifier: MIT */
/* How a build gets the files that a tree names. */
#ifndef SCAD_GEOMETRY_FILES_H
#define SCAD_GEOMETRY_FILES_H

#include "base/text.h"

/* The contents live as long as the build's arena. If the file cannot be had, `message` is what to say of it, whole, with a code
 * of geometry/report.h's kind; or it is empty, and what OpenSCAD says will do. */
struct file_answer {
    struct text contents;
    struct text message;
    const char *code;
};

/* `read` gives the contents of the file with that full name; false if it cannot be had. It may be asked for the same file
 * often. NULL: there are no files. */
struct files {
    bool (*read)(void *context, const char *file, struct file_answer *answer);
    void *context;
};

#endif
