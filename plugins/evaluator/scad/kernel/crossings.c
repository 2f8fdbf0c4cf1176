/* SPDX-License-Identifier: MIT */
/* Boxes, then orientations by a filter in doubles (J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic", 1997), then whole
 * numbers. (Ph. Guigue and O. Devillers, "Fast and Robust Triangle-Triangle Overlap Test Using Orientation Predicates", 2003.) */
#include "kernel/crossings.h"

#include "base/list.h"
#include "kernel/big.h"
#include "kernel/hierarchy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKET_SIZE = 4, WHOLE_BITS = 118 };

typedef const double *place;

/* --- orientations --- */

/* A power of two by which all coordinates become whole numbers of at most so many bits. Of doubles that differ in size by more than
 * 2^65 the smaller ones lose digits: a shift that no filter would see. */
static int scale_of(const place *places, int count)
{
    double most = 0;
    int exponent;
    for (int i = 0; i < 3 * count; i++)
        most = fmax(most, fabs(places[i / 3][i % 3]));
    frexp(most, &exponent);
    return WHOLE_BITS - exponent;
}

static struct big difference(double a, double b, int scale)
{
    return big_of((int128)ldexp(a, scale) - (int128)ldexp(b, scale));
}

/* The sign of u0 v1 - u1 v0, u and v from c to a and b. */
static struct big exact_turn(place a, place b, place c, int x, int y, int scale)
{
    struct big ux = difference(a[x], c[x], scale), uy = difference(a[y], c[y], scale);
    struct big vx = difference(b[x], c[x], scale), vy = difference(b[y], c[y], scale);
    struct big left = big_product(&ux, &vy), right = big_product(&uy, &vx);
    return big_difference(&left, &right);
}

static int turn(place a, place b, place c, int x, int y)
{
    double left = (a[x] - c[x]) * (b[y] - c[y]), right = (a[y] - c[y]) * (b[x] - c[x]);
    if (fabs(left - right) > 4e-16 * (fabs(left) + fabs(right)))
        return left > right ? 1 : -1;
    if (left == 0 && right == 0)
        return 0;
    const place places[] = { a, b, c };
    return exact_turn(a, b, c, x, y, scale_of(places, 3)).sign;
}

/* 1 if a, b, c are counter-clockwise as seen from d, -1 if clockwise, 0 if doubles cannot tell. */
static int near_side(place a, place b, place c, place d)
{
    double sum = 0, size = 0;
    for (int i = 0; i < 3; i++) {
        int j = (i + 1) % 3, k = (i + 2) % 3;
        double left = (b[j] - d[j]) * (c[k] - d[k]), right = (b[k] - d[k]) * (c[j] - d[j]);
        sum += (a[i] - d[i]) * (left - right);
        size += fabs(a[i] - d[i]) * (fabs(left) + fabs(right));
    }
    return fabs(sum) <= 1e-15 * size ? 0 : sum > 0 ? -1 : 1;
}

/* The same, exactly: 0 if all are in one plane. */
static int side(place a, place b, place c, place d)
{
    int near = near_side(a, b, c, d);
    if (near != 0)
        return near;
    const place places[] = { a, b, c, d };
    int scale = scale_of(places, 4);
    struct big exact = { 0 };
    for (int i = 0; i < 3; i++) {
        struct big along = difference(a[i], d[i], scale),
                   part = exact_turn(b, c, d, (i + 1) % 3, (i + 2) % 3, scale);
        part = big_product(&along, &part);
        exact = big_sum(&exact, &part);
    }
    return -exact.sign;
}

/* --- two triangles --- */

struct pair {
    place t[3], u[3];
};

static bool is_same(place a, place b)
{
    return a[0] == b[0] && a[1] == b[1] && a[2] == b[2];
}

static bool is_corner_of(const place triangle[3], place corner)
{
    return is_same(triangle[0], corner) || is_same(triangle[1], corner) ||
           is_same(triangle[2], corner);
}

/* True if, seen along axes x and y, an edge of t has all of u on its other side, or on its line. */
static bool is_divided(const place t[3], const place u[3], int x, int y)
{
    int inner = turn(t[0], t[1], t[2], x, y);
    for (int i = 0; i < 3 && inner != 0; i++) {
        place a = t[i], b = t[(i + 1) % 3];
        bool beyond = true;
        for (int j = 0; j < 3 && beyond; j++)
            beyond = is_same(u[j], a) || is_same(u[j], b) || turn(a, b, u[j], x, y) * inner <= 0;
        if (beyond)
            return true;
    }
    return false;
}

