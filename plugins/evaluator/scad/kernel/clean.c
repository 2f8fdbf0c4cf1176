/* SPDX-License-Identifier: MIT */
/* Slivers and folds by turns: each may come of the other. */
#include "kernel/clean.h"

#include "kernel/folds.h"
#include "kernel/slivers.h"

enum { PASSES = 16 };

static void pass_over(struct skin *skin, uint32_t first_cut, struct wall *wall)
{
    const struct mesh *mesh = skin->mesh;
    for (uint32_t i = 0; i < mesh->triangle_count; i++) {
        arena_poll(skin->scratch);
        if (!skin->gone[i])
            slivers_remove(skin, i);
    }
    wall->size = 0;
    for (uint32_t i = first_cut; i < mesh->triangle_count; i++) {
        arena_poll(skin->scratch);
        while (!skin->gone[i] && folds_unfold(skin, i, first_cut, wall))
            ;
    }
}

struct cleaned clean_mesh(struct mesh *mesh, double tolerance, size_t first_cut, const bool *kept,
                          struct arena *arena)
{
    struct arena *scratch = arena_within(arena);
    struct cleaned cleaned = { 0 };
    struct skin skin;
    if (skin_open(&skin, mesh, tolerance, arena, scratch)) {
        size_t before = SIZE_MAX;
        if (kept)
            skin_keep(&skin, kept, arena);
        for (int pass = 0; pass < PASSES && skin.changes != before; pass++) {
            before = skin.changes;
            pass_over(&skin, (uint32_t)first_cut, &cleaned.wall);
        }
        if (skin.changes > 0)
            skin_close(&skin);
    }
    arena_close(scratch);
    cleaned.changed = skin.changes > 0 ? skin.changed : NULL;
    cleaned.was = skin.was;
    return cleaned;
}
