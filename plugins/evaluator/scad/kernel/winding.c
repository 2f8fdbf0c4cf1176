/* SPDX-License-Identifier: MIT */
/* Rays from a place that is moved a little: along the face by e, off it by e squared. What a ray meets is decided by
 * the first power of e that does not vanish. (H. Edelsbrunner and E. P. Muecke, "Simulation of Simplicity", 1990.) */
#include "kernel/winding.h"

#include <math.h>

enum { TRIES = 8, DIRECTION_BITS = 11, DIRECTION_LEAST = 77, UNDECIDED = -1 };

/* What a triangle is for the two rays, in front and behind: bits. */
enum { MEETS_FRONT = 1, MEETS_BACK = 2, LEAVES_SOLID = 4 };

struct ray {
    uint32_t from;         /* a point */
    const int64_t *along;  /* of e */
    const int64_t *normal; /* of e squared; towards the front */
    int64_t direction[3];
    double origin[3], inverse[3];
};

void winding_open(struct winding *winding, struct scene *scene)
{
    struct arena *arena = scene->arena;
    uint32_t count = scene->leaf_count;
    *winding = (struct winding){ .scene = scene, .random = 12345 };
    for (int side = 0; side < 2; side++)
        winding->around[side] = arena_take(arena, count * sizeof *winding->around[side]);
    winding->listed = arena_take(arena, count * sizeof *winding->listed);
    winding->is_listed = arena_take(arena, count * sizeof *winding->is_listed);
}

static bool ray_meets_box(const struct ray *ray, const struct extent *box)
{
    double near = -1e-3, far = 1e30;
    if (extent_is_empty(box))
        return false;
    for (int k = 0; k < 3; k++) {
        double a = (box->low[k] - 1 - ray->origin[k]) * ray->inverse[k];
        double b = (box->high[k] + 1 - ray->origin[k]) * ray->inverse[k];
        double first = a < b ? a : b, last = a < b ? b : a;
        near = first > near ? first : near;
        far = last < far ? last : far;
        if (near > far)
            return false;
    }
    return true;
}

static int dot_sign(const int64_t a[3], const int64_t b[3])
{
    return int128_sign((int128)a[0] * b[0] + (int128)a[1] * b[1] + (int128)a[2] * b[2]);
}

static void cross(const int64_t a[3], const int64_t b[3], int64_t product[3])
{
    for (int k = 0; k < 3; k++) {
        int i = (k + 1) % 3, j = (k + 2) % 3;
        product[k] = a[i] * b[j] - a[j] * b[i];
    }
}

/* On which side of the plane with that normal through the point `at` the ray begins, if doubles can tell; else 0. The normal has
 * 43 bits, the ray's origin is known within 2^-20. */
static int near_side(const struct ray *ray, const int64_t normal[3], const int32_t at[3])
{
    double side = 0, size = 0, error = 0;
    for (int k = 0; k < 3; k++) {
        double along = (double)normal[k], part = along * (ray->origin[k] - at[k]);
        side += part;
        size += fabs(part);
        error += fabs(along);
    }
    error = 2e-6 * error + 1e-15 * size;
    return (side > error) - (side < -error);
}

/* On which side of the edge from a to b the rays pass, in front and behind; false if even e squared does not tell. The
 * edge and the ray's direction span a plane. */
static bool pass_edge(const struct scene *scene, const struct ray *ray, const int32_t a[3],
                      const int32_t b[3], int *front, int *back)
{
    int64_t edge[3], normal[3];
    for (int k = 0; k < 3; k++)
        edge[k] = (int64_t)a[k] - b[k];
    cross(edge, ray->direction, normal);
    *front = *back = near_side(ray, normal, a);
    if (*front != 0)
        return true;
    struct plane plane = plane_at(normal, a);
    *front = *back = points_side(&scene->points, &plane, ray->from);
    if (*front == 0)
        *front = *back = dot_sign(normal, ray->along);
    if (*front == 0) {
        *front = dot_sign(normal, ray->normal);
        *back = -*front;
    }
    return *front != 0;
}

/* MEETS_... bits, or UNDECIDED. */
static int meet_triangle(const struct scene *scene, const struct ray *ray, uint32_t triangle)
{
    const struct plane *plane = scene_plane(scene, triangle);
    int heading = dot_sign(plane->normal, ray->direction);
    if (heading == 0)
        return UNDECIDED;
    int front[3], back[3];
    for (int i = 0; i < 3; i++)
        if (!pass_edge(scene, ray, scene_corner(scene, triangle, i),
                       scene_corner(scene, triangle, (i + 1) % 3), &front[i], &back[i]))
            return UNDECIDED;
    bool through_front = front[0] == front[1] && front[1] == front[2];
    bool through_back = back[0] == back[1] && back[1] == back[2];
    if (!through_front && !through_back)
        return 0;
    int side = points_side(&scene->points, plane, ray->from), side_front, side_back;
    if (side == 0)
        side = dot_sign(plane->normal, ray->along);
    side_front = side_back = side;
    if (side == 0) {
        side_front = dot_sign(plane->normal, ray->normal);
        side_back = -side_front;
        if (side_front == 0)
            return UNDECIDED;
    }
    int met = heading > 0 ? LEAVES_SOLID : 0;
    if (through_front && side_front == -heading)
        met |= MEETS_FRONT;
    if (through_back && side_back == -heading)
        met |= MEETS_BACK;
    return met;
}

