/* SPDX-License-Identifier: MIT */
/* OpenSCAD's colour schemes, by their names. */
#ifndef SCAD_PICTURE_SCHEME_H
#define SCAD_PICTURE_SCHEME_H

#include "base/text.h"

/* What is painted in a scheme's colours. */
enum scheme_role {
    SCHEME_BACKGROUND,
    SCHEME_BACKGROUND_FOOT, /* the background at the lower end, which it turns into */
    SCHEME_AXES,
    SCHEME_FACE,
    SCHEME_CUT, /* faces that something taken away has left */
    SCHEME_FLAT,
    SCHEME_FLAT_EDGE,
    SCHEME_CROSSHAIR,
    SCHEME_ROLES
};

struct scheme {
    const char *name;
    uint32_t colors[SCHEME_ROLES]; /* 0xRRGGBB */
};

/* Cornfield. */
const struct scheme *scheme_default(void);

/* NULL if there is none of that name. */
const struct scheme *scheme_find(const char *name);

/* All names, a line each. */
void scheme_print_names(struct builder *builder);

/* Red, green and blue from 0 to 1. */
void scheme_color(const struct scheme *scheme, enum scheme_role role, float rgb[3]);

#endif
