/* SPDX-License-Identifier: MIT */
/* Rings of vertices, one for each height, with walls between them and a cap at each end. A top that is
 * scaled to nothing is a single vertex, one that is scaled flat is a ridge of vertices in a line. */
#include "geometry/linear_extrude.h"

#include "base/sort.h"
#include "geometry/cap.h"
#include "geometry/segments.h"
#include "kernel/crossings.h"
#include "model/fragments.h"

/* A vertex of a top that is scaled flat: how far along the ridge it lies, and its place in order. */
struct ridge_point {
    double along;
    uint32_t ring_index;
};

struct extrusion {
    struct work *work;
    const struct tree_linear_extrude *source;
    struct bending bending;
    const struct region *whole;   /* as it was given */
    const struct region *profile; /* with its edges cut into segments */
    struct mesh *mesh;
    bool *touching; /* set if outlines touch each other or themselves, or the walls do */
    struct triangles triangles;
    bool ridged;         /* the top is a ridge or a single vertex */
    uint32_t *ridge;     /* by index in the ring: place along the ridge, 0 first */
    uint32_t ridge_size; /* vertices of the ridge */
};

static double radius_of(const struct region *profile)
{
    double radius = 0;
    for (size_t i = 0; i < profile->point_count; i++)
        radius = fmax(radius, hypot(profile->points[i][0], profile->points[i][1]));
    return radius;
}

static double largest_shift(const struct region *profile, const double scale[2])
{
    double shift = 0;
    for (size_t i = 0; i < profile->point_count; i++)
        shift = fmax(shift, hypot(profile->points[i][0] * (1.0 - scale[0]),
                                  profile->points[i][1] * (1.0 - scale[1])));
    return shift;
}

static size_t slice_count(const struct tree_node *node, const struct region *profile)
{
    const struct tree_linear_extrude *source = &node->as.linear_extrude;
    const struct tree_fragments *fragments = &node->fragments;
    const double *scale = source->scale;
    double height = source->height[2];
    if (source->has_slices)
        return source->slices > 1 ? (size_t)source->slices : 1;
    size_t slices = 1;
    if (scale[0] != scale[1])
        slices = fragments_of_slope(fragments, largest_shift(profile, scale), height);
    if (source->twist == 0)
        return slices;
    double radius = radius_of(profile);
    size_t turns =
        scale[0] == scale[1] && scale[0] != 1.0
            ? fragments_of_conical_helix(fragments, radius, height, source->twist, scale[0])
            : fragments_of_helix(fragments, radius, height, source->twist);
    return turns > slices ? turns : slices;
}

static void set_ring(struct extrusion *extrusion, size_t slice)
{
    const struct region *profile = extrusion->profile;
    const double *height = extrusion->source->height;
    double base = extrusion->source->center ? -0.5 : 0.0;
    double lift[3];
    for (int axis = 0; axis < 3; axis++)
        lift[axis] =
            height[axis] * base + height[axis] * (double)slice / (double)extrusion->bending.slices;
    double(*vertices)[3] = extrusion->mesh->vertices + slice * profile->point_count;
    for (size_t i = 0; i < profile->point_count; i++) {
        arena_poll(extrusion->work->arena);
        double bent[2];
        segments_bend(&extrusion->bending, slice, profile->points[i], bent);
        vertices[i][0] = bent[0] + lift[0];
        vertices[i][1] = bent[1] + lift[1];
        vertices[i][2] = lift[2];
    }
}

static int compare_ridge_points(const void *left, const void *right)
{
    const struct ridge_point *a = left, *b = right;
    if (a->along != b->along)
        return a->along < b->along ? -1 : 1;
    return (a->ring_index > b->ring_index) - (a->ring_index < b->ring_index);
}

