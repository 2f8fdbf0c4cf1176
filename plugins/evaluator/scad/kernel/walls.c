/* SPDX-License-Identifier: MIT */
/* One triangle tells a plane only as well as it is high: all that lie in it tell it together. */
#include "kernel/walls.h"

#include "base/sort.h"
#include "kernel/measures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FITS = 4 };

/* normal . x = offset; the normal is one unit long. */
struct level {
    double normal[3], offset;
};

static void set_unit(struct level *level, const double normal[3])
{
    double length = sqrt(measures_dot(normal, normal));
    for (int k = 0; k < 3; k++)
        level->normal[k] = normal[k] / length;
}

static bool is_in(const struct level *level, double tolerance, const double at[3])
{
    return fabs(measures_dot(level->normal, at) - level->offset) <= tolerance;
}

static bool triangle_is_in(const struct level *level, double tolerance, const struct mesh *mesh,
                           const uint32_t corners[3])
{
    for (int i = 0; i < 3; i++)
        if (!is_in(level, tolerance, mesh->vertices[corners[i]]))
            return false;
    return true;
}

/* The mean of the planes of the triangles that lie in it, the larger the more. */
static void fit(struct level *level, double tolerance, const struct mesh *mesh)
{
    double normal[3] = { 0 }, offset = 0, area = 0;
    struct level fitted = *level;
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        const uint32_t *corners = mesh->triangles[i];
        if (!triangle_is_in(level, tolerance, mesh, corners))
            continue;
        double own[3];
        measures_normal(mesh->vertices[corners[0]], mesh->vertices[corners[1]],
                        mesh->vertices[corners[2]], own);
        double towards = measures_dot(own, level->normal);
        for (int k = 0; k < 3; k++)
            normal[k] += towards < 0 ? -own[k] : own[k];
    }
    set_unit(&fitted, normal);
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        const uint32_t *corners = mesh->triangles[i];
        if (!triangle_is_in(level, tolerance, mesh, corners))
            continue;
        double own = measures_double_area(mesh->vertices[corners[0]], mesh->vertices[corners[1]],
                                          mesh->vertices[corners[2]]);
        area += 3 * own;
        for (int k = 0; k < 3; k++)
            offset += own * measures_dot(fitted.normal, mesh->vertices[corners[k]]);
    }
    fitted.offset = offset / area;
    *level = fitted;
}

/* Two more axes at right angles to the normal. */
static void set_axes(const double normal[3], double axes[3][3])
{
    int least = 0;
    double helper[3] = { 0 }, first[3], second[3];
    for (int k = 1; k < 3; k++)
        if (fabs(normal[k]) < fabs(normal[least]))
            least = k;
    helper[least] = 1;
    for (int k = 0; k < 3; k++) {
        int i = (k + 1) % 3, j = (k + 2) % 3;
        first[k] = normal[i] * helper[j] - normal[j] * helper[i];
    }
    double length = sqrt(measures_dot(first, first));
    for (int k = 0; k < 3; k++)
        first[k] /= length;
    for (int k = 0; k < 3; k++) {
        int i = (k + 1) % 3, j = (k + 2) % 3;
        second[k] = normal[i] * first[j] - normal[j] * first[i];
    }
    for (int k = 0; k < 3; k++) {
        axes[k][0] = first[k];
        axes[k][1] = second[k];
        axes[k][2] = normal[k];
    }
}

static void move_into(const struct level *level, double offset, double at[3])
{
    double by = offset - measures_dot(level->normal, at);
    for (int k = 0; k < 3; k++)
        at[k] += by * level->normal[k];
}

void walls_flatten(const struct wall *wall, double tolerance, struct mesh *mesh,
                   struct kernel_leaf *leaf, struct arena *arena)
{
    struct level level;
    set_unit(&level, wall->normal);
    level.offset = measures_dot(level.normal, wall->at);
    for (int i = 0; i < FITS; i++)
        fit(&level, tolerance, mesh);
    leaf->mesh = mesh;
    set_axes(level.normal, leaf->axes);
    struct grid grid = grid_choose(arena, leaf, 1);
    double offset = rint(level.offset * grid.steps) / grid.steps;
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        const uint32_t *corners = mesh->triangles[i];
        if (triangle_is_in(&level, tolerance, mesh, corners))
            for (int k = 0; k < 3; k++)
                move_into(&level, offset, mesh->vertices[corners[k]]);
    }
}

/* --- back to where it was --- */

/* A vertex on the grid. */
struct landing {
    int32_t at[3];
    uint32_t vertex;
};

static int compare_landings(const void *left, const void *right)
{
    const struct landing *a = left, *b = right;
    for (int k = 0; k < 3; k++)
        if (a->at[k] != b->at[k])
            return a->at[k] < b->at[k] ? -1 : 1;
    return 0;
}

/* Those in one place by their numbers. */
static int compare_vertices(const void *left, const void *right)
{
    const struct landing *a = left, *b = right;
    int order = compare_landings(left, right);
    return order != 0 ? order : (a->vertex > b->vertex) - (a->vertex < b->vertex);
}

static bool is_on_grid(const struct grid *grid, const double at[3], int32_t corner[3])
{
    double back[3];
    grid_snap(grid, at, corner);
    grid_unsnap(grid, (const double[3]){ corner[0], corner[1], corner[2] }, back);
    return back[0] == at[0] && back[1] == at[1] && back[2] == at[2];
}

void walls_restore(const struct mesh *before, const struct mesh *flat, const struct grid *grid,
                   struct mesh *solved, struct arena *scratch)
{
    size_t count = flat->vertex_count;
    struct landing *landings = arena_take(scratch, count * sizeof *landings);
    for (uint32_t i = 0; i < count; i++) {
        grid_snap(grid, flat->vertices[i], landings[i].at);
        landings[i].vertex = i;
    }
    sort_items(scratch, landings, count, sizeof *landings, compare_vertices);
    for (size_t i = 0; i < solved->vertex_count; i++) {
        struct landing wanted;
        if (!is_on_grid(grid, solved->vertices[i], wanted.at))
            continue;
        const struct landing *found =
            bsearch(&wanted, landings, count, sizeof *landings, compare_landings);
        if (found)
            memcpy(solved->vertices[i], before->vertices[found->vertex], sizeof *solved->vertices);
    }
}
