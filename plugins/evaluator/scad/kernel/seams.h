/* SPDX-License-Identifier: MIT */
/* Where the surface touches itself: points and edges inside of what is surface in one plane at which the surface of another plane ends. */
#ifndef SCAD_KERNEL_SEAMS_H
#define SCAD_KERNEL_SEAMS_H

#include "kernel/arrangement.h"

struct seams {
    /* By point: an edge between different labels begins or ends there in some plane, or may do so. */
    bool *on_border;
    /* Edges between different labels, each from both of its ends, among them all that are inside the surface of another plane; and edges
     * inside of it that several of these cover. */
    struct {
        uint32_t (*items)[2];
        size_t count, capacity;
    } ways;
};

struct seams seams_find(const struct arrangement *arrangement, const signed char *labels,
                        struct arena *arena);

/* True if the edge, which has surface on both sides in its own plane, is where the surface of another ends. */
bool seams_have(const struct seams *seams, uint32_t a, uint32_t b);

#endif
