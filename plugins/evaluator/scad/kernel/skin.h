/* SPDX-License-Identifier: MIT */
/* A closed mesh that is changed in place: half-edges, who is beside whom, and the steps that keep it closed. Half-edge h is edge
 * h % 3 of triangle h / 3. */
#ifndef SCAD_KERNEL_SKIN_H
#define SCAD_KERNEL_SKIN_H

#include "model/mesh.h"

#define SKIN_NONE UINT32_MAX

enum { SKIN_MOST_AROUND = 256 };

struct skin {
    struct mesh *mesh;
    double tolerance; /* how far the surface may move */
    struct arena *scratch;
    uint32_t *twins; /* by half-edge */
    uint32_t
        *leaves; /* by vertex: a half-edge that leaves it, or SKIN_NONE if the vertex is gone */
    bool *gone;  /* by triangle */
    const bool *kept; /* by vertex, or NULL: no triangle there may be changed */
    uint32_t *was;    /* by vertex once the skin is closed, if some are kept: its number before */
    bool *changed;    /* by vertex: a triangle there is not what it was */
    bool *stays; /* by vertex: it may be put nowhere else, as long as no triangle there changes */
    size_t changes;
};

/* The half-edges that leave a vertex. */
struct ring {
    uint32_t items[SKIN_MOST_AROUND];
    unsigned count;
};

/* An edge's two triangles, (a, b, x) and (b, a, y). */
struct hinge {
    uint32_t a, b, x, y;
};

/* Finds who is beside whom. False if an edge has not two triangles. What is `changed` and what it `was` come from the
 * arena, the rest is gone with `scratch`. */
bool skin_open(struct skin *skin, struct mesh *mesh, double tolerance, struct arena *arena,
               struct arena *scratch);

/* From now on no triangle at such vertices may be changed. */
void skin_keep(struct skin *skin, const bool *kept, struct arena *arena);

/* Puts what is left together. */
void skin_close(struct skin *skin);

static inline uint32_t skin_next(uint32_t half_edge)
{
    return half_edge % 3 == 2 ? half_edge - 2 : half_edge + 1;
}

static inline uint32_t skin_before(uint32_t half_edge)
{
    return half_edge % 3 == 0 ? half_edge + 2 : half_edge - 1;
}

static inline uint32_t *skin_corner(const struct skin *skin, uint32_t half_edge)
{
    return &skin->mesh->triangles[half_edge / 3][half_edge % 3];
}

static inline uint32_t skin_origin(const struct skin *skin, uint32_t half_edge)
{
    return *skin_corner(skin, half_edge);
}

static inline uint32_t skin_target(const struct skin *skin, uint32_t half_edge)
{
    return *skin_corner(skin, skin_next(half_edge));
}

static inline const double *skin_place(const struct skin *skin, uint32_t vertex)
{
    return skin->mesh->vertices[vertex];
}

static inline struct hinge skin_hinge(const struct skin *skin, uint32_t edge)
{
    return (struct hinge){ skin_origin(skin, edge), skin_target(skin, edge),
                           skin_origin(skin, skin_before(edge)),
                           skin_origin(skin, skin_before(skin->twins[edge])) };
}

static inline bool skin_keeps(const struct skin *skin, uint32_t vertex)
{
    return skin->kept && skin->kept[vertex];
}

static inline bool skin_keeps_hinge(const struct skin *skin, const struct hinge *hinge)
{
    return skin_keeps(skin, hinge->a) || skin_keeps(skin, hinge->b) || skin_keeps(skin, hinge->x) ||
           skin_keeps(skin, hinge->y);
}

/* Makes two half-edges each other's twins. */
static inline void skin_join(struct skin *skin, uint32_t a, uint32_t b)
{
    skin->twins[a] = b;
    skin->twins[b] = a;
}

/* False if there are too many, or the vertex is gone. */
bool skin_find_ring(const struct skin *skin, uint32_t vertex, struct ring *ring);

/* True if no triangle around one of the ring's neighbours may be changed. */
bool skin_keeps_ring(const struct skin *skin, const struct ring *ring);

/* The half-edge from one vertex to another, or SKIN_NONE. */
uint32_t skin_way(const struct skin *skin, uint32_t from, uint32_t to);

/* True if there may be an edge between them. */
bool skin_has_edge(const struct skin *skin, uint32_t a, uint32_t b);

/* True if the ends of the edge that leads to `to` have no neighbours in common but the two opposite it: else the surface would fold
 * onto itself when they become one. The ring is that of the other end. */
bool skin_may_collapse(const struct skin *skin, const struct ring *ring, uint32_t to);

/* The vertex goes where the half-edge leads, and the two triangles beside it go. */
void skin_collapse(struct skin *skin, const struct ring *ring, uint32_t vertex, uint32_t way);

/* Triangles around a vertex are not what they were: their other corners may be put elsewhere again. */
void skin_loosen(struct skin *skin, const struct ring *ring);

/* The triangles of the edge become (x, a, y) and (y, b, x). */
void skin_flip(struct skin *skin, uint32_t edge);

/* Takes away a shell of four triangles, of which that is one. */
void skin_drop(struct skin *skin, uint32_t triangle);

#endif
