/* SPDX-License-Identifier: MIT */
/* Faces are cut into triangles in the plane that shows most of them. */
#include "geometry/polyhedron.h"

#include "base/sort.h"
#include "geometry/delaunay.h"
#include "geometry/orientation.h"
#include "geometry/triangulation.h"

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
    for (size_t i = 0; i < count; i++) {
        arena_poll(arena);
        references[i] = reference_to(source->points[i], i, grid);
    }
    sort_items(arena, references, count, sizeof *references, compare_references);
    uint32_t *first_with_place = arena_take(arena, count * sizeof *first_with_place);
    for (size_t i = 0; i < count; i++) {
        arena_poll(arena);
        bool repeated = i > 0 && compare_places(references[i - 1].place, references[i].place) == 0;
        first_with_place[references[i].index] =
            repeated ? first_with_place[references[i - 1].index] : references[i].index;
    }
    uint32_t used = 0;
    for (size_t i = 0; i < count; i++) {
        arena_poll(arena);
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
        arena_poll(assembly->work->arena);
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

static int longest_axis(const double vector[3])
{
    int longest = fabs(vector[1]) > fabs(vector[0]) ? 1 : 0;
    return fabs(vector[2]) > fabs(vector[longest]) ? 2 : longest;
}

static void cross_product(const double *origin, const double *p, const double *q, double cross[3])
{
    for (int axis = 0; axis < 3; axis++) {
        int next = (axis + 1) % 3, last = (axis + 2) % 3;
        cross[axis] = (p[next] - origin[next]) * (q[last] - origin[last]) -
                      (p[last] - origin[last]) * (q[next] - origin[next]);
    }
}

/* The normal by Newell's method, as long as twice the area. */
static void normal_of_face(const struct assembly *assembly, size_t count, double normal[3])
{
    const double(*vertices)[3] = (const double(*)[3])assembly->mesh->vertices;
    normal[0] = normal[1] = normal[2] = 0;
    for (size_t i = 1; i + 1 < count; i++) {
        arena_poll(assembly->work->arena);
        double cross[3];
        cross_product(vertices[assembly->face[0]], vertices[assembly->face[i]],
                      vertices[assembly->face[i + 1]], cross);
        for (int axis = 0; axis < 3; axis++)
            normal[axis] += cross[axis];
    }
}

/* The lowest and the highest corner along the axis on which the face is widest. */
static void find_ends(const struct assembly *assembly, size_t count, const double *ends[2])
{
    const double(*vertices)[3] = (const double(*)[3])assembly->mesh->vertices;
    double widest = -1;
    for (int axis = 0; axis < 3; axis++) {
        const double *low = vertices[assembly->face[0]], *high = low;
        for (size_t i = 1; i < count; i++) {
            arena_poll(assembly->work->arena);
            const double *vertex = vertices[assembly->face[i]];
            low = vertex[axis] < low[axis] ? vertex : low;
            high = vertex[axis] > high[axis] ? vertex : high;
        }
        if (high[axis] - low[axis] > widest) {
            widest = high[axis] - low[axis];
            ends[0] = low;
            ends[1] = high;
        }
    }
}

/* The axis along which OpenSCAD's tessellation looks at the face: of a face that is not flat another could show other
 * diagonals. It goes by the largest triangle over the ends. */
static int axis_of_view(const struct assembly *assembly, size_t count)
{
    const double(*vertices)[3] = (const double(*)[3])assembly->mesh->vertices;
    const double *ends[2] = { NULL, NULL };
    double largest = 0;
    int axis = 2;
    find_ends(assembly, count, ends);
    for (size_t i = 0; i < count; i++) {
        double cross[3], square = 0;
        cross_product(ends[1], ends[0], vertices[assembly->face[i]], cross);
        for (int k = 0; k < 3; k++)
            square += cross[k] * cross[k];
        if (square > largest) {
            largest = square;
            axis = longest_axis(cross);
        }
    }
    return axis;
}

/* Drops the axis along which the face is seen best, so that it still runs counter-clockwise. What is left and what is above
 * is as OpenSCAD's tessellation has it: that decides some diagonals. */
static void flatten_face(struct assembly *assembly, size_t count, const double normal[3])
{
    int dropped = axis_of_view(assembly, count);
    double up = normal[dropped] < 0 ? -1 : 1;
    for (size_t i = 0; i < count; i++) {
        const double *vertex = assembly->mesh->vertices[assembly->face[i]];
        assembly->flat[i][0] = vertex[(dropped + 1) % 3];
        assembly->flat[i][1] = up * vertex[(dropped + 2) % 3];
    }
}

/* Is a corner off the plane through the first one, by more than rounding? */
static bool is_bent(const struct assembly *assembly, size_t count, const double normal[3])
{
    static const double noticeable = 1e-9;
    const double(*vertices)[3] = (const double(*)[3])assembly->mesh->vertices;
    const double *first = vertices[assembly->face[0]];
    for (size_t i = 1; i < count; i++) {
        arena_poll(assembly->work->arena);
        const double *vertex = vertices[assembly->face[i]];
        double off = 0, size = 0;
        for (int axis = 0; axis < 3; axis++) {
            double part = normal[axis] * (vertex[axis] - first[axis]);
            off += part;
            size += fabs(normal[axis]) * (fabs(vertex[axis]) + fabs(first[axis]));
        }
        if (fabs(off) > noticeable * size)
            return true;
    }
    return false;
}

/* Both diagonals of a convex quadrilateral lie inside. */
static bool is_convex_quad(const struct assembly *assembly)
{
    const double(*flat)[2] = (const double(*)[2])assembly->flat;
    for (int i = 0; i < 4; i++)
        if (orientation(flat[i], flat[(i + 1) % 4], flat[(i + 2) % 4]) <= 0)
            return false;
    return true;
}

/* For faces that are no simple polygons: triangles from the corner on that was given first, which at least keep the surface
 * closed. */
static bool add_fan(struct assembly *assembly, size_t count)
{
    const uint32_t *face = assembly->face;
    for (size_t i = 0; i + 2 < count; i++)
        triangles_add(assembly->work->arena, &assembly->triangles, face[count - 1], face[i],
                      face[i + 1]);
    assembly->piece->tangled = true;
    return true;
}

/* From corners of the face to vertices of the mesh, for the triangles from `first` on. */
static void name_vertices(struct assembly *assembly, size_t first)
{
    for (size_t i = first; i < assembly->triangles.count; i++) {
        arena_poll(assembly->work->arena);
        for (int corner = 0; corner < 3; corner++) {
            uint32_t *vertex = &assembly->triangles.items[i][corner];
            *vertex = assembly->face[*vertex];
        }
    }
}

static void add_quad(struct assembly *assembly)
{
    struct arena *arena = assembly->work->arena;
    size_t from = delaunay_first_diagonal((const double(*)[2])assembly->flat);
    triangles_add(arena, &assembly->triangles, from, from + 1, from + 2);
    triangles_add(arena, &assembly->triangles, from, from + 2, (from + 3) % 4);
}

static enum triangulation_result cut_face(struct assembly *assembly, size_t count)
{
    struct outline outline = { 0, count, false };
    if (count != 4 || !is_convex_quad(assembly))
        return triangulation_append(assembly->work, (const double(*)[2])assembly->flat, &outline, 1,
                                    &assembly->triangles);
    add_quad(assembly);
    return TRIANGULATION_DONE;
}

static bool triangulate_face(struct assembly *assembly, size_t count, const double normal[3])
{
    size_t first = assembly->triangles.count;
    flatten_face(assembly, count, normal);
    enum triangulation_result result = cut_face(assembly, count);
    if (result == TRIANGULATION_CROSSING) {
        assembly->triangles.count = first;
        return add_fan(assembly, count);
    }
    if (result == TRIANGULATION_DONE && is_bent(assembly, count, normal))
        delaunay_refine(assembly->work->arena, (const double(*)[2])assembly->flat,
                        assembly->triangles.items + first, assembly->triangles.count - first);
    name_vertices(assembly, first);
    return result == TRIANGULATION_DONE;
}

static bool add_face(struct assembly *assembly, size_t index)
{
    size_t count = gather_face(assembly, &assembly->source->faces[index]);
    const uint32_t *face = assembly->face;
    if (count < 3)
        return true;
    double normal[3];
    normal_of_face(assembly, count, normal);
    if (normal[0] == 0 && normal[1] == 0 && normal[2] == 0)
        return add_fan(assembly, count);
    if (count > 3)
        return triangulate_face(assembly, count, normal);
    triangles_add(assembly->work->arena, &assembly->triangles, face[0], face[1], face[2]);
    return true;
}

static bool add_faces(struct assembly *assembly)
{
    const struct tree_polyhedron *source = assembly->source;
    for (size_t i = 0; i < source->face_count; i++)
        if (!add_face(assembly, i))
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
    for (size_t i = 0; i < 3 * mesh->triangle_count; i++) {
        arena_poll(arena);
        number[mesh->triangles[i / 3][i % 3]] = 1;
    }
    uint32_t used = 0;
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        arena_poll(arena);
        if (!number[i])
            continue;
        memmove(mesh->vertices[used], mesh->vertices[i], sizeof *mesh->vertices);
        number[i] = used++;
    }
    for (size_t i = 0; i < 3 * mesh->triangle_count; i++) {
        arena_poll(arena);
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
        piece->open = true;
    } else {
        mesh_turn_outward(work->arena, mesh);
    }
    return true;
}
