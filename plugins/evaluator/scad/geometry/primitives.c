/* SPDX-License-Identifier: MIT */
/* Cube, sphere, cylinder, square and circle. */
#include "geometry/primitives.h"

#include "base/degrees.h"
#include "model/fragments.h"

/* Writes triangles into a mesh one after the other. */
struct pen {
    struct mesh *mesh;
    size_t next;
};

static void draw_triangle(struct pen *pen, size_t a, size_t b, size_t c)
{
    uint32_t *triangle = pen->mesh->triangles[pen->next++];
    triangle[0] = (uint32_t)a;
    triangle[1] = (uint32_t)b;
    triangle[2] = (uint32_t)c;
}

static void draw_quad(struct pen *pen, size_t a, size_t b, size_t c, size_t d)
{
    draw_triangle(pen, a, b, c);
    draw_triangle(pen, a, c, d);
}

/* A flat cap over `count` vertices from `first` on, facing up if they run counter-clockwise. */
static void draw_cap(struct pen *pen, size_t first, size_t count, bool faces_down)
{
    for (size_t i = 1; i + 1 < count; i++) {
        if (faces_down)
            draw_triangle(pen, first, first + i + 1, first + i);
        else
            draw_triangle(pen, first, first + i, first + i + 1);
    }
}

static void set_vertex(struct mesh *mesh, size_t index, double x, double y, double z)
{
    mesh->vertices[index][0] = x;
    mesh->vertices[index][1] = y;
    mesh->vertices[index][2] = z;
}

static void set_ring(struct mesh *mesh, size_t first, size_t count, double radius, double z)
{
    for (size_t i = 0; i < count; i++) {
        double angle = 360.0 * (double)i / (double)count;
        set_vertex(mesh, first + i, radius * degrees_cosine(angle), radius * degrees_sine(angle),
                   z);
    }
}

static bool is_size(double value)
{
    return value > 0 && isfinite(value);
}

bool primitives_cube(struct work *work, const struct tree_node *node, struct mesh *mesh)
{
    static const unsigned char sides[6][4] = {
        { 4, 5, 7, 6 }, { 2, 3, 1, 0 }, { 0, 1, 5, 4 },
        { 1, 3, 7, 5 }, { 3, 2, 6, 7 }, { 2, 0, 4, 6 },
    };
    const double *size = node->as.cube.size;
    if (!is_size(size[0]) || !is_size(size[1]) || !is_size(size[2]))
        return true;
    if (!work_take_vertices(work, 8))
        return false;
    *mesh = mesh_new(work->arena, 8, 12);
    for (int i = 0; i < 8; i++)
        for (int axis = 0; axis < 3; axis++) {
            double low = node->as.cube.center ? -size[axis] / 2.0 : 0.0;
            double high = node->as.cube.center ? size[axis] / 2.0 : size[axis];
            mesh->vertices[i][axis] = i >> axis & 1 ? high : low;
        }
    struct pen pen = { mesh, 0 };
    for (int i = 0; i < 6; i++)
        draw_quad(&pen, sides[i][0], sides[i][1], sides[i][2], sides[i][3]);
    return true;
}

/* The rings lie half a step off the poles, so that there is no vertex at a pole. */
bool primitives_sphere(struct work *work, const struct tree_node *node, struct mesh *mesh)
{
    double radius = node->as.sphere.radius;
    if (!is_size(radius))
        return true;
    size_t sides = fragments_of_circle(&node->fragments, radius);
    size_t rings = (sides + 1) / 2;
    if (!work_take_vertices(work, sides * rings))
        return false;
    *mesh = mesh_new(work->arena, sides * rings, 2 * sides * (rings - 1) + 2 * (sides - 2));
    for (size_t ring = 0; ring < rings; ring++) {
        double angle = 180.0 * ((double)ring + 0.5) / (double)rings;
        set_ring(mesh, ring * sides, sides, radius * degrees_sine(angle),
                 radius * degrees_cosine(angle));
    }
    struct pen pen = { mesh, 0 };
    draw_cap(&pen, 0, sides, false);
    for (size_t upper = 0; upper + 1 < rings; upper++)
        for (size_t i = 0; i < sides; i++) {
            arena_poll(work->arena);
            size_t here = upper * sides + i, next = upper * sides + (i + 1) % sides;
            draw_quad(&pen, next, here, here + sides, next + sides);
        }
    draw_cap(&pen, (rings - 1) * sides, sides, true);
    return true;
}

