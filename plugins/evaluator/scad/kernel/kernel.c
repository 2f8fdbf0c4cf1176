/* SPDX-License-Identifier: MIT */
/* The steps of the kernel, one after the other. */
#include "kernel/kernel.h"

#include "kernel/assemble.h"
#include "kernel/clean.h"
#include "kernel/crossings.h"
#include "kernel/cull.h"
#include "kernel/label.h"
#include "kernel/measures.h"
#include "kernel/parts.h"

#include <string.h>

/* How far slivers may be moved: what is lower than this many steps is not to be told from rounding. */
static const double sliver_steps = 4;

/* How often a result that crosses itself is put on the grid and solved again, and how many times as many triangles may come of it:
 * what grows does not get better. */
enum { MOST_ROUNDS = 6, MOST_GROWTH = 2 };

/* How often what has been mended is cleaned, each time but for where it crossed itself the time before. */
enum { MOST_CLEANINGS = 8 };

/* In how many planes one after the other it is taken away that the surface lies on itself; and how many triangles may cross for it, beside
 * one of so many: there is nothing but slivers where it was if there are more, and far more of them for the next one. */
enum { MOST_WALLS = 6, FEW = 64 };

/* How much the grid differs from round to round: not by a number that keeps whole numbers whole. */
static const double grid_change = 0.0739085133;

/* What is only needed to find them is given back. */
static void find_contacts(struct contacts *contacts, struct scene *scene)
{
    struct halves halves;
    halves_open(&halves, scene->arena, scene->two_threads);
    struct relevance *first = relevance_open(scene, halves.arenas[0]);
    struct relevance *const relevances[2] = { first,
                                              relevance_open_beside(first, halves.arenas[1]) };
    cull_triangles(scene, &halves, relevances);
    contacts_find(contacts, scene, &halves, relevances);
    halves_close(&halves);
}

/* What came of the leaves, or of what came of them. */
struct solution {
    struct mesh mesh;
    struct grid grid;
    const bool *changed; /* by vertex, or NULL: it was cleaned there */
    struct wall wall;    /* that could not be cleaned away */
    bool mended;         /* it was put on the grid once more, and has not been cleaned since */
};

static double tolerance_of(const struct solution *solution)
{
    return sliver_steps / solution->grid.steps;
}

static void clean(struct solution *solution, size_t first_cut, struct arena *arena)
{
    const struct cleaned cleaned =
        clean_mesh(&solution->mesh, tolerance_of(solution), first_cut, NULL, arena);
    solution->changed = cleaned.changed;
    solution->wall = cleaned.wall;
}

static enum kernel_result solve(const struct kernel_model *model, struct arena *scratch,
                                struct arena *arena, uint32_t *culprit, struct solution *solution)
{
    struct scene scene;
    struct contacts contacts;
    struct arrangement arrangement;
    struct surface surface;
    enum kernel_result result = scene_build(&scene, model, scratch, culprit);
    if (result != KERNEL_DONE)
        return result;
    solution->grid = scene.grid;
    find_contacts(&contacts, &scene);
    arrangement_build(&arrangement, &scene, &contacts, scratch);
    const signed char *labels = label_faces(&arrangement, scratch);
    surface_build(&surface, &arrangement, labels, scratch);
    if (!assemble_mesh(&surface, &scene, arena, &solution->mesh))
        return KERNEL_FAILED;
    if (!model->keep_slivers)
        clean(solution, surface.untouched, arena);
    return KERNEL_DONE;
}

static struct mesh scaled_copy(struct arena *arena, const struct mesh *mesh, double scale)
{
    struct mesh copy = mesh_new(arena, mesh->vertex_count, mesh->triangle_count);
    for (size_t i = 0; i < 3 * mesh->vertex_count; i++) {
        arena_poll(arena);
        copy.vertices[i / 3][i % 3] = scale * mesh->vertices[i / 3][i % 3];
    }
    memcpy(copy.triangles, mesh->triangles, mesh->triangle_count * sizeof *mesh->triangles);
    return copy;
}

/* The leaf alone, which may cross itself. */
static bool solve_again(struct kernel_leaf *leaf, const struct kernel_model *model,
                        struct arena *arena, struct solution *solved)
{
    struct arena *scratch = arena_within(arena);
    struct formula formula;
    formula_open(&formula, scratch);
    uint32_t root = formula_add(&formula, FORMULA_UNION, FORMULA_NO_NODE);
    leaf->node = formula_add(&formula, FORMULA_LEAF, root);
    leaf->rough = true;
    const struct kernel_model again = { .formula = &formula,
                                        .leaves = leaf,
                                        .leaf_count = 1,
                                        .two_threads = model->two_threads,
                                        .keep_slivers = true };
    bool done = solve(&again, scratch, arena, NULL, solved) == KERNEL_DONE;
    arena_close(scratch);
    return done;
}

