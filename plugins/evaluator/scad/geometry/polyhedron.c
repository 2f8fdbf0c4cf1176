/* SPDX-License-Identifier: MIT */
/* Faces are cut into triangles in the plane that shows most of them. */
#include "geometry/polyhedron.h"

#include "geometry/orientation.h"
#include "geometry/triangulation.h"

#include <stdlib.h>
#include <string.h>

/* What is needed while one polyhedron is built; the scratch arrays have room for its largest face. */
struct assembly {
    struct work *work;
    const struct tree_polyhedron *source;
    uint32_t *vertex_of; /* by point */
    struct piece *piece;
    struct mesh *mesh;
    struct triangles triangles;
    uint32_t *face;
    double (*flat)[2];
};

/* OpenSCAD's GRID_FINE, 2^-20: points of an open polyhedron that are nearer may be one. */
static const double fine_grid = 0.00000095367431640625;

struct point_reference {
    double place[3];
    uint32_t index;
};

static int compare_places(const double *a, const double *b)
{
    for (int i = 0; i < 3; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}

static int compare_references(const void *left, const void *right)
{
    const struct point_reference *a = left, *b = right;
    int order = compare_places(a->place, b->place);
    return order ? order : (a->index > b->index) - (a->index < b->index);
}

static struct point_reference reference_to(const double *point, size_t index, double grid)
{
    struct point_reference reference = { .index = (uint32_t)index };
    for (int i = 0; i < 3; i++)
        reference.place[i] = grid > 0 ? nearbyint(point[i] / grid) : point[i];
    return reference;
}

/* Numbers the places of the points in the order in which they first come. Without a grid only equal
 * points are in one place. */
static void weld_points(struct assembly *assembly, double grid)
{
    const struct tree_polyhedron *source = assembly->source;
    size_t count = source->point_count;
    struct arena *arena = assembly->work->arena;
    struct point_reference *references = arena_take(arena, count * sizeof *references);
    for (size_t i = 0; i < count; i++)
        references[i] = reference_to(source->points[i], i, grid);
    qsort(references, count, sizeof *references, compare_references);
    uint32_t *first_with_place = arena_take(arena, count * sizeof *first_with_place);
    for (size_t i = 0; i < count; i++) {
        bool repeated = i > 0 && compare_places(references[i - 1].place, references[i].place) == 0;
        first_with_place[references[i].index] =
            repeated ? first_with_place[references[i - 1].index] : references[i].index;
    }
    uint32_t used = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t first = first_with_place[i];
        assembly->vertex_of[i] = first == i ? used++ : assembly->vertex_of[first];
        if (first == i)
            memcpy(assembly->mesh->vertices[used - 1], source->points[i], sizeof(double[3]));
    }
    assembly->mesh->vertex_count = used;
}

/* The vertices of a face counter-clockwise, without repetitions. */
static size_t gather_face(struct assembly *assembly, const struct tree_path *path)
{
    size_t count = 0;
    uint32_t *face = assembly->face;
    for (size_t i = path->count; i-- > 0;) {
        if (path->indices[i] >= assembly->source->point_count)
            continue; /* the evaluator has warned */
        uint32_t vertex = assembly->vertex_of[path->indices[i]];
        if (count == 0 || face[count - 1] != vertex)
            face[count++] = vertex;
    }
    while (count > 1 && face[0] == face[count - 1])
        count--;
    return count;
}

/* The normal by Newell's method, as long as twice the area. */
static void normal_of_face(const struct assembly *assembly, size_t count, double normal[3])
{
    normal[0] = normal[1] = normal[2] = 0;
    const double(*vertices)[3] = (const double(*)[3])assembly->mesh->vertices;
    const double *origin = vertices[assembly->face[0]];
    for (size_t i = 1; i + 1 < count; i++) {
        const double *p = vertices[assembly->face[i]], *q = vertices[assembly->face[i + 1]];
        for (int axis = 0; axis < 3; axis++) {
            int next = (axis + 1) % 3, last = (axis + 2) % 3;
            normal[axis] += (p[next] - origin[next]) * (q[last] - origin[last]) -
                            (p[last] - origin[last]) * (q[next] - origin[next]);
        }
    }
}

static int longest_axis(const double vector[3])
{
    int longest = fabs(vector[1]) > fabs(vector[0]) ? 1 : 0;
    return fabs(vector[2]) > fabs(vector[longest]) ? 2 : longest;
}

/* Drops the axis along which the face is seen best, so that it still runs counter-clockwise. */
static void flatten_face(struct assembly *assembly, size_t count, const double normal[3])
{
    int dropped = longest_axis(normal);
    int across = (dropped + 1) % 3, up = (dropped + 2) % 3;
    if (normal[dropped] < 0) {
        int swapped = across;
        across = up;
        up = swapped;
    }
    for (size_t i = 0; i < count; i++) {
        const double *vertex = assembly->mesh->vertices[assembly->face[i]];
        assembly->flat[i][0] = vertex[across];
        assembly->flat[i][1] = vertex[up];
    }
}