static void draw_cone(struct mesh *mesh, size_t sides, size_t base, size_t apex, bool points_down)
{
    struct pen pen = { mesh, 0 };
    for (size_t i = 0; i < sides; i++) {
        size_t here = base + i, next = base + (i + 1) % sides;
        if (points_down)
            draw_triangle(&pen, apex, next, here);
        else
            draw_triangle(&pen, here, next, apex);
    }
    draw_cap(&pen, base, sides, !points_down);
}

static void draw_tube(struct mesh *mesh, size_t sides)
{
    struct pen pen = { mesh, 0 };
    for (size_t i = 0; i < sides; i++) {
        size_t next = (i + 1) % sides;
        draw_quad(&pen, i, next, next + sides, i + sides);
    }
    draw_cap(&pen, 0, sides, true);
    draw_cap(&pen, sides, sides, false);
}

static bool is_cylinder(const struct tree_cylinder *cylinder)
{
    double bottom = cylinder->bottom_radius, top = cylinder->top_radius;
    return is_size(cylinder->height) && bottom >= 0 && top >= 0 && is_size(fmax(bottom, top));
}

bool primitives_cylinder(struct work *work, const struct tree_node *node, struct mesh *mesh)
{
    const struct tree_cylinder *cylinder = &node->as.cylinder;
    double bottom = cylinder->bottom_radius, top = cylinder->top_radius;
    if (!is_cylinder(cylinder))
        return true;
    size_t sides = fragments_of_circle(&node->fragments, fmax(bottom, top));
    if (!work_take_vertices(work, 2 * sides))
        return false;
    double low = cylinder->center ? -cylinder->height / 2.0 : 0.0;
    double high = cylinder->center ? cylinder->height / 2.0 : cylinder->height;
    if (bottom > 0 && top > 0) {
        *mesh = mesh_new(work->arena, 2 * sides, 4 * sides - 4);
        set_ring(mesh, 0, sides, bottom, low);
        set_ring(mesh, sides, sides, top, high);
        draw_tube(mesh, sides);
        return true;
    }
    bool points_down = top > 0;
    size_t base = points_down ? 1 : 0, apex = points_down ? 0 : sides;
    *mesh = mesh_new(work->arena, sides + 1, 2 * sides - 2);
    set_ring(mesh, base, sides, points_down ? top : bottom, points_down ? high : low);
    set_vertex(mesh, apex, 0, 0, points_down ? low : high);
    draw_cone(mesh, sides, base, apex, points_down);
    return true;
}

bool primitives_square(struct work *work, const struct tree_node *node, struct region *region)
{
    const double *size = node->as.square.size;
    if (!is_size(size[0]) || !is_size(size[1]))
        return true;
    if (!work_take_vertices(work, 4))
        return false;
    bool center = node->as.square.center;
    double left = center ? -size[0] / 2.0 : 0.0, right = center ? size[0] / 2.0 : size[0];
    double low = center ? -size[1] / 2.0 : 0.0, high = center ? size[1] / 2.0 : size[1];
    const double corners[4][2] = { { left, low }, { right, low }, { right, high }, { left, high } };
    region_add_outline(work->arena, region, corners, 4);
    return true;
}

bool primitives_circle(struct work *work, const struct tree_node *node, struct region *region)
{
    double radius = node->as.circle.radius;
    if (!is_size(radius))
        return true;
    size_t sides = fragments_of_circle(&node->fragments, radius);
    if (!work_take_vertices(work, sides))
        return false;
    double(*points)[2] = arena_take(work->arena, sides * sizeof *points);
    for (size_t i = 0; i < sides; i++) {
        arena_poll(work->arena);
        double angle = 360.0 * (double)i / (double)sides;
        points[i][0] = radius * degrees_cosine(angle);
        points[i][1] = radius * degrees_sine(angle);
    }
    region_add_outline(work->arena, region, (const double(*)[2])points, sides);
    return true;
}
