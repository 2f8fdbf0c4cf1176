/* SPDX-License-Identifier: MIT */
/* The outlines are filled twice with the same triangles: those below are the floor; into those above, the creases are cut and
 * lifted. So the two always meet. */
#include "geometry/roof.h"

#include "geometry/filling.h"
#include "geometry/roof_paths.h"
#include "geometry/roof_straight.h"
#include "geometry/roof_voronoi.h"
#include "geometry/tree.h"

#include <string.h>

/* A face none of whose corners is lifted lies on the floor: a crease is missing. */
static bool is_flat(const struct roof_creases *creases, const uint32_t *corners)
{
    for (int k = 0; k < 3; k++)
        if (creases->points.items[corners[k]].height > 0)
            return false;
    return true;
}

/* False, with a report, if something is wrong with the creases. */
static bool take_faces(struct work *work, const struct roof_tiling *tiling,
                       struct triangles *triangles)
{
    for (uint32_t side = 0; side < tiling->side_count; side += 3) {
        const uint32_t *corners = tiling->origins + side;
        if (is_flat(tiling->creases, corners)) {
            work_complain(work, REPORT_REMOVED, "Skeleton computation error.");
            return false;
        }
        triangles_add(work->arena, triangles, corners[0], corners[1], corners[2]);
    }
    return true;
}

static bool add_creases(struct work *work, const struct region *plan, struct roof_creases *creases)
{
    if (work->node->as.roof.method == TREE_ROOF_STRAIGHT)
        return roof_straight(work, plan, creases);
    return roof_voronoi(work, plan, creases);
}

/* Floor and faces have the same rim. */
static void take_mesh(struct work *work, const struct roof_creases *creases,
                      const struct triangles *floor, struct triangles *faces, struct mesh *mesh)
{
    for (size_t i = 0; i < floor->count; i++)
        triangles_add(work->arena, faces, floor->items[i][0], floor->items[i][2],
                      floor->items[i][1]);
    *mesh = mesh_new(work->arena, creases->points.count, 0);
    for (size_t i = 0; i < creases->points.count; i++) {
        const struct roof_point *point = &creases->points.items[i];
        memcpy(mesh->vertices[i], point->at, sizeof point->at);
        mesh->vertices[i][2] = point->height;
    }
    mesh->triangles = faces->items;
    mesh->triangle_count = faces->count;
}

bool roof_build(struct work *work, const struct region *plan, struct mesh *mesh, bool *touching)
{
    struct roof_creases creases;
    struct roof_tiling tiling;
    struct triangles floor = { 0 }, faces = { 0 };
    if (plan->point_count == 0)
        return true;
    if (!filling_append(work, (const double(*)[2])plan->points, plan->outlines, plan->outline_count,
                        &floor, touching))
        return false;
    roof_creases_open(&creases, work->arena, plan);
    if (!add_creases(work, plan, &creases) || !work_take_vertices(work, creases.points.count))
        return false;
    roof_tiling_open(&tiling, &creases, &floor);
    if (!roof_paths_add(work, &tiling))
        return false;
    roof_tiling_round(&tiling);
    if (take_faces(work, &tiling, &faces))
        take_mesh(work, &creases, &floor, &faces, mesh);
    return true;
}