/* The mesh along the axes of the grid that it came from, on one that is `finer` by a factor. */
static bool solve_finer(const struct solution *solution, double finer,
                        const struct kernel_model *model, struct arena *arena, struct mesh *mesh)
{
    struct mesh scaled = scaled_copy(arena, &solution->mesh, finer);
    const struct grid *grid = &solution->grid;
    struct kernel_leaf leaf = { .mesh = &scaled };
    struct solution solved = { 0 };
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            leaf.axes[i][k] = grid->turned ? grid->rotation[i][k] : i == k;
    if (!solve_again(&leaf, model, arena, &solved))
        return false;
    *mesh = solved.mesh;
    for (size_t i = 0; i < 3 * mesh->vertex_count; i++)
        mesh->vertices[i / 3][i % 3] /= finer;
    return true;
}

static size_t count_crossings(const struct solution *solution, enum crossings_among among,
                              bool *crossed, const struct kernel_model *model, struct arena *arena)
{
    struct halves halves;
    halves_open(&halves, arena, model->two_threads);
    size_t crossings = crossings_count(&solution->mesh, &solution->grid, among, solution->changed,
                                       crossed, &halves);
    halves_close(&halves);
    return crossings;
}

/* True if so much has been cut that cutting leads nowhere. */
static bool has_grown(const struct solution *latest, const struct solution *solution)
{
    return latest->mesh.triangle_count > MOST_GROWTH * solution->mesh.triangle_count;
}

/* Where rounding has pushed the surface through itself it is put on the grid and cut there once more, until it crosses nowhere. Once
 * is enough, most often. The best of all rounds is kept. Returns how often it crosses then. */
static size_t mend(struct solution *solution, const struct kernel_model *model, struct arena *arena)
{
    if (count_crossings(solution, CROSSINGS_WHERE_CHANGED, NULL, model, arena) == 0)
        return 0;
    struct arena *scratch = arena_within(arena);
    struct solution latest = *solution;
    struct mesh best = solution->mesh;
    size_t fewest = count_crossings(solution, CROSSINGS_ANYWHERE, NULL, model, arena);
    for (int round = 0; round < MOST_ROUNDS && fewest > 0; round++) {
        if (!solve_finer(&latest, 1 + grid_change * round, model, scratch, &latest.mesh))
            break;
        if (has_grown(&latest, solution))
            break;
        size_t crossings = count_crossings(&latest, CROSSINGS_ANYWHERE, NULL, model, scratch);
        if (crossings < fewest) {
            fewest = crossings;
            best = latest.mesh;
        }
    }
    if (best.vertices != solution->mesh.vertices) {
        solution->mesh = mesh_copy(arena, &best);
        solution->mended = true;
    }
    arena_close(scratch);
    return fewest;
}

/* What has been mended may lie on itself anew. Where it would cross itself once it is cleaned it is left as it is. */
static void clean_mended(struct solution *solution, const struct kernel_model *model,
                         struct arena *arena)
{
    struct arena *scratch = arena_within(arena);
    bool *kept = arena_take(scratch, solution->mesh.vertex_count);
    for (int round = 0; round < MOST_CLEANINGS && solution->mended; round++) {
        struct solution latest = *solution;
        latest.mesh = mesh_copy(scratch, &solution->mesh);
        const struct cleaned cleaned =
            clean_mesh(&latest.mesh, tolerance_of(solution), 0, kept, scratch);
        bool *crossed = arena_take(scratch, latest.mesh.vertex_count);
        latest.changed = cleaned.changed;
        if (count_crossings(&latest, CROSSINGS_AT_CHANGES, crossed, model, scratch) == 0) {
            solution->mesh = mesh_copy(arena, &latest.mesh);
            solution->changed = NULL;
            if (round == 0 || cleaned.wall.size > 0) /* else it may be where nothing was cleaned */
                solution->wall = cleaned.wall;
            solution->mended = false;
        }
        for (size_t i = 0; i < latest.mesh.vertex_count; i++) {
            arena_poll(scratch);
            if (crossed[i])
                kept[cleaned.was[i]] = true;
        }
    }
    arena_close(scratch);
}

/* False if it still crosses itself. */
static bool make_sound(struct solution *solution, const struct kernel_model *model,
                       struct arena *arena)
{
    if (mend(solution, model, arena) > 0)
        return false;
    if (solution->mended)
        clean_mended(solution, model, arena);
    return true;
}

