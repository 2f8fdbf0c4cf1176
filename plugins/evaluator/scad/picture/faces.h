/* SPDX-License-Identifier: MIT */
/* The triangles of a stage as the camera sees them. */
#ifndef SCAD_PICTURE_FACES_H
#define SCAD_PICTURE_FACES_H

#include "picture/camera.h"
#include "picture/stage.h"

struct face {
    uint32_t corners[3]; /* places */
    uint32_t part;
    float light; /* what its colour is multiplied with */
    uint8_t
        edges; /* bit by bit, whether the edge opposite that corner can be shown: it is one of the solid */
};

struct faces {
    struct {
        double (*items)[3]; /* as lens_project() says */
        size_t count, capacity;
    } places;
    struct face *items;
    size_t count, capacity;
};

/* What is behind the camera, or too near, is cut off. Edges are looked for if they are wanted. */
void faces_see(struct arena *arena, const struct stage *stage, const struct lens *lens, bool edges,
               struct faces *faces);

#endif