/* Both diagonals of a convex quadrilateral lie inside; the one from the first corner is taken. */
static bool is_convex_quad(const struct assembly *assembly)
{
    const double(*flat)[2] = (const double(*)[2])assembly->flat;
    for (int i = 0; i < 4; i++)
        if (orientation(flat[i], flat[(i + 1) % 4], flat[(i + 2) % 4]) <= 0)
            return false;
    return true;
}

/* For faces that are no simple polygons: triangles from the first corner on, which at least keep the surface closed. */
static bool add_fan(struct assembly *assembly, size_t count)
{
    const uint32_t *face = assembly->face;
    for (size_t i = 1; i + 1 < count; i++)
        triangles_add(assembly->work->arena, &assembly->triangles, face[0], face[i], face[i + 1]);
    assembly->piece->tangled = true;
    return true;
}

static bool triangulate_face(struct assembly *assembly, size_t count)
{
    size_t first = assembly->triangles.count;
    struct outline outline = { 0, count, false };
    enum triangulation_result result = triangulation_append(
        assembly->work, (const double(*)[2])assembly->flat, &outline, 1, &assembly->triangles);
    if (result == TRIANGULATION_CROSSING) {
        assembly->triangles.count = first;
        return add_fan(assembly, count);
    }
    for (size_t i = first; i < assembly->triangles.count; i++)
        for (int corner = 0; corner < 3; corner++) {
            uint32_t *vertex = &assembly->triangles.items[i][corner];
            *vertex = assembly->face[*vertex];
        }
    return result == TRIANGULATION_DONE;
}

static bool add_face(struct assembly *assembly, size_t index)
{
    size_t count = gather_face(assembly, &assembly->source->faces[index]);
    if (count < 3)
        return true;
    double normal[3];
    normal_of_face(assembly, count, normal);
    if (normal[0] == 0 && normal[1] == 0 && normal[2] == 0)
        return add_fan(assembly, count);
    const uint32_t *face = assembly->face;
    flatten_face(assembly, count, normal);
    if (count > 4 || (count == 4 && !is_convex_quad(assembly)))
        return triangulate_face(assembly, count);
    struct arena *arena = assembly->work->arena;
    triangles_add(arena, &assembly->triangles, face[0], face[1], face[2]);
    if (count == 4)
        triangles_add(arena, &assembly->triangles, face[0], face[2], face[3]);
    return true;
}

static bool add_faces(struct assembly *assembly)
{
    const struct tree_polyhedron *source = assembly->source;
    for (size_t i = 0; i < source->face_count; i++)
        if ((i % 1024 == 0 && !work_goes_on(assembly->work)) || !add_face(assembly, i))
            return false;
    assembly->mesh->triangles = assembly->triangles.items;
    assembly->mesh->triangle_count = assembly->triangles.count;
    return true;
}

static bool assemble(struct assembly *assembly, double grid)
{
    assembly->triangles.count = 0;
    weld_points(assembly, grid);
    return add_faces(assembly);
}

/* Drops the vertices that no triangle has. */
static void drop_unused(struct arena *arena, struct mesh *mesh)
{
    uint32_t *number = arena_take(arena, mesh->vertex_count * sizeof *number);
    for (size_t i = 0; i < 3 * mesh->triangle_count; i++)
        number[mesh->triangles[i / 3][i % 3]] = 1;
    uint32_t used = 0;
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        if (!number[i])
            continue;
        memmove(mesh->vertices[used], mesh->vertices[i], sizeof *mesh->vertices);
        number[i] = used++;
    }
    for (size_t i = 0; i < 3 * mesh->triangle_count; i++) {
        uint32_t *vertex = &mesh->triangles[i / 3][i % 3];
        *vertex = number[*vertex];
    }
    mesh->vertex_count = used;
}

static size_t largest_face(const struct tree_polyhedron *source, size_t *corner_count)
{
    size_t largest = 0;
    *corner_count = 0;
    for (size_t i = 0; i < source->face_count; i++) {
        *corner_count += source->faces[i].count;
        if (source->faces[i].count > largest)
            largest = source->faces[i].count;
    }
    return largest;
}

bool polyhedron_build(struct work *work, const struct tree_polyhedron *source, struct piece *piece)
{
    struct mesh *mesh = &piece->mesh;
    size_t corners, largest = largest_face(source, &corners);
    if (!work_take_vertices(work, source->point_count) || !work_take_vertices(work, corners / 3))
        return false;
    *mesh = mesh_new(work->arena, source->point_count, 0);
    struct assembly assembly = {
        .work = work,
        .source = source,
        .vertex_of = arena_take(work->arena, source->point_count * sizeof(uint32_t)),
        .piece = piece,
        .mesh = mesh,
        .face = arena_take(work->arena, largest * sizeof(uint32_t)),
        .flat = arena_take(work->arena, largest * sizeof(double[2])),
    };
    if (!assemble(&assembly, 0))
        return false;
    if (!mesh_is_closed(work->arena, mesh) && !assemble(&assembly, fine_grid))
        return false;
    drop_unused(work->arena, mesh);
    if (!mesh_is_closed(work->arena, mesh)) {
        work_warn(work, REPORT_INVALID, "%s(): The given mesh is not closed!",
                  tree_kind_name(work->node->kind));
        piece->tangled = false;
    } else if (mesh_volume(mesh) < 0) {
        mesh_turn_inside_out(mesh);
    }
    return true;
}
