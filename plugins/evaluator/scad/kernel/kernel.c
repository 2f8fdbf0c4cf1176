/* SPDX-License-Identifier: MIT */
/* The steps of the kernel, one after the other. */
#include "kernel/kernel.h"

#include "kernel/assemble.h"
#include "kernel/clean.h"
#include "kernel/cull.h"
#include "kernel/label.h"

/* How far slivers may be moved: what is lower than this many steps is not to be told from rounding. */
static const double sliver_steps = 4;

static enum kernel_result solve(const struct kernel_model *model, struct arena *scratch,
                                struct arena *arena, struct mesh *mesh, uint32_t *culprit)
{
    struct scene scene;
    struct contacts contacts;
    struct arrangement arrangement;
    struct surface surface;
    enum kernel_result result = scene_build(&scene, model, scratch, culprit);
    if (result != KERNEL_DONE)
        return result;
    struct arena *early = arena_within(scratch);
    struct relevance *relevance = relevance_open(&scene, early);
    cull_triangles(&scene, relevance);
    bool found = contacts_find(&contacts, &scene, relevance);
    arena_close(early);
    if (!found || !arrangement_build(&arrangement, &scene, &contacts, scratch))
        return KERNEL_CANCELLED;
    const signed char *labels = label_faces(&arrangement, scratch);
    if (!labels)
        return KERNEL_CANCELLED;
    surface_build(&surface, &arrangement, labels, scratch);
    if (!assemble_mesh(&surface, &scene, arena, mesh))
        return KERNEL_FAILED;
    if (!model->keep_slivers)
        clean_mesh(mesh, sliver_steps / scene.grid.steps, arena);
    return KERNEL_DONE;
}

enum kernel_result kernel_solve(const struct kernel_model *model, struct arena *arena,
                                struct mesh *mesh, uint32_t *culprit)
{
    struct arena *scratch = arena_within(arena);
    *mesh = (struct mesh){ 0 };
    enum kernel_result result = solve(model, scratch, arena, mesh, culprit);
    arena_close(scratch);
    return result;
}
