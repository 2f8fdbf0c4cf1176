/* SPDX-License-Identifier: MIT */
/* The steps of the kernel, one after the other. */
#include "kernel/kernel.h"

#include "kernel/assemble.h"
#include "kernel/cull.h"
#include "kernel/label.h"

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
    cull_triangles(&scene);
    if (!contacts_find(&contacts, &scene) ||
        !arrangement_build(&arrangement, &scene, &contacts, scratch))
        return KERNEL_CANCELLED;
    const signed char *labels = label_faces(&arrangement, scratch);
    if (!labels)
        return KERNEL_CANCELLED;
    surface_build(&surface, &arrangement, labels, scratch);
    return assemble_mesh(&surface, &scene, arena, mesh) ? KERNEL_DONE : KERNEL_FAILED;
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