/* Axes along which the triangle is seen largest. */
static int longest_axis(const place t[3])
{
    int axis = 0;
    double most = -1;
    for (int k = 0; k < 3; k++) {
        int x = (k + 1) % 3, y = (k + 2) % 3;
        double area = fabs((t[1][x] - t[0][x]) * (t[2][y] - t[0][y]) -
                           (t[1][y] - t[0][y]) * (t[2][x] - t[0][x]));
        if (area > most) {
            most = area;
            axis = k;
        }
    }
    return axis;
}

/* True if they are apart as seen along one of two axes, as neighbours in a nearly flat surface are. */
static bool seem_apart(const place t[3], const place u[3])
{
    int axis = longest_axis(t), x = (axis + 1) % 3, y = (axis + 2) % 3;
    return is_divided(t, u, x, y) || is_divided(u, t, x, y);
}

/* On which sides of t's plane the corners of u are; false if none are on one of the two sides. */
static bool find_sides(const place t[3], const place u[3], int sides[3])
{
    bool front = false, back = false;
    for (int i = 0; i < 3; i++) {
        sides[i] = is_corner_of(t, u[i]) ? 0 : side(t[0], t[1], t[2], u[i]);
        front = front || sides[i] > 0;
        back = back || sides[i] < 0;
    }
    return front && back;
}

/* Turns the triangle so that its first corner is alone on its side of the other's plane; true if that is the front. */
static bool put_first(place t[3], const int sides[3])
{
    int alone = 0, fronts = (sides[0] > 0) + (sides[1] > 0) + (sides[2] > 0);
    bool front = fronts == 1;
    for (int i = 0; i < 3; i++)
        if (front ? sides[i] > 0 : sides[i] < 0)
            alone = i;
    const place turned[3] = { t[alone], t[(alone + 1) % 3], t[(alone + 2) % 3] };
    memcpy(t, turned, sizeof turned);
    return front;
}

static void swap(place t[3])
{
    place kept = t[1];
    t[1] = t[2];
    t[2] = kept;
}

/* True if it is plain that u, but for corners of t, is on one side of t's plane: most neighbours are. */
static bool is_plainly_beside(const place t[3], const place u[3])
{
    int sides = 0, others = 0;
    for (int i = 0; i < 3; i++)
        if (!is_corner_of(t, u[i])) {
            sides += near_side(t[0], t[1], t[2], u[i]);
            others++;
        }
    return others > 0 && abs(sides) == others;
}

static bool are_crossed(place t[3], place u[3])
{
    int t_sides[3], u_sides[3];
    if (is_plainly_beside(t, u) || is_plainly_beside(u, t) || seem_apart(t, u))
        return false;
    if (!find_sides(t, u, u_sides)) /* those in one plane that do not seem apart are not */
        return u_sides[0] == 0 && u_sides[1] == 0 && u_sides[2] == 0;
    if (!find_sides(u, t, t_sides))
        return false;
    bool t_front = put_first(t, t_sides), u_front = put_first(u, u_sides);
    if (!t_front)
        swap(u);
    if (!u_front)
        swap(t);
    return side(t[0], t[1], u[0], u[1]) < 0 && side(t[0], t[2], u[2], u[0]) < 0;
}

bool crossings_are_crossed(double (*vertices)[3], const uint32_t a[3], const uint32_t b[3])
{
    struct pair pair;
    for (int i = 0; i < 3; i++) {
        pair.t[i] = vertices[a[i]];
        pair.u[i] = vertices[b[i]];
    }
    return are_crossed(pair.t, pair.u);
}

/* --- all pairs --- */

struct suspects {
    uint32_t *items; /* triangles */
    size_t count, capacity;
};

static bool is_on_grid(const struct grid *grid, place at)
{
    int32_t corner[3];
    double back[3];
    grid_snap(grid, at, corner);
    grid_unsnap(grid, (const double[3]){ corner[0], corner[1], corner[2] }, back);
    return is_same(at, back);
}

