/* SPDX-License-Identifier: MIT */
/* A direction is chosen in doubles, made whole in the plane's own triangle, and then checked exactly. */
#include "kernel/entry.h"

#include <math.h>

/* Shares of the triangle's sides: whole numbers up to this. */
static const double finest = 1 << 28;

struct entry entry_of_triangle(const struct scene *scene, uint32_t triangle, double share)
{
    int64_t p = llrint((1 - share) * 97), q = llrint(share * 97);
    const int32_t *a = scene_corner(scene, triangle, 0), *b = scene_corner(scene, triangle, 1);
    const int32_t *c = scene_corner(scene, triangle, 2);
    struct entry entry = { .point = scene->triangles[triangle].corners[0] };
    for (int k = 0; k < 3; k++)
        entry.along[k] = p * ((int64_t)b[k] - a[k]) + q * ((int64_t)c[k] - a[k]);
    return entry;
}

/* The edges at a vertex that the face lies between, or NULL on a side where nothing else begins. */
struct wedge {
    const struct edge *low, *high;
};

/* Of the edges that begin where this one does; they are sorted from the lowest to the highest. */
static struct wedge wedge_at(const struct arrangement *arrangement, uint32_t number, uint32_t face)
{
    const struct edge *edges = arrangement->edges.items, *edge = &edges[number];
    const struct group *group = &arrangement->groups.items[arrangement->faces.items[face].group];
    struct wedge wedge = { NULL, NULL };
    if (edge->above == face) {
        wedge.low = edge;
        if (number + 1 < group->edges + group->edge_count && edges[number + 1].from == edge->from)
            wedge.high = &edges[number + 1];
    } else {
        wedge.high = edge;
        if (number > group->edges && edges[number - 1].from == edge->from)
            wedge.low = &edges[number - 1];
    }
    return wedge;
}

/* The direction of an edge along the group's axes, one unit long. */
static void direction_of(const struct arrangement *arrangement, const struct group *group,
                         const struct edge *edge, double direction[2])
{
    const struct scene *scene = arrangement->scene;
    const struct plane *plane = scene_plane(scene, group->plane),
                       *carrier = &scene->planes.items[edge->carrier];
    double x = (double)plane_cross(plane, carrier, group->x),
           y = (double)plane_cross(plane, carrier, group->y);
    double length = hypot(x, y) * edge->slope;
    direction[0] = x / length;
    direction[1] = y / length;
}

static void choose_direction(const struct arrangement *arrangement, const struct group *group,
                             const struct wedge *wedge, double share, double direction[2])
{
    double low[2], high[2];
    if (wedge->low)
        direction_of(arrangement, group, wedge->low, low);
    if (wedge->high)
        direction_of(arrangement, group, wedge->high, high);
    if (!wedge->low) { /* turned down, up to straight down */
        low[0] = 0;
        low[1] = -1;
    }
    if (!wedge->high) {
        high[0] = 0;
        high[1] = 1;
    }
    direction[0] = (1 - share) * low[0] + share * high[0];
    direction[1] = (1 - share) * low[1] + share * high[1];
}

/* In the plane of the triangle, next to the direction. */
static void make_whole(const struct scene *scene, const struct group *group,
                       const double direction[2], int64_t along[3])
{
    const int32_t *a = scene_corner(scene, group->plane, 0),
                  *b = scene_corner(scene, group->plane, 1);
    const int32_t *c = scene_corner(scene, group->plane, 2);
    int x = group->x, y = group->y;
    double u[2] = { (double)b[x] - a[x], (double)b[y] - a[y] },
           v[2] = { (double)c[x] - a[x], (double)c[y] - a[y] };
    double p = direction[0] * v[1] - direction[1] * v[0],
           q = direction[1] * u[0] - direction[0] * u[1];
    double area = u[0] * v[1] - u[1] * v[0], size = fmax(fabs(p), fabs(q));
    if (size == 0) { /* no direction: what is below and above cancel out */
        along[0] = along[1] = along[2] = 0;
        return;
    }
    int64_t shares[2] = { llrint(p / size * finest), llrint(q / size * finest) };
    for (int k = 0; k < 3; k++) {
        along[k] = shares[0] * ((int64_t)b[k] - a[k]) + shares[1] * ((int64_t)c[k] - a[k]);
        along[k] = area < 0 ? -along[k] : along[k];
    }
}

static int above_edge(const struct scene *scene, const struct edge *edge, const int64_t along[3])
{
    const struct plane *carrier = &scene->planes.items[edge->carrier];
    int128 side = 0;
    for (int k = 0; k < 3; k++)
        side += (int128)carrier->normal[k] * along[k];
    return -edge->slope * int128_sign(side);
}

bool entry_beside_edge(const struct arrangement *arrangement, uint32_t number, uint32_t face,
                       double share, struct entry *entry)
{
    const struct scene *scene = arrangement->scene;
    const struct edge *edge = &arrangement->edges.items[number];
    const struct group *group = &arrangement->groups.items[arrangement->faces.items[face].group];
    if (edge->above != face && edge->below != face)
        return false; /* it is the face's by the mate of its surface only */
    struct wedge wedge = wedge_at(arrangement, number, face);
    double direction[2];
    choose_direction(arrangement, group, &wedge, share, direction);
    entry->point = arrangement->vertices.items[group->vertices + edge->from];
    make_whole(scene, group, direction, entry->along);
    return entry->along[group->x] > 0 &&
           (!wedge.low || above_edge(scene, wedge.low, entry->along) > 0) &&
           (!wedge.high || above_edge(scene, wedge.high, entry->along) < 0);
}
