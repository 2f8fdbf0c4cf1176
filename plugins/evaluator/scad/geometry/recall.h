/* SPDX-License-Identifier: MIT */
/* Whether something was worked out before, by this build or an earlier one. */
#ifndef SCAD_GEOMETRY_RECALL_H
#define SCAD_GEOMETRY_RECALL_H

#include "base/digest.h"
#include "geometry/operands.h"
#include "geometry/work.h"

/* What is being worked out because it was not there. */
struct recall {
    bool wanted; /* it may be kept */
    struct digest key;
    size_t points;                /* that it is made of */
    size_t reports;               /* before it was begun; */
    size_t vertices;              /* left then; */
    const struct tree_node *node; /* and the module, if it is one */
};

/* What the module work->node made of the same children. False if it is not known: it is then to be made, and given to
 * recall_keep(). */
bool recall_module(struct work *work, const struct operands *operands, struct recall *recall,
                   struct pieces *pieces);

/* The same for the union of pieces, which has no colour and no origin then. */
bool recall_union(struct work *work, const struct pieces *pieces, struct recall *recall,
                  struct pieces *result);

/* Keeps what has been made, unless something was said meanwhile: that is to be said every time, so it is made every time. */
void recall_keep(struct work *work, const struct recall *recall, const struct pieces *pieces);

#endif
