/* SPDX-License-Identifier: MIT */
/* What the command line says of pictures, understood. */
#ifndef SCAD_VIEWS_H
#define SCAD_VIEWS_H

#include "command/arguments.h"
#include "picture/picture.h"

struct views {
    struct picture picture;
    bool camera_is_fixed; /* the program has no say in it */
};

/* Reads the options. False, with what is to be said, if they make no sense; what is only passed over is said too. */
bool views_read(const struct view_options *options, struct builder *said, struct views *views);

#endif
