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
#include <string.h>

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

/* The lines on the grid. */
struct drawing {
    struct scene scene;
    struct overlay overlay;
    uint32_t *given; /* by point: the first given point that is there */
    uint32_t next;   /* given point */
};

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

static void add_line(struct drawing *drawing, uint32_t leaf, const struct planar_line *line)
{
    struct scene *scene = &drawing->scene;
    uint32_t first = NOTHING, last = NOTHING;
    for (size_t i = 0; i < line->count; i++) {
        const double at[3] = { line->points[i][0], line->points[i][1], 0 };
        int32_t corner[3];
        grid_snap(&scene->grid, at, corner);
        uint32_t point = points_corner(&scene->points, corner);
        if (drawing->given[point] == NOTHING)
            drawing->given[point] = drawing->next;
        drawing->next++;
        if (i == 0)
            first = point;
        else
            add_wall(scene, &drawing->overlay, leaf, last, point);
        last = point;
    }
    if (line->count > 0)
        add_wall(scene, &drawing->overlay, leaf, last, first);
}

static void add_leaves(struct drawing *drawing, const struct planar_model *model)
{
    static const enum winding_rule rules[] = { [PLANAR_NONZERO] = WINDING_NONZERO,
                                               [PLANAR_ODD] = WINDING_ODD,
                                               [PLANAR_POSITIVE] = WINDING_POSITIVE };
    for (uint32_t i = 0; i < model->leaf_count; i++) {
        const struct planar_leaf *leaf = &model->leaves[i];
        drawing->scene.leaves[i].node = leaf->node;
        drawing->scene.leaves[i].rule = rules[leaf->rule];
        for (size_t j = 0; j < leaf->line_count; j++)
            add_line(drawing, i, &leaf->lines[j]);
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
    scene->planes.capacity = points + 1;
    scene->planes.items = arena_take(arena, (points + 1) * sizeof *scene->planes.items);
    add_plane(scene);
}

static void take_outline(const struct planar_model *model, const struct drawing *drawing,
                         const struct arrangement *arrangement, const signed char *labels,
                         struct arena *scratch, struct arena *arena, struct planar_result *result)
{
    const struct scene *scene = &drawing->scene;
    const struct group *group = &arrangement->groups.items[0];
    struct surface surface = { .arena = scratch };
    bool *essential = arena_take(scratch, scene->points.count);
    uint32_t *places = arena_take(scratch, group->vertex_count * sizeof *places);
    struct outline outline = outline_of(arrangement, group, labels, NULL, scratch, places);
    if (outline.border_count == 0)
        return;
    for (uint32_t i = 0; model->keep_points && i < scene->points.whole_count; i++)
        essential[i] = drawing->given[i] != NOTHING;
    struct needs needs = { essential, NULL };
    outline_mark_essential(scene, &outline, scratch, &needs);
    if (!model->outlines_only)
        monotone_triangulate(&surface, scene, &outline, essential, scratch);
    loops_collect(scene, &outline, essential, &surface, scratch, arena, result);
    result->given = arena_take(arena, result->point_count * sizeof *result->given);
    size_t next = 0;
    for (uint32_t i = 0; i < outline.vertex_count; i++) {
        uint32_t point = outline.vertices[i];
        if (essential[point])
            result->given[next++] =
                point < scene->points.whole_count ? drawing->given[point] : NOTHING;
    }
}

static enum kernel_result solve(const struct planar_model *model, struct arena *scratch,
                                struct arena *arena, struct planar_result *result)
{
    struct drawing drawing = { .next = 0 };
    struct arrangement arrangement = { .scene = &drawing.scene, .arena = scratch };
    struct contacts contacts = { 0 };
    size_t points = count_points(model) + 3;
    open_scene(&drawing.scene, model, scratch);
    overlay_open(&drawing.overlay, &arrangement, &contacts);
    drawing.given = arena_take(scratch, points * sizeof *drawing.given);
    memset(drawing.given, 0xff, points * sizeof *drawing.given);
    add_leaves(&drawing, model);
    overlay_add_segments(&drawing.overlay, THE_PLANE);
    arena_close(drawing.overlay.arena);
    if (scene_is_cancelled(&drawing.scene))
        return KERNEL_CANCELLED;
    const signed char *labels = label_plane(&arrangement, scratch);
    if (!labels)
        return KERNEL_CANCELLED;
    take_outline(model, &drawing, &arrangement, labels, scratch, arena, result);
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
