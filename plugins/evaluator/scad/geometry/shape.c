/* SPDX-License-Identifier: MIT */
/* Lets the builder work and puts the pieces together. */
#include "geometry/shape.h"

#include "geometry/builder.h"
#include "geometry/filling.h"
#include "geometry/stock.h"

#include <string.h>

static void add_mesh(struct mesh *all, const struct mesh *mesh)
{
    memcpy(all->vertices + all->vertex_count, mesh->vertices,
           mesh->vertex_count * sizeof *mesh->vertices);
    for (size_t i = 0; i < mesh->triangle_count; i++)
        for (int corner = 0; corner < 3; corner++)
            all->triangles[all->triangle_count + i][corner] =
                mesh->triangles[i][corner] + (uint32_t)all->vertex_count;
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
        add_mesh(mesh, &piece->mesh);
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
    for (size_t i = 0; i < region->point_count; i++)
        memcpy(shape->mesh.vertices[i], region->points[i], sizeof region->points[i]);
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
    bool last;
    struct shape *shape;
    bool built;
};

static void build_shape(void *context)
{
    struct build *job = context;
    job->built = build(job->work, job->tree, job->last, job->shape) && !job->work->failed;
}

/* Builds with the arena's limit at what the build may use; that is what ends it then. The report needs memory, too: the limit is
 * what it was before by then. */
static bool build_within(struct build *job, size_t bytes)
{
    struct arena *arena = job->work->arena;
    size_t limit_bytes = arena->limit_bytes;
    if (limit_bytes == 0 || arena->held_bytes + bytes < limit_bytes)
        arena->limit_bytes = arena->held_bytes + bytes;
    bool enough = arena_attempt(arena, build_shape, job);
    arena->limit_bytes = limit_bytes;
    if (enough)
        return job->built;
    arena_close_inner(arena);
    return work_fail(job->work, REPORT_TOO_LARGE,
                     "The model needs more memory than it may have (%zu MiB), or than there is",
                     bytes >> 20);
}

bool shape_build(struct arena *arena, const struct tree_node *tree,
                 const struct shape_limits *limits, report_listener *listener, void *context,
                 struct shape *shape)
{
    struct work work = {
        .arena = arena,
        .vertices_left = limits->vertices ? limits->vertices : SHAPE_VERTICES,
        .files = &limits->files,
        .cancelled = limits->cancelled,
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
    struct build job = { &work, tree, limits->last, shape, false };
    if (build_within(&job, limits->bytes ? limits->bytes : SHAPE_BYTES))
        return true;
    *shape = (struct shape){ 0 };
    return false;
}