static struct suspects find_suspects(const struct mesh *mesh, const struct grid *grid,
                                     enum crossings_among among, const bool *changed,
                                     struct arena *scratch)
{
    struct suspects suspects = { NULL, 0, 0 };
    bool *moved = arena_take(scratch, mesh->vertex_count);
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        arena_poll(scratch);
        moved[i] = among == CROSSINGS_ANYWHERE || (changed && changed[i]) ||
                   (among == CROSSINGS_WHERE_CHANGED && !is_on_grid(grid, mesh->vertices[i]));
    }
    for (uint32_t i = 0; i < mesh->triangle_count; i++) {
        arena_poll(scratch);
        const uint32_t *corners = mesh->triangles[i];
        if (moved[corners[0]] || moved[corners[1]] || moved[corners[2]])
            list_append(scratch, &suspects, i);
    }
    return suspects;
}

/* In steps of the grid, along the model's axes. */
static struct extent extent_around(const struct mesh *mesh, const struct grid *grid,
                                   uint32_t triangle)
{
    struct extent extent = extent_of_nothing();
    for (int i = 0; i < 3; i++) {
        int32_t at[3];
        for (int k = 0; k < 3; k++)
            at[k] = (int32_t)floor(mesh->vertices[mesh->triangles[triangle][i]][k] * grid->steps);
        extent_include(&extent, at);
    }
    return extent;
}

/* Who may cross, and how to find them. */
struct look {
    const struct mesh *mesh;
    const struct grid *grid;
    const struct halves *halves;
    struct suspects suspects;
    struct extent *extents; /* of the suspects */
    bool *suspected;        /* by triangle */
    bool *crossed;          /* by vertex, or NULL */
    struct hierarchy hierarchy;
    size_t crossings[2]; /* found by each half */
};

static void mark_crossed(const struct look *look, uint32_t triangle)
{
    for (int i = 0; look->crossed && i < 3; i++)
        halves_mark(&look->crossed[look->mesh->triangles[triangle][i]]);
}

static size_t count_with(const struct look *look, uint32_t triangle, struct arena *arena)
{
    const struct mesh *mesh = look->mesh;
    struct hierarchy_search search = { .hierarchy = &look->hierarchy,
                                       .extent = extent_around(mesh, look->grid, triangle) };
    uint32_t found;
    size_t crossings = 0;
    if (!extent_meets(&search.extent, &look->hierarchy.nodes[1]))
        return 0;
    while (hierarchy_next(&search, &found)) {
        arena_poll(arena);
        uint32_t other = look->suspects.items[found];
        if ((triangle < other || !look->suspected[triangle]) &&
            extent_meets(&search.extent, &look->extents[found]) &&
            crossings_are_crossed(mesh->vertices, mesh->triangles[triangle],
                                  mesh->triangles[other])) {
            mark_crossed(look, triangle);
            mark_crossed(look, other);
            crossings++;
        }
    }
    return crossings;
}

static void count_half(void *context, int half)
{
    struct look *look = context;
    size_t crossings = 0;
    for (uint32_t i = 0; i < look->mesh->triangle_count; i++) {
        arena_poll(look->halves->arenas[half]);
        if (halves_of(i, look->mesh->triangle_count) == half)
            crossings += count_with(look, i, look->halves->arenas[half]);
    }
    look->crossings[half] = crossings;
}

size_t crossings_count(const struct mesh *mesh, const struct grid *grid, enum crossings_among among,
                       const bool *changed, bool *crossed, struct halves *halves)
{
    struct arena *scratch = halves->arenas[0];
    struct look look = { .mesh = mesh, .grid = grid, .halves = halves, .crossed = crossed };
    look.suspects = find_suspects(mesh, grid, among, changed, scratch);
    look.extents = arena_take(scratch, look.suspects.count * sizeof *look.extents);
    look.suspected = arena_take(scratch, mesh->triangle_count);
    for (uint32_t i = 0; i < look.suspects.count; i++) {
        arena_poll(scratch);
        look.extents[i] = extent_around(mesh, grid, look.suspects.items[i]);
        look.suspected[look.suspects.items[i]] = true;
    }
    hierarchy_build(&look.hierarchy, scratch, look.extents, 0, (uint32_t)look.suspects.count,
                    BUCKET_SIZE);
    halves_do(halves, count_half, &look);
    return look.crossings[0] + look.crossings[1];
}