static double area_of(const struct mesh *mesh)
{
    double sum = 0;
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        const uint32_t *corners = mesh->triangles[i];
        sum += measures_double_area(mesh->vertices[corners[0]], mesh->vertices[corners[1]],
                                    mesh->vertices[corners[2]]);
    }
    return sum / 2;
}

/* Sheets that lie on each other but for rounding are put into one plane of a grid along it: there they are opposite faces, and go. False
 * if that does not help. */
static bool take_out_wall(struct solution *solution, const struct kernel_model *model,
                          struct arena *arena)
{
    struct mesh flat = mesh_copy(arena, &solution->mesh);
    struct kernel_leaf leaf = { 0 };
    struct solution solved = { 0 };
    walls_flatten(&solution->wall, tolerance_of(solution), &flat, &leaf, arena);
    if (!solve_again(&leaf, model, arena, &solved) || has_grown(&solved, solution))
        return false;
    clean(&solved, 0, arena);
    struct solution restored = solved;
    restored.mesh = mesh_copy(arena, &solved.mesh);
    walls_restore(&solution->mesh, &flat, &solved.grid, &restored.mesh, arena);
    size_t crossings = count_crossings(&restored, CROSSINGS_ANYWHERE, NULL, model, arena);
    if (crossings == 0)
        solved = restored;
    else if (crossings > FEW + solved.mesh.triangle_count / FEW ||
             !make_sound(&solved, model, arena))
        return false;
    if (area_of(&solved.mesh) >= area_of(&solution->mesh))
        return false;
    solved.grid = solution->grid;
    *solution = solved;
    return true;
}

/* Only what is near a wall is solved once more. */
static void take_out_walls(struct solution *solution, const struct kernel_model *model,
                           struct arena *arena)
{
    struct arena *scratch = arena_within(arena);
    struct solution latest = *solution;
    for (int round = 0; round < MOST_WALLS && latest.wall.size > 0; round++) {
        const struct parts parts = parts_around(&latest.mesh, latest.wall.at, scratch);
        struct solution part = latest;
        part.mesh = parts.near;
        if (!take_out_wall(&part, model, scratch))
            break;
        latest = part;
        latest.mesh = parts_join(&part.mesh, &parts.rest, scratch);
    }
    if (latest.mesh.vertices != solution->mesh.vertices)
        solution->mesh = mesh_copy(arena, &latest.mesh);
    arena_close(scratch);
}

/* The same as if any leaf might cross itself. On the grid a leaf may that did not before, where it is thinner than a step: a triangle of
 * three corners in one line but for rounding turns over. Then the surface comes out open, or crosses itself. */
static enum kernel_result solve_suspecting_all(const struct kernel_model *model,
                                               struct arena *arena, struct solution *solution)
{
    struct arena *scratch = arena_within(arena);
    struct kernel_leaf *leaves = arena_take(scratch, model->leaf_count * sizeof *leaves);
    for (uint32_t i = 0; i < model->leaf_count; i++) {
        leaves[i] = model->leaves[i];
        leaves[i].rough = true;
    }
    struct kernel_model suspecting = *model;
    suspecting.leaves = leaves;
    enum kernel_result result = solve(&suspecting, scratch, arena, NULL, solution);
    arena_close(scratch);
    return result;
}

/* Of two that cross themselves the first stays. */
static bool solve_soundly(const struct kernel_model *model, struct arena *arena,
                          enum kernel_result *result, struct solution *solution)
{
    if (*result == KERNEL_DONE && make_sound(solution, model, arena))
        return true;
    struct solution again = { 0 };
    enum kernel_result second = solve_suspecting_all(model, arena, &again);
    bool sound = second == KERNEL_DONE && make_sound(&again, model, arena);
    if (*result == KERNEL_FAILED || sound) {
        *result = second;
        *solution = again;
    }
    return sound;
}

enum kernel_result kernel_solve(const struct kernel_model *model, struct arena *arena,
                                struct mesh *mesh, uint32_t *culprit)
{
    struct arena *scratch = arena_within(arena);
    struct solution solution = { 0 };
    enum kernel_result result = solve(model, scratch, arena, culprit, &solution);
    arena_close(scratch);
    if ((result == KERNEL_DONE || result == KERNEL_FAILED) && !model->keep_slivers &&
        solve_soundly(model, arena, &result, &solution))
        take_out_walls(&solution, model, arena);
    *mesh = result == KERNEL_DONE ? solution.mesh : (struct mesh){ 0 };
    return result;
}
