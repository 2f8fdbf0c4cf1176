/* SPDX-License-Identifier: MIT */
/* The outlines are filled twice with the same triangles: those below are the floor; into those above, the creases are cut and
 * lifted. So the two always meet. */
#include "roof/roof.h"

#include "base/list.h"
#include "geometry/orientation.h"
#include "model/tree.h"
#include "roof/ground.h"
#include "roof/paths.h"
#include "roof/straight.h"
#include "roof/voronoi.h"

#include <math.h>
#include <string.h>

/* A face none of whose corners is lifted lies on the floor: a crease is missing. */
static bool is_flat(const struct roof_creases *creases, const uint32_t *corners)
{
    for (int k = 0; k < 3; k++)
        if (creases->points.items[corners[k]].height > 0)
            return false;
    return true;
}

/* How high the roof over a triangle alone would be. */
static double height_over(const double *a, const double *b, const double *c)
{
    double rim = hypot(b[0] - a[0], b[1] - a[1]) + hypot(c[0] - b[0], c[1] - b[1]) +
                 hypot(a[0] - c[0], a[1] - c[1]);
    return ((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) / rim;
}

/* A part so small that all its creases were one with its corners gets a point in the middle. False if it is not so small. */
static bool lift(struct work *work, struct roof_creases *creases, const uint32_t *corners,
                 struct triangles *triangles)
{
    const double *at[3];
    for (int k = 0; k < 3; k++)
        at[k] = creases->points.items[corners[k]].at;
    double height = height_over(at[0], at[1], at[2]);
    const double middle[2] = { (at[0][0] + at[1][0] + at[2][0]) / 3,
                               (at[0][1] + at[1][1] + at[2][1]) / 3 };
    if (!(height > 0 && height < 2 * creases->near))
        return false;
    for (int k = 0; k < 3; k++)
        if (orientation(at[k], at[(k + 1) % 3], middle) <= 0)
            return false;
    struct roof_point point = { { middle[0], middle[1] }, height, ROOF_NONE };
    list_append(creases->arena, &creases->points, point);
    for (int k = 0; k < 3; k++)
        triangles_add(work->arena, triangles, corners[k], corners[(k + 1) % 3],
                      creases->points.count - 1);
    return true;
}

/* False if something is wrong with the creases. */
static bool take_faces(struct work *work, const struct roof_tiling *tiling,
                       struct roof_creases *creases, struct triangles *triangles)
{
    triangles->count = 0;
    for (uint32_t side = 0; side < tiling->side_count; side += 3) {
        const uint32_t *corners = tiling->origins + side;
        if (!is_flat(creases, corners))
            triangles_add(work->arena, triangles, corners[0], corners[1], corners[2]);
        else if (!lift(work, creases, corners, triangles))
            return false;
    }
    return true;
}

static bool add_creases(struct work *work, const struct region *plan, struct roof_creases *creases)
{
    if (work->node->as.roof.method != TREE_ROOF_STRAIGHT)
        return roof_voronoi(work, plan, creases);
    roof_straight(work, plan, creases);
    return true;
}

/* Floor and faces have the same rim. Points that no face has are left out. */
static void take_mesh(struct work *work, const struct roof_creases *creases,
                      const struct triangles *floor, struct triangles *faces, struct mesh *mesh)
{
    uint32_t *numbers = arena_take(work->arena, creases->points.count * sizeof *numbers);
    memset(numbers, 0xff, creases->points.count * sizeof *numbers);
    for (size_t i = 0; i < floor->count; i++)
        triangles_add(work->arena, faces, floor->items[i][0], floor->items[i][2],
                      floor->items[i][1]);
    *mesh = mesh_new(work->arena, creases->points.count, 0);
    mesh->vertex_count = 0;
    for (size_t i = 0; i < 3 * faces->count; i++) {
        uint32_t *corner = &faces->items[i / 3][i % 3];
        const struct roof_point *point = &creases->points.items[*corner];
        if (numbers[*corner] == ROOF_NONE) {
            memcpy(mesh->vertices[mesh->vertex_count], point->at, sizeof point->at);
            mesh->vertices[mesh->vertex_count][2] = point->height;
            numbers[*corner] = (uint32_t)mesh->vertex_count++;
        }
        *corner = numbers[*corner];
    }
    mesh->triangles = faces->items;
    mesh->triangle_count = faces->count;
}

/* As a part of the outlines' extent, and of the height. The places of the straight roof are exact but for the last bits; those of the
 * other are in part found in several ways. */
static const double as_near = 1e-12;
static const double as_high[] = { [TREE_ROOF_VORONOI] = 1e-9, [TREE_ROOF_STRAIGHT] = 0 };

static double extent_of(const struct region *region)
{
    struct box box = region_box(region);
    return fmax(box.high[0] - box.low[0], box.high[1] - box.low[1]);
}

/* *whole is whether the faces cover the floor. False, with a report, if the build must stop. */
static bool cover(struct work *work, const struct roof_ground *ground, struct roof_creases *creases,
                  struct triangles *faces, bool *whole)
{
    struct roof_tiling tiling;
    roof_creases_open(creases, work->arena, &ground->region, as_near * extent_of(&ground->region),
                      as_high[work->node->as.roof.method]);
    if (!add_creases(work, &ground->region, creases) ||
        !work_take_vertices(work, creases->points.count))
        return false;
    roof_tiling_open(&tiling, creases, &ground->floor);
    roof_paths_add(work, &tiling);
    roof_tiling_round(&tiling);
    *whole = take_faces(work, &tiling, creases, faces);
    return true;
}

bool roof_build(struct work *work, const struct region *plan, struct mesh *mesh)
{
    struct roof_ground ground;
    struct roof_creases creases;
    struct triangles faces = { 0 };
    bool whole;
    if (plan->point_count == 0)
        return true;
    if (!roof_ground_lay(work, plan, &ground))
        return false;
    if (ground.region.point_count == 0)
        return true;
    if (!cover(work, &ground, &creases, &faces, &whole))
        return false;
    if (whole)
        take_mesh(work, &creases, &ground.floor, &faces, mesh);
    else
        work_complain(work, REPORT_REMOVED, "Skeleton computation error.");
    return true;
}
