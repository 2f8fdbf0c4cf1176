/* SPDX-License-Identifier: MIT */
/* From where a picture is taken: OpenSCAD's camera, which looks at a point from a distance. */
#ifndef SCAD_PICTURE_CAMERA_H
#define SCAD_PICTURE_CAMERA_H

#include "model/box.h"

#include <stdbool.h>

/* What the program knows as $vpt, $vpr, $vpd and $vpf. */
struct camera {
    double target[3];   /* what it looks at */
    double rotation[3]; /* degrees; (0, 0, 0) looks down from above */
    double distance;    /* from the target */
    double field;       /* degrees that the picture is high */
    bool orthogonal;
    bool view_all;    /* step back until everything is in the picture */
    bool auto_center; /* and look at the middle of it */
};

/* OpenSCAD's, which views all. */
struct camera camera_default(void);

/* A camera at `eye` that looks at `center`; the z axis points up in the picture. */
void camera_look(struct camera *camera, const double eye[3], const double center[3]);

/* Does what view_all and auto_center ask for. A box around nothing is looked at from the default distance. */
void camera_fit(struct camera *camera, const struct box *box);

/* A camera that is ready to see with, for a picture of so many pixels. */
struct lens {
    double axes[3][3]; /* rows: to the right, upward, forward */
    double target[3];
    double distance;
    double near; /* what is not further forward is not seen; -INFINITY if there is no such limit */
    double scale[2];  /* pixels a unit, at distance 1 in perspective */
    double middle[2]; /* of the picture */
    bool orthogonal;
};

struct lens lens_of(const struct camera *camera, int width, int height);

/* Right, up and forward of the camera, as far as the lens is concerned. */
void lens_turn(const struct lens *lens, const double direction[3], double seen[3]);
void lens_see(const struct lens *lens, const double point[3], double seen[3]);

/* Where what was seen falls: x to the right and y down, in pixels, and how near it is, which grows toward the camera. All three
 * change evenly along straight lines. */
void lens_project(const struct lens *lens, const double seen[3], double place[3]);

#endif
