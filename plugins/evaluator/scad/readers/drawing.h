/* SPDX-License-Identifier: MIT */
/* A flat drawing as a file has it: outlines of areas, and lines drawn with pens. Nothing is known about them yet. */
#ifndef SCAD_READERS_DRAWING_H
#define SCAD_READERS_DRAWING_H

#include "base/text.h"
#include "model/pen.h"

enum { DRAWING_NOTES = 50 };

struct drawing_outline {
    size_t first, count;   /* of the points */
    const struct pen *pen; /* the outline is that of a line drawn with it; NULL: of an area */
};

/* What an odd number of its outlines contain, moved by the matrix. The drawing is the union of its shapes, which may
 * share outlines. */
struct drawing_shape {
    size_t first, count; /* of the outlines */
    double matrix[2][3];
};

enum drawing_tone {
    DRAWING_WARNING,
    DRAWING_REMARK, /* a warning that OpenSCAD does not say the place of */
    DRAWING_ERROR,
};

/* Something to be said of the file, with a NUL behind it. */
struct drawing_note {
    enum drawing_tone tone;
    struct text message;
};

struct drawing {
    struct arena *arena;
    struct {
        double (*items)[2];
        size_t count, capacity;
    } points;
    struct {
        struct drawing_outline *items;
        size_t count, capacity;
    } outlines;
    struct {
        struct drawing_shape *items;
        size_t count, capacity;
    } shapes;
    struct {
        struct drawing_note *items;
        size_t count, capacity;
    } notes;
    double middle[2];   /* where the middle of its box is to be if it is to be centered */
    size_t points_left; /* that may still be added */
    bool too_large;     /* more was wanted; what there is, is not all */
};

struct drawing drawing_in(struct arena *arena, size_t points);

/* Takes so many points from those that may still be added. False, and the drawing is too large, if they are not there. */
bool drawing_take_points(struct drawing *drawing, size_t count);

/* Adds a point to the outline that is being drawn, which is the last; it must have been taken before. */
void drawing_add_point(struct drawing *drawing, double x, double y);

/* Begins an outline after the last one. */
struct drawing_outline *drawing_begin(struct drawing *drawing);

/* The outline that is being drawn. */
struct drawing_outline *drawing_last(struct drawing *drawing);

/* Only the first DRAWING_NOTES are kept. */
void drawing_note(struct drawing *drawing, enum drawing_tone tone, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
