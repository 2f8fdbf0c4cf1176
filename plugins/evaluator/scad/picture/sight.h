/* SPDX-License-Identifier: MIT */
/* What is seen along the line of sight through one pixel: which of the surfaces that it passes are there once the solids are
 * cut, and in which colours they add up. */
#ifndef SCAD_PICTURE_SIGHT_H
#define SCAD_PICTURE_SIGHT_H

#include "picture/scheme.h"
#include "picture/stage.h"

#define SIGHT_NO_PART UINT32_MAX

/* The line of sight passes a surface, or a stroke: something thin and opaque that belongs to no solid. */
struct hit {
    double nearness;
    uint32_t column; /* of the picture, for who sorts hits by pixels */
    uint32_t part;   /* SIGHT_NO_PART: a stroke */
    int turn;        /* 1: into the solid, -1: out of it */
    uint32_t color;  /* of a stroke, 0xRRGGBB */
    float light;     /* of a surface, as is the next */
    float edge;      /* 0: as the surface, 1: as its edge */
};

struct sight {
    struct arena *arena;
    const struct stage *stage;
    struct sight_part *parts; /* what is known of each part of the stage */
    double tie,
        tie_share; /* surfaces this near to each other, or this share of their nearness, are in one place */
    float rgb[3], cover; /* of what was passed so far */
    uint32_t group;
};

/* For a lens at that distance. */
void sight_open(struct sight *sight, struct arena *arena, const struct stage *stage,
                const struct scheme *scheme, bool orthogonal, double distance);

/* Sorts the hits and follows the line. `rgb` is the colour of the background, and then what is seen. */
void sight_follow(struct sight *sight, struct hit *hits, size_t count, float rgb[3]);

#endif
