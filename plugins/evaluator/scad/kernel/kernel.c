/* SPDX-License-Identifier: MIT */
/* The steps of the kernel, one after the other. */
#include "kernel/kernel.h"

#include "kernel/assemble.h"
#include "kernel/cancelled.h"
#include "kernel/clean.h"
#include "kernel/crossings.h"
#include "kernel/cull.h"
#include "kernel/label.h"

#include <string.h>

/* How far slivers may be moved: what is lower than this many steps is not to be told from rounding. */
static const double sliver_steps = 4;

/* How often a result that crosses itself is put on the grid and solved again, and how many times as many triangles may come of it:
 * what grows does not get better. */
enum { MOST_ROUNDS = 6, MOST_GROWTH = 2 };

/* How much the grid differs from round to round: not by a number that keeps whole numbers whole. */
static const double grid_change = 0.0739085133;

/* What is only needed to find them is given back. */
static bool find_contacts(struct contacts *contacts, struct scene *scene)
{
    struct halves halves;
    halves_open(&halves, scene->arena, scene->two_threads);
    struct relevance *first = relevance_open(scene, halves.arenas[0]);
    struct relevance *const relevances[2] = { first,
                                              relevance_open_beside(first, halves.arenas[1]) };
    cull_triangles(scene, &halves, relevances);
    bool found = contacts_find(contacts, scene, &halves, relevances);
    halves_close(&halves);
    return found;
}

static enum kernel_result solve(const struct kernel_model *model, struct arena *scratch,
                                struct arena *arena, struct mesh *mesh, uint32_t *culprit,
                                struct grid *grid, const bool **changed)
{
    struct scene scene;
    struct contacts contacts;
    struct arrangement arrangement;
    struct surface surface;
    enum kernel_result result = scene_build(&scene, model, scratch, culprit);
    if (result != KERNEL_DONE)
        return result;
    *grid = scene.grid;
    if (!find_contacts(&contacts, &scene) ||
        !arrangement_build(&arrangement, &scene, &contacts, scratch))
        return KERNEL_CANCELLED;
    const signed char *labels = label_faces(&arrangement, scratch);
    if (!labels)
        return KERNEL_CANCELLED;
    surface_build(&surface, &arrangement, labels, scratch);
    if (scene_is_cancelled(&scene))
        return KERNEL_CANCELLED;
    if (!assemble_mesh(&surface, &scene, arena, mesh))
        return scene_is_cancelled(&scene) ? KERNEL_CANCELLED : KERNEL_FAILED;
    *changed = NULL;
    if (!model->keep_slivers)
        *changed = clean_mesh(mesh, sliver_steps / scene.grid.steps, surface.untouched, arena,
                              model->cancelled);
    return KERNEL_DONE;
}

static struct mesh scaled_copy(struct arena *arena, const struct mesh *mesh, double scale)
{
    struct mesh copy = mesh_new(arena, mesh->vertex_count, mesh->triangle_count);
    for (size_t i = 0; i < 3 * mesh->vertex_count; i++)
        copy.vertices[i / 3][i % 3] = scale * mesh->vertices[i / 3][i % 3];
    memcpy(copy.triangles, mesh->triangles, mesh->triangle_count * sizeof *mesh->triangles);
    return copy;
}

/* The mesh as one leaf that may cross itself, along the axes of the grid that it came from, on one that is `finer` by a factor. */
static bool solve_again(const struct mesh *mesh, const struct grid *grid, double finer,
                        struct arena *arena, const struct kernel_model *model, struct mesh *solved)
{
    struct arena *scratch = arena_within(arena);
    struct formula formula;
    struct grid next;
    const bool *changed;
    struct mesh scaled = scaled_copy(scratch, mesh, finer);
    formula_open(&formula, scratch);
    uint32_t root = formula_add(&formula, FORMULA_UNION, FORMULA_NO_NODE);
    struct kernel_leaf leaf = { .mesh = &scaled,
                                .node = formula_add(&formula, FORMULA_LEAF, root),
                                .rough = true };
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            leaf.axes[i][k] = grid->turned ? grid->rotation[i][k] : i == k;
    const struct kernel_model again = { .formula = &formula,
                                        .leaves = &leaf,
                                        .leaf_count = 1,
                                        .cancelled = model->cancelled,
                                        .two_threads = model->two_threads,
                                        .keep_slivers = true };
    bool done = solve(&again, scratch, arena, solved, NULL, &next, &changed) == KERNEL_DONE;
    for (size_t i = 0; i < 3 * solved->vertex_count; i++)
        solved->vertices[i / 3][i % 3] /= finer;
    arena_close(scratch);
    return done;
}

static size_t count_crossings(const struct mesh *mesh, const struct grid *grid,
                              enum crossings_among among, const bool *changed,
                              const struct kernel_model *model, struct arena *arena)
{
    struct halves halves;
    halves_open(&halves, arena, model->two_threads);
    size_t crossings = crossings_count(mesh, grid, among, changed, &halves, model->cancelled);
    halves_close(&halves);
    return crossings;
}

/* Where rounding has pushed the surface through itself it is put on the grid and cut there once more, until it crosses nowhere. Once
 * is enough, most often. The best of all rounds is kept. */
static void mend(struct mesh *mesh, const struct grid *grid, const bool *changed,
                 struct arena *arena, const struct kernel_model *model)
{
    if (count_crossings(mesh, grid, CROSSINGS_WHERE_CHANGED, changed, model, arena) == 0)
        return;
    struct arena *scratch = arena_within(arena);
    struct mesh latest = *mesh, best = *mesh, solved;
    size_t fewest = count_crossings(mesh, grid, CROSSINGS_ANYWHERE, NULL, model, arena);
    for (int round = 0; round < MOST_ROUNDS && fewest > 0; round++) {
        if (!solve_again(&latest, grid, 1 + grid_change * round, scratch, model, &solved))
            break;
        if (solved.triangle_count > MOST_GROWTH * mesh->triangle_count)
            break;
        size_t crossings = count_crossings(&solved, grid, CROSSINGS_ANYWHERE, NULL, model, scratch);
        if (crossings < fewest) {
            fewest = crossings;
            best = solved;
        }
        latest = solved;
    }
    if (best.vertices != mesh->vertices)
        *mesh = scaled_copy(arena, &best, 1);
    arena_close(scratch);
}

enum kernel_result kernel_solve(const struct kernel_model *model, struct arena *arena,
                                struct mesh *mesh, uint32_t *culprit)
{
    struct arena *scratch = arena_within(arena);
    struct grid grid;
    const bool *changed = NULL;
    *mesh = (struct mesh){ 0 };
    enum kernel_result result = solve(model, scratch, arena, mesh, culprit, &grid, &changed);
    arena_close(scratch);
    if (result == KERNEL_DONE && !model->keep_slivers)
        mend(mesh, &grid, changed, arena, model);
    if (result == KERNEL_DONE && is_cancelled(model->cancelled))
        result = KERNEL_CANCELLED;
    if (result != KERNEL_DONE)
        *mesh = (struct mesh){ 0 };
    return result;
}
