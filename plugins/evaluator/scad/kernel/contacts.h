/* SPDX-License-Identifier: MIT */
/* Where triangles of different leaves touch or cross. */
#ifndef SCAD_KERNEL_CONTACTS_H
#define SCAD_KERNEL_CONTACTS_H

#include "kernel/halves.h"
#include "kernel/relevance.h"

/* On `triangle` there is the trace of `other`, from point to point, or one point if both are the same. */
struct contact {
    uint32_t triangle, other, from, to;
};

struct contacts {
    struct contact
        *items; /* by triangle; items[begin[t]] up to begin[t + 1] are those on triangle t */
    size_t count, capacity;
    uint32_t *begin;
    uint32_t *coplanar; /* sets of triangles in one plane whose boxes meet, or which are blurred */
    bool *touched;      /* by triangle: has a contact, or is in one plane with another */
};

/* Leaves out contacts where one of the two leaves is not relevant, and says so in scene->blurred. There is a relevance for each half. */
void contacts_find(struct contacts *contacts, struct scene *scene, struct halves *halves,
                   struct relevance *const relevances[2]);

/* Where the plane meets a triangle that is not in it, given on which side its corners are: two ends, the same ones if it is
 * one point. `points` are those of the ends. Only where the corners are not all on one side. */
void contacts_trace(struct scene *scene, uint32_t triangle, const int128 sides[3],
                    uint32_t points[2]);

#endif
