/* SPDX-License-Identifier: MIT */
/* Lets the builder work and puts the pieces together. */
#include "geometry/shape.h"

#include "geometry/builder.h"
#include "geometry/filling.h"
#include "geometry/stock.h"

#include <string.h>

static void add_mesh(struct arena *arena, struct mesh *all, const struct mesh *mesh)
{
    memcpy(all->vertices + all->vertex_count, mesh->vertices,
           mesh->vertex_count * sizeof *mesh->vertices);
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        arena_poll(arena);
        for (int corner = 0; corner < 3; corner++)
            all->triangles[all->triangle_count + i][corner] =
                mesh->triangles[i][corner] + (uint32_t)all->vertex_count;
    }
    all->vertex_count += mesh->vertex_count;
    all->triangle_count += mesh->triangle_count;
}

static void join_meshes(struct arena *arena, const struct pieces *pieces, struct mesh *mesh)
{
    size_t vertices = 0, triangles = 0;
    for (const struct piece *piece = pieces->first; piece; piece = piece->next) {
        vertices += piece->mesh.vertex_count;
        triangles += piece->mesh.triangle_count;
    }
    *mesh = mesh_new(arena, vertices, triangles);
    mesh->vertex_count = mesh->triangle_count = 0;
    for (const struct piece *piece = pieces->first; piece; piece = piece->next)
        add_mesh(arena, mesh, &piece->mesh);
}

static bool join_regions(struct work *work, const struct pieces *pieces, struct shape *shape)
{
    struct region *region = &shape->region;
    for (const struct piece *piece = pieces->first; piece; piece = piece->next)
        region_add_moved(work->arena, region, &piece->region);
    struct triangles triangles = { 0 };
    if (!filling_append_region(work, region, &triangles))
        return false;
    shape->mesh = mesh_new(work->arena, region->point_count, 0);
    for (size_t i = 0; i < region->point_count; i++) {
        arena_poll(work->arena);
        memcpy(shape->mesh.vertices[i], region->points[i], sizeof region->points[i]);
    }
    shape->mesh.triangles = triangles.items;
    shape->mesh.triangle_count = triangles.count;
    return true;
}

/* A shape has a colour if all its pieces have the same. */
static void find_color(const struct pieces *pieces, struct shape *shape)
{
    const struct piece *first = pieces->first;
    shape->colored = first && first->colored;
    for (const struct piece *piece = first; piece; piece = piece->next)
        if (!piece->colored || memcmp(piece->color, first->color, sizeof first->color) != 0)
            shape->colored = false;
    if (shape->colored)
        memcpy(shape->color, first->color, sizeof shape->color);
}

static bool build(struct work *work, const struct tree_node *tree, bool last, struct shape *shape)
{
    struct pieces pieces = builder_build(work, tree);
    work->node = tree;
    if (last)
        work->stock = NULL;
    work_begin(work, "model");
    if (work->failed || !pieces_solve(work, &pieces) || work->failed)
        return false;
    shape->dimension = pieces.dimension;
    find_color(&pieces, shape);
    if (pieces.dimension == 2)
        return join_regions(work, &pieces, shape);
    join_meshes(work->arena, &pieces, &shape->mesh);
    return true;
}

/* How many modules there are, as deep as they may stand. */
static size_t count_modules(const struct tree_node *tree, int depth)
{
    size_t count = 1;
    for (const struct tree_node *child = tree->first_child; child && depth < SHAPE_DEPTH;
         child = child->next)
        if (!(child->modifiers & TREE_BACKGROUND))
            count += count_modules(child, depth + 1);
    return count;
}

struct build {
    struct work *work;
    const struct tree_node *tree;
    const struct shape_limits *limits;
    struct shape *shape;
    bool built;
};

static void build_shape(void *context)
{
    struct build *job = context;
    job->built = build(job->work, job->tree, job->limits->last, job->shape) && !job->work->failed;
}

/* Who wants to be done wants the answer first: memory of what was under way is given back with the arena. */
static void say_why_it_ended(struct work *work, bool cancelled, size_t bytes)
{
    work->reports_left = 1; /* it is heard, whatever was said before */
    if (cancelled) {
        work_fail(work, REPORT_CANCELLED, "The evaluation was cancelled");
        return;
    }
    arena_close_inner(work->arena);
    work_fail(work, REPORT_TOO_LARGE,
              "The model needs more memory than it may have (%zu MiB), or than there is",
              bytes >> 20);
}

/* Builds with the arena's limit at what the build may use; that, or to be cancelled, is what ends it then. The report needs memory, too:
 * the limit is what it was before by then, and nothing is cancelled. */
static bool build_within(struct build *job)
{
    struct arena *arena = job->work->arena;
    const struct shape_limits *limits = job->limits;
    const struct arena before = *arena;
    const size_t bytes = limits->bytes ? limits->bytes : SHAPE_BYTES;
    if (before.limit_bytes == 0 || arena->held_bytes + bytes < before.limit_bytes)
        arena->limit_bytes = arena->held_bytes + bytes;
    if (limits->cancelled)
        arena->cancelled = limits->cancelled;
    const volatile int *cancelled = arena->cancelled;
    bool came_through = arena_attempt(arena, build_shape, job);
    arena->limit_bytes = before.limit_bytes;
    arena->cancelled = NULL;
    if (!came_through)
        say_why_it_ended(job->work, cancelled && *cancelled, bytes);
    arena->cancelled = before.cancelled;
    return job->built;
}

bool shape_build(struct arena *arena, const struct tree_node *tree,
                 const struct shape_limits *limits, report_listener *listener, void *context,
                 struct shape *shape)
{
    struct work work = {
        .arena = arena,
        .vertices_left = limits->vertices ? limits->vertices : SHAPE_VERTICES,
        .files = &limits->files,
        .fonts = limits->fonts,
        .stock = limits->stock,
        .two_threads = limits->two_threads,
        .progress = limits->progress,
        .modules = limits->progress.listen ? count_modules(tree, 0) : 0,
        .listener = listener,
        .context = context,
        .reports_left = SHAPE_REPORTS,
    };
    *shape = (struct shape){ 0 };
    if (work.stock)
        stock_begin(work.stock);
    struct build job = { &work, tree, limits, shape, false };
    if (build_within(&job))
        return true;
    *shape = (struct shape){ 0 };
    return false;
}
