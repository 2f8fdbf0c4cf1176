/* SPDX-License-Identifier: MIT */
/* The faces of all leaves, cut where they meet: for each plane with something in it a planar subdivision. */
#ifndef SCAD_KERNEL_ARRANGEMENT_H
#define SCAD_KERNEL_ARRANGEMENT_H

#include "kernel/contacts.h"

#define NOTHING UINT32_MAX

/* A piece of an edge that nothing crosses, from the vertex that comes first in the order of the sweep (x, then y). */
struct edge {
    uint32_t from, to; /* vertices of its group */
    uint32_t carrier;  /* the edge lies in this plane too */
    uint32_t changes, change_count;
    uint32_t below, above; /* faces */
    uint32_t
        own; /* the one triangle of the group that ends here, if nothing else does; or NOTHING */
    uint32_t mate; /* where the surface goes on from `own`: an edge of another group, or a face */
    uint8_t mate_kind;    /* enum mate_kind */
    signed char slope;    /* 1 if the carrier's front is below, -1 if above */
    signed char own_side; /* 1 if `own` is above, -1 if below */
    int cover;            /* how many more triangles cover the face above than the one below */
};

enum mate_kind { MATE_NONE, MATE_EDGE, MATE_FACE };

/* What is added to a leaf's windings in front of the plane and behind it on the way over an edge from below to above. */
struct change {
    uint32_t leaf;
    signed char front, back;
};

/* A vertex at which no edge begins or ends: something touches the inside of a face there. */
struct island {
    uint32_t vertex, face;
};

/* A connected part of a plane in which triangles were touched. */
struct group {
    uint32_t plane; /* of the first of its triangles: its front is the group's */
    int x, y;       /* the axes along which it is seen, counter-clockwise from the front */
    uint32_t vertices, vertex_count, edges, edge_count, islands, island_count;
    bool blurred; /* one of its triangles is */
};

/* Triangles of leaves that nothing touches make faces too: those have no group, and no edges of their own. */
struct face {
    uint32_t group;
    int cover; /* triangles that cover it, those that were culled left out */
};

struct arrangement {
    struct scene *scene;
    struct arena *arena;
    struct {
        struct group *items;
        size_t count, capacity;
    } groups;
    struct {
        struct edge *items;
        size_t count, capacity;
    } edges;
    struct {
        uint32_t *items; /* points, in the order of the sweep within a group */
        size_t count, capacity;
    } vertices;
    struct {
        struct change *items;
        size_t count, capacity;
    } changes;
    struct {
        struct island *items;
        size_t count, capacity;
    } islands;
    struct {
        struct face *items;
        size_t count, capacity;
    } faces;
    struct {
        struct component {
            uint32_t triangle; /* one of them */
            bool blurred;      /* one of them is */
            bool hidden;       /* one of them is beside a culled one: nothing can be seen of it */
        } * items;             /* by face of untouched triangles, from first_component on */
        size_t count, capacity;
    } components;
    uint32_t first_component;
    uint32_t
        *component; /* by triangle: the face of untouched triangles that it is in, or NOTHING */
};

/* What lies in some planes: its changes and faces are numbered from 0 on. */
struct division {
    const uint32_t *vertices;
    const struct edge *edges;
    const struct island *islands;
    const struct change *changes;
    size_t vertex_count, edge_count, island_count, change_count;
};

/* Puts it behind what is there; its faces are to follow, and its groups. */
void arrangement_append(struct arrangement *arrangement, const struct division *division);

/* Cuts everything that was touched. */
void arrangement_build(struct arrangement *arrangement, struct scene *scene,
                       struct contacts *contacts, struct arena *arena);

#endif
