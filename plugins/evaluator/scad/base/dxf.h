/* SPDX-License-Identifier: MIT */
/* The entities of a DXF drawing, one after the other: of the pairs of a group code and a value, those that dimensions, lines,
 * curves and blocks are made of. */
#ifndef SCAD_BASE_DXF_H
#define SCAD_BASE_DXF_H

#include "base/text.h"

enum dxf_section { DXF_OTHER, DXF_BLOCKS, DXF_ENTITIES };

/* A coordinate after the other, as they come. */
struct dxf_coordinates {
    double *items;
    size_t count, capacity;
};

/* What a number means is for who knows the kind. */
struct dxf_entity {
    enum dxf_section section;
    struct text kind;            /* code 0, such as "LINE" */
    struct text name;            /* 1 */
    struct text block;           /* 2 */
    struct text layer;           /* 8 */
    double points[7][2];         /* 10 to 16 and 20 to 26, the last of each */
    struct dxf_coordinates x, y; /* 10 and 11, 20 and 21: all of them */
    double size;                 /* 40: a radius, the ratio of an ellipse's axes */
    double first, second;        /* 41, 42: angles in radians, factors of scale */
    double angle, last_angle;    /* 50, 51: in degrees */
    int flags;                   /* 70 */
};

struct dxf {
    struct arena *arena;
    const char *file; /* for messages */
    double origin[2],
        scale; /* taken off the coordinates that are not in blocks; those of sizes only scaled */
    void (*complain)(void *context, const char *message);
    void *context;
    struct text rest, next_kind;
    enum dxf_section section;
    size_t complaints_left;
    struct dxf_entity entity;
};

/* A drawing to be read; whoever reads it may set origin and scale first. */
struct dxf dxf_of(struct arena *arena, struct text contents, const char *file,
                  void (*complain)(void *context, const char *message), void *context);

/* The next entity, valid until the one after it is read; NULL at the end, or where the text is no DXF. */
const struct dxf_entity *dxf_next(struct dxf *dxf);

#endif
