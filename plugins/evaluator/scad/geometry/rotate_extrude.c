/* SPDX-License-Identifier: MIT */
/* Rings of vertices, one for each angle. Points on the axis are one vertex for all rings; what would
 * lie between equal vertices is not there. */
#include "geometry/rotate_extrude.h"

#include "base/degrees.h"
#include "geometry/filling.h"
#include "model/fragments.h"

struct turning {
    struct work *work;
    const struct region *profile;
    struct mesh *mesh;
    bool *touching; /* set if outlines touch each other or themselves */
    struct triangles triangles;
    size_t sections, rings;
    bool outward;    /* walls face outward as they are written, not after turning them */
    bool closed;     /* the last section ends at the first ring */
    size_t stride;   /* vertices of a ring that are not on the axis */
    uint32_t *place; /* by point: its place in the ring, or among the vertices on the axis */
};

static bool on_axis(const struct turning *turning, size_t point)
{
    return turning->profile->points[point][0] == 0.0;
}

/* The vertices on the axis come first, then ring by ring. */
static size_t axis_count(const struct turning *turning)
{
    return turning->profile->point_count - turning->stride;
}

static size_t vertex_at(const struct turning *turning, size_t ring, size_t point)
{
    if (on_axis(turning, point))
        return turning->place[point];
    size_t wrapped = turning->closed ? ring % turning->rings : ring;
    return axis_count(turning) + wrapped * turning->stride + turning->place[point];
}

static void number_points(struct turning *turning)
{
    size_t count = turning->profile->point_count;
    uint32_t axis = 0, ring = 0;
    turning->place = arena_take(turning->work->arena, count * sizeof *turning->place);
    for (size_t i = 0; i < count; i++)
        turning->place[i] = on_axis(turning, i) ? axis++ : ring++;
    turning->stride = ring;
}

static void set_vertices(struct turning *turning, double start, double angle)
{
    const struct region *profile = turning->profile;
    for (size_t ring = 0; ring < turning->rings; ring++) {
        double turned = start + (double)ring * angle / (double)turning->sections;
        double cosine = degrees_cosine(turned), sine = degrees_sine(turned);
        for (size_t i = 0; i < profile->point_count; i++) {
            arena_poll(turning->work->arena);
            double *vertex = turning->mesh->vertices[vertex_at(turning, ring, i)];
            bool axis = on_axis(turning, i);
            vertex[0] = axis ? 0.0 : profile->points[i][0] * cosine;
            vertex[1] = axis ? 0.0 : profile->points[i][0] * sine;
            vertex[2] = profile->points[i][1];
        }
    }
}

static void add_triangle(struct turning *turning, size_t a, size_t b, size_t c, bool as_is)
{
    if (a == b || b == c || c == a)
        return;
    triangles_add(turning->work->arena, &turning->triangles, a, as_is ? b : c, as_is ? c : b);
}

static void add_wall(struct turning *turning, size_t section, size_t previous, size_t current)
{
    size_t here_previous = vertex_at(turning, section, previous);
    size_t here_current = vertex_at(turning, section, current);
    size_t there_previous = vertex_at(turning, section + 1, previous);
    size_t there_current = vertex_at(turning, section + 1, current);
    add_triangle(turning, here_previous, there_current, here_current, turning->outward);
    add_triangle(turning, there_current, here_previous, there_previous, turning->outward);
}

static void add_section(struct turning *turning, size_t section)
{
    const struct region *profile = turning->profile;
    for (size_t o = 0; o < profile->outline_count; o++) {
        const struct outline *outline = &profile->outlines[o];
        for (size_t i = 0; i < outline->count; i++)
            add_wall(turning, section, outline->first + i,
                     outline->first + (i + 1) % outline->count);
    }
}

static bool add_caps(struct turning *turning)
{
    const struct region *profile = turning->profile;
    struct triangles caps = { 0 };
    if (!filling_append(turning->work, (const double(*)[2])profile->points, profile->outlines,
                        profile->outline_count, &caps, turning->touching))
        return false;
    for (size_t i = 0; i < caps.count; i++) {
        size_t first[3], last[3];
        for (int corner = 0; corner < 3; corner++) {
            first[corner] = vertex_at(turning, 0, caps.items[i][corner]);
            last[corner] = vertex_at(turning, turning->sections, caps.items[i][corner]);
        }
        add_triangle(turning, first[0], first[1], first[2], turning->outward);
        add_triangle(turning, last[0], last[1], last[2], !turning->outward);
    }
    return true;
}

static bool build(struct turning *turning, double start, double angle)
{
    number_points(turning);
    if (!work_take_vertices(turning->work, turning->rings * turning->profile->point_count))
        return false;
    *turning->mesh =
        mesh_new(turning->work->arena, axis_count(turning) + turning->rings * turning->stride, 0);
    set_vertices(turning, start, angle);
    for (size_t section = 0; section < turning->sections; section++)
        add_section(turning, section);
    if (!turning->closed && !add_caps(turning))
        return false;
    turning->mesh->triangles = turning->triangles.items;
    turning->mesh->triangle_count = turning->triangles.count;
    return true;
}

bool rotate_extrude_build(struct work *work, const struct tree_node *node,
                          const struct region *profile, struct mesh *mesh, bool *touching)
{
    const struct tree_rotate_extrude *source = &node->as.rotate_extrude;
    double angle = source->angle > 360 || source->angle <= -360 ? 360 : source->angle;
    if (angle == 0 || !isfinite(angle) || !isfinite(source->start) || profile->outline_count == 0)
        return true;
    struct box box = region_box(profile);
    double left = fmin(box.low[0], 0.0), right = fmax(box.high[0], 0.0);
    if (left < 0 && right > 0) {
        work_complain(work, REPORT_REMOVED,
                      "Children of rotate_extrude() may not lie across the Y axis (Range of X "
                      "coords for all children [%.2f : %.2f])",
                      left, right);
        return true;
    }
    struct turning turning = {
        .work = work, .profile = profile, .mesh = mesh, .touching = touching
    };
    turning.sections = fragments_of_arc(&node->fragments, right - left, angle);
    turning.closed = angle == 360;
    turning.rings = turning.sections + (turning.closed ? 0 : 1);
    turning.outward = left < 0 ? angle < 0 : angle > 0;
    return build(&turning, source->start, angle);
}