/* Replaces the top ring by the vertices of the ridge, each once however it was rounded, from one end to the other. */
static void fold_top(struct extrusion *extrusion)
{
    struct arena *arena = extrusion->work->arena;
    size_t count = extrusion->profile->point_count;
    size_t first = extrusion->bending.slices * count;
    double(*top)[3] = extrusion->mesh->vertices + first;
    int axis = extrusion->source->scale[0] == 0 ? 1 : 0;
    struct ridge_point *points = arena_take(arena, count * sizeof *points);
    for (size_t i = 0; i < count; i++) {
        arena_poll(arena);
        points[i] = (struct ridge_point){ top[i][axis], (uint32_t)i };
    }
    sort_items(arena, points, count, sizeof *points, compare_ridge_points);
    extrusion->ridge = arena_take(arena, count * sizeof *extrusion->ridge);
    double noticeable = 1e-9 * fmax(fabs(points[0].along), fabs(points[count - 1].along));
    uint32_t place = 0;
    top[place][axis] = points[0].along;
    for (size_t i = 0; i < count; i++) {
        arena_poll(arena);
        if (points[i].along - top[place][axis] > noticeable)
            top[++place][axis] = points[i].along;
        extrusion->ridge[points[i].ring_index] = place;
    }
    extrusion->ridge_size = place + 1;
    extrusion->mesh->vertex_count = first + extrusion->ridge_size;
}

static void add_triangle(struct extrusion *extrusion, size_t a, size_t b, size_t c)
{
    triangles_add(extrusion->work->arena, &extrusion->triangles, a, b, c);
}

/* -1, 0, 1 as the first vector is shorter, about as long, longer. */
static int compare_lengths(double first, double second)
{
    double difference = 2.0 * fabs(first - second) * 1e5;
    if (difference <= first + second)
        return 0;
    return first < second ? -1 : 1;
}

/* The corners of a wall, bottom and top. */
struct wall {
    size_t previous, current, high_previous, high_current;
    bool hole;
};

/* Does the diagonal go from the previous bottom to the current top? The shorter one is taken; equal ones follow the twist. */
static bool leans_forward(const struct extrusion *extrusion, const struct wall *wall)
{
    const double(*at)[3] = (const double(*)[3])extrusion->mesh->vertices;
    double shift_x = extrusion->source->height[0] / (double)extrusion->bending.slices;
    double shift_y = extrusion->source->height[1] / (double)extrusion->bending.slices;
    double forward = hypot(at[wall->previous][0] + shift_x - at[wall->high_current][0],
                           at[wall->previous][1] + shift_y - at[wall->high_current][1]);
    double backward = hypot(at[wall->current][0] + shift_x - at[wall->high_previous][0],
                            at[wall->current][1] + shift_y - at[wall->high_previous][1]);
    int order = compare_lengths(forward, backward);
    bool twists_back = extrusion->source->twist <= 0;
    return order < 0 || (order == 0 && wall->hole == twists_back);
}

static void add_wall(struct extrusion *extrusion, const struct wall *wall)
{
    if (leans_forward(extrusion, wall)) {
        add_triangle(extrusion, wall->current, wall->high_current, wall->previous);
        add_triangle(extrusion, wall->high_previous, wall->previous, wall->high_current);
    } else {
        add_triangle(extrusion, wall->current, wall->high_previous, wall->previous);
        add_triangle(extrusion, wall->current, wall->high_current, wall->high_previous);
    }
}

/* A wall below the ridge meets each vertex of the ridge that it passes. As in OpenSCAD its diagonal is the longer one. */
static void add_ridge_wall(struct extrusion *extrusion, const struct wall *wall)
{
    bool forward = !leans_forward(extrusion, wall);
    size_t from = wall->high_current, to = wall->high_previous;
    size_t foot = forward ? wall->previous : wall->current;
    add_triangle(extrusion, wall->current, forward ? from : to, wall->previous);
    while (from != to) {
        size_t next = from < to ? from + 1 : from - 1;
        add_triangle(extrusion, foot, from, next);
        from = next;
    }
}

static void add_walls(struct extrusion *extrusion, size_t slice)
{
    const struct region *profile = extrusion->profile;
    bool ridge = extrusion->ridged && slice + 1 == extrusion->bending.slices;
    size_t bottom = slice * profile->point_count, top = bottom + profile->point_count;
    for (size_t o = 0; o < profile->outline_count; o++) {
        const struct outline *outline = &profile->outlines[o];
        for (size_t i = 0; i < outline->count; i++) {
            size_t previous = outline->first + i;
            size_t current = outline->first + (i + 1) % outline->count;
            struct wall wall = { bottom + previous, bottom + current, top + previous, top + current,
                                 outline->hole };
            if (ridge) {
                wall.high_previous = top + extrusion->ridge[previous];
                wall.high_current = top + extrusion->ridge[current];
                add_ridge_wall(extrusion, &wall);
            } else {
                add_wall(extrusion, &wall);
            }
        }
    }
}

