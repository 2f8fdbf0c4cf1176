/* SPDX-License-Identifier: MIT */
/* How far a build is, for whoever wants to know. */
#ifndef SCAD_GEOMETRY_PROGRESS_H
#define SCAD_GEOMETRY_PROGRESS_H

#include <stddef.h>

/* `done` of `total` modules are built; a module of that name, or in the end the model, is worked on. */
struct progress_step {
    size_t done, total;
    const char *name;
};

/* Hears of each step that may take time when it begins. */
struct progress {
    void (*listen)(void *context, const struct progress_step *step); /* NULL: nobody listens */
    void *context;
};

#endif