static void count_meeting(struct winding *winding, uint32_t leaf, int met)
{
    int turn = met & LEAVES_SOLID ? 1 : -1;
    if (!winding->is_listed[leaf]) {
        winding->is_listed[leaf] = true;
        winding->listed[winding->listed_count++] = leaf;
    }
    if (met & MEETS_FRONT)
        winding->around[FORMULA_FRONT][leaf] += turn;
    if (met & MEETS_BACK)
        winding->around[FORMULA_BACK][leaf] += turn;
}

static bool cast_through_leaf(struct winding *winding, const struct ray *ray, uint32_t number)
{
    const struct leaf *leaf = &winding->scene->leaves[number];
    const struct hierarchy *hierarchy = &leaf->hierarchy;
    uint32_t waiting[HIERARCHY_STACK], count = 0;
    waiting[count++] = 1;
    while (count > 0) {
        arena_poll(winding->scene->arena);
        uint32_t node = waiting[--count];
        if (!ray_meets_box(ray, &hierarchy->nodes[node]))
            continue;
        if (!hierarchy_is_bucket(hierarchy, node)) {
            waiting[count++] = 2 * node;
            waiting[count++] = 2 * node + 1;
            continue;
        }
        for (uint32_t i = hierarchy_begin(hierarchy, node);
             i < hierarchy_begin(hierarchy, node + 1); i++) {
            int met = meet_triangle(winding->scene, ray, hierarchy->order[i]);
            if (met == UNDECIDED)
                return false;
            if (met & (MEETS_FRONT | MEETS_BACK))
                count_meeting(winding, number, met);
        }
    }
    return true;
}

/* Through the leaves in whose boxes it begins: around what is outside a leaf's box it does not wind. */
static bool cast(struct winding *winding, const struct ray *ray)
{
    struct hierarchy_search search = { .hierarchy = &winding->scene->hierarchy };
    uint32_t leaf;
    for (int k = 0; k < 3; k++) {
        search.extent.low[k] = (int32_t)floor(ray->origin[k]) - 1;
        search.extent.high[k] = (int32_t)ceil(ray->origin[k]) + 1;
    }
    while (hierarchy_next(&search, &leaf)) {
        arena_poll(winding->scene->arena);
        if (extent_meets(&winding->scene->leaves[leaf].extent, &search.extent) &&
            !cast_through_leaf(winding, ray, leaf))
            return false;
    }
    return true;
}

static void forget(struct winding *winding)
{
    for (uint32_t i = 0; i < winding->listed_count; i++) {
        uint32_t leaf = winding->listed[i];
        winding->around[0][leaf] = winding->around[1][leaf] = 0;
        winding->is_listed[leaf] = false;
    }
    winding->listed_count = 0;
}

/* The same numbers for the same input, everywhere. */
static void turn_ray(struct winding *winding, struct ray *ray)
{
    for (int k = 0; k < 3; k++) {
        winding->random = winding->random * 1103515245u + 12345u;
        int64_t length = (winding->random >> 12 & ((1 << DIRECTION_BITS) - 1)) + DIRECTION_LEAST;
        ray->direction[k] = winding->random >> 28 & 1 ? -length : length;
        ray->inverse[k] = 1.0 / (double)ray->direction[k];
    }
}

static void enter_formula(struct winding *winding)
{
    winding->faces = 0;
    for (uint32_t i = 0; i < winding->listed_count; i++) {
        uint32_t leaf = winding->listed[i], node = winding->scene->leaves[leaf].node;
        int front = winding->around[FORMULA_FRONT][leaf],
            back = winding->around[FORMULA_BACK][leaf];
        if (front != 0)
            formula_set(winding->scene->formula, node, FORMULA_FRONT, true);
        if (back != 0)
            formula_set(winding->scene->formula, node, FORMULA_BACK, true);
        winding->faces += front != back;
    }
}

bool winding_locate(struct winding *winding, uint32_t at, const int64_t along[3],
                    const struct plane *plane)
{
    struct ray ray = { .from = at, .along = along, .normal = plane->normal };
    for (int k = 0; k < 3; k++)
        ray.origin[k] = winding->scene->points.items[at].at[k];
    for (int tries = 0;; tries++) {
        if (tries == TRIES)
            return false;
        turn_ray(winding, &ray);
        forget(winding);
        if (cast(winding, &ray))
            break;
    }
    enter_formula(winding);
    return true;
}

void winding_add(struct winding *winding, uint32_t leaf, int front, int back)
{
    const int change[2] = { front, back };
    uint32_t node = winding->scene->leaves[leaf].node;
    bool was_face = winding->around[0][leaf] != winding->around[1][leaf];
    for (int side = 0; side < 2; side++) {
        bool was_inside = winding->around[side][leaf] != 0;
        winding->around[side][leaf] += change[side];
        bool inside = winding->around[side][leaf] != 0;
        if (inside != was_inside)
            formula_set(winding->scene->formula, node, (enum formula_side)side, inside);
    }
    bool is_face = winding->around[0][leaf] != winding->around[1][leaf];
    winding->faces += (uint32_t)is_face - (uint32_t)was_face;
}

void winding_leave(struct winding *winding)
{
    for (uint32_t i = 0; i < winding->listed_count; i++) {
        uint32_t leaf = winding->listed[i], node = winding->scene->leaves[leaf].node;
        formula_set(winding->scene->formula, node, FORMULA_FRONT, false);
        formula_set(winding->scene->formula, node, FORMULA_BACK, false);
    }
    forget(winding);
}
