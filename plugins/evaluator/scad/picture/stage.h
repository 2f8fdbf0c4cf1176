/* SPDX-License-Identifier: MIT */
/* What a picture shows: solids as they were made, and how they are cut. Nothing is worked out: whoever draws finds out for each
 * pixel what is to be seen, as OpenSCAD's preview does. */
#ifndef SCAD_PICTURE_STAGE_H
#define SCAD_PICTURE_STAGE_H

#include "geometry/shape.h"
#include "model/matrix.h"

/* Later layers are painted over earlier ones that are as near. */
enum stage_layer { STAGE_MODEL, STAGE_BACKGROUND, STAGE_HIGHLIGHT, STAGE_LAYERS };

enum stage_kind { STAGE_SOLID, STAGE_UNION, STAGE_DIFFERENCE, STAGE_INTERSECTION };

enum { STAGE_NO_PART = -1 };

/* A solid, or something of the parts that have it as their parent. A part without a parent is seen by itself, whatever it
 * overlaps with. */
struct stage_part {
    enum stage_kind kind;
    enum stage_layer layer;
    int parent, member; /* member: the ancestor without a parent, or the part itself */
    int operand_count;
    bool first;   /* of its parent's operands */
    bool taken;   /* away, so that its inner side is seen */
    bool cut;     /* painted as what was taken away */
    bool all_cut; /* and so is all below it */
    bool has_rgb, has_alpha;
    float color[4];
    const struct mesh *mesh; /* of a solid */
};

struct stage {
    struct stage_part *items; /* each before those that have it as their parent */
    int count, capacity;
    struct box box; /* around all that can be seen */
    struct region
        flat; /* with `is_flat`: the whole model, which lies in the plane and is painted without light */
    bool is_flat;
};

/* What % and # mark is shown in their layers if it is a preview; otherwise as in what is exported, and then nothing is shown
 * that could not be. False, after a report, if something of the model cannot be built. */
bool stage_build(struct arena *arena, const struct tree_node *tree, bool preview,
                 const struct shape_limits *limits, report_listener *listener, void *context,
                 struct stage *stage);

/* A shape that was built, which must live as long. */
void stage_of_shape(struct arena *arena, const struct shape *shape, struct stage *stage);

#endif
