/* SPDX-License-Identifier: MIT */
/* What every step of one build shares: memory, limits, who listens, and whether to stop. */
#ifndef SCAD_GEOMETRY_WORK_H
#define SCAD_GEOMETRY_WORK_H

#include "base/arena.h"
#include "geometry/files.h"
#include "geometry/progress.h"
#include "geometry/report.h"

#include <stdbool.h>

struct fonts;
struct stock;

struct work {
    struct arena *arena;
    struct fonts *fonts; /* NULL: none */
    struct stock *stock; /* of what was worked out before; NULL: none */
    size_t vertices_left;
    const struct files *files;
    report_listener *listener; /* NULL: nobody */
    void *context;
    const struct tree_node *node; /* being built; reports name it */
    size_t reports;               /* so far, whether or not anybody heard them */
    size_t reports_left;
    struct progress progress;
    size_t modules_done, modules; /* of the tree; not counted if nobody listens */
    bool two_threads;             /* may work on a solid */
    bool failed;                  /* something is reported for which nothing may be built */
};

/* Takes the vertices from what may still be made. False, with a report, if that is too little. */
bool work_take_vertices(struct work *work, size_t count);

/* Says that something of that name is worked on now. */
void work_begin(struct work *work, const char *name);

/* Reports about the node being built and goes on. */
void work_warn(struct work *work, const char *code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void work_complain(struct work *work, const char *code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Reports about the node being built in words that tell where, or that OpenSCAD says without a place; goes on. */
void work_tell(struct work *work, enum report_severity severity, const char *code,
               const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Reports, and marks the build as failed. Always false, so that it can be returned. */
bool work_fail(struct work *work, const char *code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