static bool add_caps(struct extrusion *extrusion)
{
    const struct region *profile = extrusion->profile;
    struct triangles caps = { 0 };
    if (!cap_append(extrusion->work, extrusion->whole, extrusion->profile, &caps,
                    extrusion->touching))
        return false;
    size_t top = extrusion->bending.slices * profile->point_count;
    for (size_t i = 0; i < caps.count; i++) {
        const uint32_t *cap = caps.items[i];
        add_triangle(extrusion, cap[0], cap[2], cap[1]);
        if (!extrusion->ridged)
            add_triangle(extrusion, top + cap[0], top + cap[1], top + cap[2]);
    }
    return true;
}

static bool build(struct extrusion *extrusion)
{
    size_t slices = extrusion->bending.slices;
    size_t stride = extrusion->profile->point_count;
    if (!work_take_vertices(extrusion->work, stride * (slices + 1)))
        return false;
    *extrusion->mesh = mesh_new(extrusion->work->arena, stride * (slices + 1), 0);
    for (size_t slice = 0; slice <= slices; slice++)
        set_ring(extrusion, slice);
    if (extrusion->ridged)
        fold_top(extrusion);
    for (size_t slice = 0; slice < slices; slice++)
        add_walls(extrusion, slice);
    if (!add_caps(extrusion))
        return false;
    extrusion->mesh->triangles = extrusion->triangles.items;
    extrusion->mesh->triangle_count = extrusion->triangles.count;
    return true;
}

/* What is not is left out of the model. */
static bool is_finite(const struct mesh *mesh)
{
    for (size_t i = 0; i < 3 * mesh->vertex_count; i++)
        if (!isfinite(mesh->vertices[i / 3][i % 3]))
            return false;
    return true;
}

/* Walls below a ridge are not flat: what they are divided into may pass through others. */
static bool crosses_itself(struct work *work, const struct mesh *mesh)
{
    if (!is_finite(mesh))
        return false;
    struct arena *scratch = arena_within(work->arena);
    const struct grid grid =
        grid_for_points(scratch, (const double(*)[3])mesh->vertices, mesh->vertex_count);
    struct halves halves;
    halves_open(&halves, scratch, work->two_threads);
    size_t crossings = crossings_count(mesh, &grid, CROSSINGS_ANYWHERE, NULL, NULL, &halves);
    halves_close(&halves);
    arena_close(scratch);
    return crossings > 0;
}

bool linear_extrude_build(struct work *work, const struct tree_node *node,
                          const struct region *profile, struct mesh *mesh, bool *touching)
{
    const struct tree_linear_extrude *source = &node->as.linear_extrude;
    if (!(source->height[2] > 0) || profile->outline_count == 0)
        return true;
    struct extrusion extrusion = {
        .work = work,
        .source = source,
        .whole = profile,
        .profile = profile,
        .mesh = mesh,
        .touching = touching,
    };
    extrusion.bending = (struct bending){
        .fragments = &node->fragments,
        .twist = source->twist,
        .scale = { source->scale[0], source->scale[1] },
        .slices = slice_count(node, profile),
        .segments = source->has_segments ? (size_t)source->segments : 0,
    };
    extrusion.ridged = source->scale[0] == 0 || source->scale[1] == 0;
    size_t fewest = profile->point_count * (extrusion.bending.slices + 1);
    if (fewest > work->vertices_left)
        return work_take_vertices(work, fewest);
    bool bent = source->twist != 0 || source->scale[0] != source->scale[1];
    bool whole = source->has_segments && source->segments == 0;
    struct region cut = { 0 };
    if (!whole && (bent || extrusion.bending.segments > 0)) {
        if (!segments_cut(work, profile, &extrusion.bending, &cut))
            return false;
        extrusion.profile = &cut;
    }
    if (!build(&extrusion))
        return false;
    if (extrusion.ridged && (!mesh_is_paired(work->arena, mesh) || crosses_itself(work, mesh)))
        *touching = true;
    return true;
}
