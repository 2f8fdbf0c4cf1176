/* SPDX-License-Identifier: MIT */
/* Each edge of a line becomes a wall that hangs down from the plane: the arrangement of these walls in the plane is that of
 * the lines, and what is behind the plane is inside. */
#include "kernel/planar.h"

#include "base/list.h"
#include "kernel/label.h"
#include "kernel/loops.h"
#include "kernel/overlay.h"
#include "kernel/surface.h"

#include <math.h>

enum { THE_PLANE = 0 };

static double reach_of(const struct planar_model *model)
{
    double reach = 0;
    for (uint32_t i = 0; i < model->leaf_count; i++)
        for (size_t j = 0; j < model->leaves[i].line_count; j++) {
            const struct planar_line *line = &model->leaves[i].lines[j];
            for (size_t k = 0; k < line->count; k++)
                reach = fmax(reach, fmax(fabs(line->points[k][0]), fabs(line->points[k][1])));
        }
    return reach;
}

static size_t count_points(const struct planar_model *model)
{
    size_t count = 0;
    for (uint32_t i = 0; i < model->leaf_count; i++)
        for (size_t j = 0; j < model->leaves[i].line_count; j++)
            count += model->leaves[i].lines[j].count;
    return count;
}

/* Triangle 0 stands for the plane itself, and its third corner is the one below that all walls share. */
static void add_plane(struct scene *scene)
{
    static const int32_t corners[3][3] = { { 0, 0, 0 }, { 1, 0, 0 }, { 0, 0, -1 } };
    static const int64_t up[3] = { 0, 0, 1 };
    struct plane plane = plane_at(up, corners[0]);
    list_append(scene->arena, &scene->planes, plane);
    for (int i = 0; i < 3; i++)
        scene->triangles[THE_PLANE].corners[i] = points_corner(&scene->points, corners[i]);
    scene->triangle_count = 1;
}

static void add_wall(struct scene *scene, struct overlay *overlay, uint32_t leaf, uint32_t from,
                     uint32_t to)
{
    if (from == to)
        return;
    const int32_t *a = scene->points.whole[from], *b = scene->points.whole[to];
    const int64_t normal[3] = { (int64_t)b[1] - a[1], (int64_t)a[0] - b[0], 0 };
    struct plane plane = plane_at(normal, a);
    uint32_t wall = scene->triangle_count++;
    list_append(scene->arena, &scene->planes, plane);
    scene->triangles[wall] =
        (struct triangle){ .leaf = leaf,
                           .corners = { from, to, scene->triangles[THE_PLANE].corners[2] } };
    struct segment segment = { from, to, wall, wall, NOTHING };
    list_append(overlay->arena, &overlay->segments, segment);
}

static void add_line(struct scene *scene, struct overlay *overlay, uint32_t leaf,
                     const struct planar_line *line)
{
    uint32_t first = NOTHING, last = NOTHING;
    for (size_t i = 0; i < line->count; i++) {
        const double at[3] = { line->points[i][0], line->points[i][1], 0 };
        int32_t corner[3];
        grid_snap(&scene->grid, at, corner);
        uint32_t point = points_corner(&scene->points, corner);
        if (i == 0)
            first = point;
        else
            add_wall(scene, overlay, leaf, last, point);
        last = point;
    }
    if (line->count > 0)
        add_wall(scene, overlay, leaf, last, first);
}

static void add_leaves(struct scene *scene, struct overlay *overlay,
                       const struct planar_model *model)
{
    for (uint32_t i = 0; i < model->leaf_count; i++) {
        const struct planar_leaf *leaf = &model->leaves[i];
        scene->leaves[i].node = leaf->node;
        scene->leaves[i].rule = leaf->odd ? WINDING_ODD : WINDING_NONZERO;
        for (size_t j = 0; j < leaf->line_count; j++)
            add_line(scene, overlay, i, &leaf->lines[j]);
    }
}

static void open_scene(struct scene *scene, const struct planar_model *model, struct arena *arena)
{
    size_t points = count_points(model);
    *scene = (struct scene){
        .arena = arena,
        .grid = { .steps = grid_steps(reach_of(model)) },
        .formula = model->formula,
        .leaf_count = model->leaf_count,
        .cancelled = model->cancelled,
    };
    points_open(&scene->points, arena, points + 3);
    scene->leaves = arena_take(arena, scene->leaf_count * sizeof *scene->leaves);
    scene->triangles = arena_take(arena, (points + 1) * sizeof *scene->triangles);
    add_plane(scene);
}

static void take_outline(const struct arrangement *arrangement, const signed char *labels,
                         struct arena *scratch, struct arena *arena, struct planar_result *result)
{
    const struct scene *scene = arrangement->scene;
    const struct group *group = &arrangement->groups.items[0];
    struct surface surface = { .arena = scratch };
    bool *essential = arena_take(scratch, scene->points.count);
    uint32_t *places = arena_take(scratch, group->vertex_count * sizeof *places);
    struct outline outline = outline_of(arrangement, group, labels, scratch, places);
    if (outline.border_count == 0)
        return;
    outline_mark_essential(scene, &outline, scratch, essential);
    monotone_triangulate(&surface, scene, &outline, essential, scratch);
    loops_collect(scene, &outline, essential, &surface, scratch, arena, result);
}

static enum kernel_result solve(const struct planar_model *model, struct arena *scratch,
                                struct arena *arena, struct planar_result *result)
{
    struct scene scene;
    struct overlay overlay;
    struct arrangement arrangement = { .scene = &scene, .arena = scratch };
    struct contacts contacts = { 0 };
    open_scene(&scene, model, scratch);
    overlay_open(&overlay, &arrangement, &contacts);
    add_leaves(&scene, &overlay, model);
    overlay_add_segments(&overlay, THE_PLANE);
    arena_close(overlay.arena);
    const signed char *labels = label_plane(&arrangement, scratch);
    if (!labels)
        return KERNEL_CANCELLED;
    take_outline(&arrangement, labels, scratch, arena, result);
    return KERNEL_DONE;
}

enum kernel_result planar_solve(const struct planar_model *model, struct arena *arena,
                                struct planar_result *result)
{
    *result = (struct planar_result){ 0 };
    if (count_points(model) > INT32_MAX / 8)
        return KERNEL_TOO_LARGE;
    struct arena *scratch = arena_within(arena);
    enum kernel_result outcome = solve(model, scratch, arena, result);
    arena_close(scratch);
    return outcome;
}
