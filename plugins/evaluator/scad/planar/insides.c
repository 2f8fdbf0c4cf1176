/* SPDX-License-Identifier: MIT */
/* Each face was come into from one below it, which makes a tree of them: a walk there and back, with the leaves' windings kept up
 * on the way, sees all. */
#include "planar/insides.h"

struct walk {
    struct arena *arena;
    const struct map *map;
    const struct planar_model *model;
    int *windings; /* by leaf, where the walk is */
    bool *insides;
};

static bool is_inside(enum planar_rule rule, int winding)
{
    switch (rule) {
    case PLANAR_ODD:
        return winding % 2 != 0;
    case PLANAR_POSITIVE:
        return winding > 0;
    case PLANAR_NONZERO:
        break;
    }
    return winding != 0;
}

static void change(struct walk *walk, uint32_t leaf, int turn)
{
    const struct planar_leaf *changed = &walk->model->leaves[leaf];
    bool before = is_inside(changed->rule, walk->windings[leaf]);
    walk->windings[leaf] += turn;
    bool after = is_inside(changed->rule, walk->windings[leaf]);
    if (after != before)
        formula_set(walk->model->formula, changed->node, FORMULA_BACK, after);
}

/* From the face below to this one (1), or from this one to the face below (-1). */
static void cross(struct walk *walk, const struct map_face *face, int direction)
{
    arena_poll(walk->arena);
    if (face->change_count == 0) {
        const struct stroke *stroke = &walk->map->sketch->strokes[face->changes];
        change(walk, stroke->leaf, direction * stroke->turn);
        return;
    }
    const struct map_change *changes = &walk->map->changes.items[face->changes];
    for (uint32_t i = 0; i < face->change_count; i++)
        change(walk, changes[i].leaf, direction * changes[i].turn);
}

static uint32_t enter(struct walk *walk, uint32_t face)
{
    if (walk->map->faces.items[face].below != NOTHING)
        cross(walk, &walk->map->faces.items[face], 1);
    walk->insides[face] = formula_value(walk->model->formula, FORMULA_BACK);
    return face;
}

/* Back to where there is a way that was not gone yet, and the face that it leads to; or NOTHING. */
static uint32_t turn_back(struct walk *walk, uint32_t face)
{
    const struct map_face *faces = walk->map->faces.items;
    for (; faces[face].below != NOTHING; face = faces[face].below) {
        cross(walk, &faces[face], -1);
        if (faces[face].next != NOTHING)
            return faces[face].next;
    }
    return NOTHING;
}

const bool *insides_find(const struct map *map, const struct planar_model *model,
                         struct arena *arena)
{
    struct arena *scratch = arena_within(arena);
    struct walk walk = { scratch, map, model, arena_take(scratch, model->leaf_count * sizeof(int)),
                         arena_take(arena, map->faces.count * sizeof(bool)) };
    for (uint32_t face = 0; face != NOTHING;) {
        uint32_t child = map->faces.items[enter(&walk, face)].child;
        face = child != NOTHING ? child : turn_back(&walk, face);
    }
    arena_close(scratch);
    return walk.insides;
}
