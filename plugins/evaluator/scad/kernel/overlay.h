/* SPDX-License-Identifier: MIT */
/* One group of coplanar triangles with all that meets them, as a planar subdivision. In stages: segments are collected,
 * cut where they cross, and swept to find the faces between them. */
#ifndef SCAD_KERNEL_OVERLAY_H
#define SCAD_KERNEL_OVERLAY_H

#include "base/rows.h"
#include "kernel/arrangement.h"
#include "kernel/places.h"

struct segment {
    uint32_t from, to; /* points */
    uint32_t carrier;  /* the plane it lies in besides the group's */
    uint32_t source;   /* the triangle that passes through the plane here, or NOTHING */
    uint32_t own;      /* the triangle of the group that ends here, or NOTHING */
};

/* What is needed for one group after the other. */
struct overlay {
    struct arrangement *arrangement;
    struct contacts *contacts;
    struct arena *arena;
    const uint32_t *members; /* the triangles of the group */
    uint32_t member_count;
    struct group group;
    struct {
        struct segment *items;
        size_t count, capacity;
    } segments;
    struct {
        uint32_t *items; /* places where something touches in one point */
        size_t count, capacity;
    } touches;
    struct {
        uint32_t *
            items; /* by different pair of ends: the first of the segments with these; one more at the end */
        size_t count, capacity;
    } distinct;
    struct {
        struct stretch {
            struct segment
                whole; /* from its first end to its last; the rest is that of one of its parts */
            uint32_t first, count; /* of its parts in stretch_parts */
        } * items; /* distinct segments on one line that overlap, or begin where another ends */
        size_t count, capacity;
    } stretches;
    struct {
        uint32_t *items; /* distinct segments */
        size_t count, capacity;
    } stretch_parts;
    struct {
        struct mark {
            uint32_t stretch, vertex; /* it has a vertex here: a point, later its rank */
        } * items;
        size_t count, capacity;
    } marks, sorted_marks;
    struct places places;
    struct {
        struct ranked {
            double x;
            uint32_t vertex; /* a point, and where along the group's first axis it nearly is */
        } * items;
        size_t count, capacity;
    } ranked;
    struct {
        uint32_t *items; /* points in the order of the sweep */
        size_t count, capacity;
    } vertices;
    struct {
        uint32_t *items; /* by point: its place in vertices, or NOTHING */
        size_t count, capacity;
    } ranks;
    struct {
        struct edge *items;
        size_t count, capacity;
    } edges, sorted;
    struct {
        struct change *items;
        size_t count, capacity;
    } changes;
    struct {
        struct island *items;
        size_t count, capacity;
    } islands;
    struct {
        uint32_t *items; /* by vertex: the first edge that begins there */
        size_t count, capacity;
    } begins;
    struct {
        uint32_t *items; /* by vertex: an active edge that ends there, or NOTHING */
        size_t count, capacity;
    } ends;
    struct {
        uint32_t *items; /* sets of faces that are the same */
        size_t count, capacity;
    } same;
    struct {
        int *items; /* by face */
        size_t count, capacity;
    } covers;
    struct rows active; /* edges that the sweep crosses, from below to above */
    struct {
        uint32_t *items; /* by triangle: the last group that saw it as a partner */
        size_t count, capacity;
    } seen;
};

void overlay_open(struct overlay *overlay, struct arrangement *arrangement,
                  struct contacts *contacts);

/* Adds the subdivision of the group with these triangles to the arrangement. */
void overlay_add(struct overlay *overlay, const uint32_t *members, uint32_t member_count);

/* True if a triangle is to end at its edge k though its plane goes on there: that takes a plane of its own. */
bool traces_ends_within(const struct scene *scene, uint32_t triangle, int k);

/* The stages. */
void traces_collect(struct overlay *overlay);
void stretches_find(struct overlay *overlay);
void traces_cut(struct overlay *overlay);
void edges_make(struct overlay *overlay);
void sweep_faces(struct overlay *overlay);

/* 1 if the point is above the edge, 0 on its line, -1 below. */
int overlay_above(const struct overlay *overlay, const struct edge *edge, uint32_t point);

/* -1, 0 or 1 in the order of the sweep. */
int overlay_compare(const struct overlay *overlay, uint32_t a, uint32_t b);

/* 1 if the front of the carrier is below its trace in the plane, -1 if above (for a trace along y: left counts as above). */
signed char overlay_slope(const struct scene *scene, const struct group *group, uint32_t carrier);

#endif
