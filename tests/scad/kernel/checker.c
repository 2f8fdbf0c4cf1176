/* SPDX-License-Identifier: MIT */
/* Orientations by a filter in doubles, then in rationals. (J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic",
 * 1997, for the error bounds.) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker.h"

#include <gmp.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef const double *point;

/* --- exact orientations --- */

static int exact_sign(const double (*rows)[3], point origin, int size)
{
    mpq_t m[3][3], part, sum, shift;
    mpq_inits(part, sum, shift, NULL);
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++) {
            mpq_init(m[i][k]);
            if (i < size) {
                mpq_set_d(m[i][k], rows[i][k]);
                mpq_set_d(shift, origin[k]);
                mpq_sub(m[i][k], m[i][k], shift);
            }
        }
    if (size == 2) {
        mpq_set_si(m[2][2], 1, 1);
        for (int k = 0; k < 2; k++)
            mpq_set_si(m[k][2], 0, 1);
    }
    for (int i = 0; i < 3; i++) {
        int j = (i + 1) % 3, k = (i + 2) % 3;
        mpq_mul(part, m[1][j], m[2][k]);
        mpq_mul(shift, m[1][k], m[2][j]);
        mpq_sub(part, part, shift);
        mpq_mul(part, part, m[0][i]);
        mpq_add(sum, sum, part);
    }
    int sign = mpq_sgn(sum);
    for (int i = 0; i < 9; i++)
        mpq_clear(m[i / 3][i % 3]);
    mpq_clears(part, sum, shift, NULL);
    return sign;
}

/* On which side of the plane a, b, c the point d is. */
static int orient_in_space(point a, point b, point c, point d)
{
    double u[3], v[3], w[3];
    for (int k = 0; k < 3; k++) {
        u[k] = a[k] - d[k];
        v[k] = b[k] - d[k];
        w[k] = c[k] - d[k];
    }
    double sum = 0, size = 0;
    for (int i = 0; i < 3; i++) {
        int j = (i + 1) % 3, k = (i + 2) % 3;
        double left = v[j] * w[k], right = v[k] * w[j];
        sum += u[i] * (left - right);
        size += fabs(u[i]) * (fabs(left) + fabs(right));
    }
    if (fabs(sum) > 1e-15 * size)
        return sum > 0 ? 1 : -1;
    double rows[3][3];
    memcpy(rows[0], a, sizeof rows[0]);
    memcpy(rows[1], b, sizeof rows[1]);
    memcpy(rows[2], c, sizeof rows[2]);
    return size == 0 ? 0 : exact_sign((const double(*)[3])rows, d, 3);
}

/* Which way a, b, c turn, seen along axes x and y. */
static int orient_in_plane(point a, point b, point c, int x, int y)
{
    double left = (a[x] - c[x]) * (b[y] - c[y]), right = (a[y] - c[y]) * (b[x] - c[x]);
    if (fabs(left - right) > 4e-16 * (fabs(left) + fabs(right)))
        return left > right ? 1 : -1;
    if (left == 0 && right == 0)
        return 0;
    const double rows[2][3] = { { a[x], a[y], 0 }, { b[x], b[y], 0 } },
                 origin[3] = { c[x], c[y], 0 };
    return exact_sign(rows, origin, 2);
}

/* --- two triangles --- */

struct triangle {
    point corners[3];
    uint32_t places[3]; /* numbers that are the same where the places are */
};

/* Axes along which the triangle has an area; false if it has none. */
static bool find_axes(const struct triangle *t, int *x, int *y)
{
    for (int k = 0; k < 3; k++) {
        *x = (k + 1) % 3;
        *y = (k + 2) % 3;
        if (orient_in_plane(t->corners[0], t->corners[1], t->corners[2], *x, *y) != 0)
            return true;
    }
    return false;
}

static bool is_within(point a, point b, point p, int axis)
{
    return fmin(a[axis], b[axis]) <= p[axis] && p[axis] <= fmax(a[axis], b[axis]);
}

static bool is_on(point a, point b, point p, int side, int x, int y)
{
    return side == 0 && is_within(a, b, p, x) && is_within(a, b, p, y);
}

static bool segments_meet(point p, point q, point a, point b, int x, int y)
{
    int of_a = orient_in_plane(p, q, a, x, y), of_b = orient_in_plane(p, q, b, x, y);
    int of_p = orient_in_plane(a, b, p, x, y), of_q = orient_in_plane(a, b, q, x, y);
    if (of_a * of_b < 0 && of_p * of_q < 0)
        return true;
    return is_on(p, q, a, of_a, x, y) || is_on(p, q, b, of_b, x, y) || is_on(a, b, p, of_p, x, y) ||
           is_on(a, b, q, of_q, x, y);
}

static bool holds(const struct triangle *t, point p, int x, int y)
{
    int turn = orient_in_plane(t->corners[0], t->corners[1], t->corners[2], x, y);
    for (int i = 0; i < 3; i++)
        if (orient_in_plane(t->corners[i], t->corners[(i + 1) % 3], p, x, y) * turn < 0)
            return false;
    return true;
}

static bool meets_in_plane(point p, point q, const struct triangle *t)
{
    int x, y;
    if (!find_axes(t, &x, &y))
        return false;
    if (holds(t, p, x, y) || holds(t, q, x, y))
        return true;
    for (int i = 0; i < 3; i++)
        if (segments_meet(p, q, t->corners[i], t->corners[(i + 1) % 3], x, y))
            return true;
    return false;
}

static bool segment_meets(point p, point q, const struct triangle *t)
{
    int of_p = orient_in_space(t->corners[0], t->corners[1], t->corners[2], p);
    int of_q = orient_in_space(t->corners[0], t->corners[1], t->corners[2], q);
    if (of_p * of_q > 0)
        return false;
    if (of_p == 0 && of_q == 0)
        return meets_in_plane(p, q, t);
    bool left = false, right = false;
    for (int i = 0; i < 3; i++) {
        int side = orient_in_space(p, q, t->corners[i], t->corners[(i + 1) % 3]);
        left = left || side > 0;
        right = right || side < 0;
    }
    return !(left && right);
}

/* Two triangles over one edge that lie on each other. */
static bool folds(point a, point b, point c, point d)
{
    const struct triangle t = { { a, b, c }, { 0 } };
    int x, y;
    if (orient_in_space(a, b, c, d) != 0 || !find_axes(&t, &x, &y))
        return false;
    return orient_in_plane(a, b, c, x, y) * orient_in_plane(a, b, d, x, y) > 0;
}

static bool opposite_meets(const struct triangle *t, int corner, const struct triangle *u)
{
    return segment_meets(t->corners[(corner + 1) % 3], t->corners[(corner + 2) % 3], u);
}

static bool triangles_meet(const struct triangle *t, const struct triangle *u)
{
    int shared = 0, in_t[3], in_u[3];
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3 && shared < 3; j++)
            if (t->places[i] == u->places[j]) {
                in_t[shared] = i;
                in_u[shared++] = j;
            }
    if (shared == 3)
        return true;
    if (shared == 2)
        return folds(t->corners[in_t[0]], t->corners[in_t[1]], t->corners[3 - in_t[0] - in_t[1]],
                     u->corners[3 - in_u[0] - in_u[1]]);
    if (shared == 1)
        return opposite_meets(t, in_t[0], u) || opposite_meets(u, in_u[0], t);
    for (int i = 0; i < 3; i++)
        if (opposite_meets(t, i, u) || opposite_meets(u, i, t))
            return true;
    return false;
}

/* From one side of the triangle to the other, through its inside. */
static bool passes_through(point p, point q, const struct triangle *t)
{
    if (orient_in_space(t->corners[0], t->corners[1], t->corners[2], p) *
            orient_in_space(t->corners[0], t->corners[1], t->corners[2], q) >=
        0)
        return false;
    int sides[3];
    for (int i = 0; i < 3; i++)
        sides[i] = orient_in_space(p, q, t->corners[i], t->corners[(i + 1) % 3]);
    return sides[0] != 0 && sides[0] == sides[1] && sides[1] == sides[2];
}

/* Of two triangles that meet. */
static bool triangles_cross(const struct triangle *t, const struct triangle *u)
{
    int shared = 0;
    for (int i = 0; i < 9; i++)
        shared += t->places[i / 3] == u->places[i % 3];
    for (int i = 0; i < 3; i++)
        if (passes_through(t->corners[i], t->corners[(i + 1) % 3], u) ||
            passes_through(u->corners[i], u->corners[(i + 1) % 3], t))
            return true;
    return shared > 1;
}

/* --- all pairs whose boxes meet --- */

struct item {
    double low[3], high[3];
    struct triangle triangle;
};

static int compare_lows(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    return (a->low[0] > b->low[0]) - (a->low[0] < b->low[0]);
}

static bool boxes_meet(const struct item *a, const struct item *b)
{
    for (int k = 0; k < 3; k++)
        if (a->low[k] > b->high[k] || b->low[k] > a->high[k])
            return false;
    return true;
}

static void count_meeting(struct item *items, size_t count, struct check *check)
{
    qsort(items, count, sizeof *items, compare_lows);
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count && items[j].low[0] <= items[i].high[0]; j++)
            if (boxes_meet(&items[i], &items[j]) &&
                triangles_meet(&items[i].triangle, &items[j].triangle)) {
                check->meeting++;
                check->crossing += triangles_cross(&items[i].triangle, &items[j].triangle);
            }
}

/* --- triangles that lie on each other --- */

/* What is left of a triangle when it is cut along the sides of another. */
struct piece {
    double corners[8][3];
    int count;
};

static void subtract(point a, point b, double difference[3])
{
    for (int k = 0; k < 3; k++)
        difference[k] = a[k] - b[k];
}

static void cross(point a, point b, double product[3])
{
    for (int k = 0; k < 3; k++)
        product[k] = a[(k + 1) % 3] * b[(k + 2) % 3] - a[(k + 2) % 3] * b[(k + 1) % 3];
}

static double dot(point a, point b)
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/* Towards the front, as long as twice the area. */
static void find_normal(const struct triangle *t, double normal[3])
{
    double u[3], v[3];
    subtract(t->corners[1], t->corners[0], u);
    subtract(t->corners[2], t->corners[0], v);
    cross(u, v, normal);
}

/* Keeps what is on the side of `inward` of a plane through `at`. */
static void cut(struct piece *piece, point at, point inward)
{
    const struct piece whole = *piece;
    piece->count = 0;
    for (int i = 0; i < whole.count; i++) {
        point from = whole.corners[i], to = whole.corners[(i + 1) % whole.count];
        double way[3];
        subtract(from, at, way);
        double begins = dot(inward, way);
        subtract(to, at, way);
        double ends = dot(inward, way);
        if (begins >= 0)
            memcpy(piece->corners[piece->count++], from, 3 * sizeof *from);
        if ((begins < 0) != (ends < 0)) {
            for (int k = 0; k < 3; k++)
                piece->corners[piece->count][k] =
                    from[k] + begins / (begins - ends) * (to[k] - from[k]);
            piece->count++;
        }
    }
}

static double area_of_piece(const struct piece *piece)
{
    double sum[3] = { 0 };
    for (int i = 1; i + 1 < piece->count; i++) {
        double normal[3];
        const struct triangle t = { { piece->corners[0], piece->corners[i], piece->corners[i + 1] },
                                    { 0 } };
        find_normal(&t, normal);
        for (int k = 0; k < 3; k++)
            sum[k] += normal[k];
    }
    return sqrt(dot(sum, sum)) / 2;
}

/* The area of what of u lies on t, if it looks the other way and is nowhere further from it. */
static double area_on(const struct triangle *t, const struct triangle *u, double distance)
{
    double normal[3], other[3], side[3], inward[3], way[3];
    find_normal(t, normal);
    find_normal(u, other);
    double length = sqrt(dot(normal, normal));
    if (dot(normal, other) > -0.99 * length * sqrt(dot(other, other)))
        return 0;
    struct piece piece = { .count = 3 };
    for (int i = 0; i < 3; i++)
        memcpy(piece.corners[i], u->corners[i], sizeof piece.corners[i]);
    for (int i = 0; i < 3; i++) {
        subtract(t->corners[(i + 1) % 3], t->corners[i], side);
        cross(normal, side, inward);
        cut(&piece, t->corners[i], inward);
    }
    for (int i = 0; i < piece.count; i++) {
        subtract(piece.corners[i], t->corners[0], way);
        if (fabs(dot(normal, way)) > distance * length)
            return 0;
    }
    return area_of_piece(&piece);
}

/* --- vertices and edges --- */

struct numbered {
    point at;
    uint32_t vertex;
};

static int compare_places(const void *left, const void *right)
{
    const struct numbered *a = left, *b = right;
    for (int k = 0; k < 3; k++)
        if (a->at[k] != b->at[k])
            return a->at[k] < b->at[k] ? -1 : 1;
    return 0;
}

static uint32_t *number_places(const struct mesh *mesh)
{
    struct numbered *sorted = calloc(mesh->vertex_count + 1, sizeof *sorted);
    uint32_t *places = calloc(mesh->vertex_count + 1, sizeof *places), place = 0;
    for (uint32_t i = 0; i < mesh->vertex_count; i++)
        sorted[i] = (struct numbered){ mesh->vertices[i], i };
    qsort(sorted, mesh->vertex_count, sizeof *sorted, compare_places);
    for (uint32_t i = 0; i < mesh->vertex_count; i++) {
        if (i > 0 && compare_places(&sorted[i - 1], &sorted[i]) != 0)
            place++;
        places[sorted[i].vertex] = place;
    }
    free(sorted);
    return places;
}

static int compare_keys(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static void count_edges(const struct mesh *mesh, const uint32_t *numbers, struct check *check)
{
    size_t count = 3 * mesh->triangle_count;
    uint64_t *keys = calloc(count + 1, sizeof *keys);
    for (size_t i = 0; i < count; i++) {
        uint64_t a = numbers[mesh->triangles[i / 3][i % 3]],
                 b = numbers[mesh->triangles[i / 3][(i + 1) % 3]];
        keys[i] = a < b ? a << 33 | b << 1 : b << 33 | a << 1 | 1;
    }
    qsort(keys, count, sizeof *keys, compare_keys);
    for (size_t i = 0, end; i < count; i = end) {
        long balance = 0;
        for (end = i; end < count && keys[end] >> 1 == keys[i] >> 1; end++)
            balance += keys[end] & 1 ? 1 : -1;
        check->open += balance != 0;
        check->crowded += end - i != 2;
    }
    free(keys);
}

static void measure(const struct item *item, point origin, struct check *check)
{
    double u[3], v[3], square = 0;
    const point *corners = item->triangle.corners;
    for (int k = 0; k < 3; k++) {
        u[k] = corners[1][k] - corners[0][k];
        v[k] = corners[2][k] - corners[0][k];
    }
    for (int k = 0; k < 3; k++) {
        double normal = u[(k + 1) % 3] * v[(k + 2) % 3] - u[(k + 2) % 3] * v[(k + 1) % 3];
        check->volume += normal * (corners[0][k] - origin[k]) / 6;
        square += normal * normal;
    }
    check->area += sqrt(square) / 2;
}

static struct item item_of(const struct mesh *mesh, size_t number, const uint32_t *places)
{
    struct item item = { { INFINITY, INFINITY, INFINITY },
                         { -INFINITY, -INFINITY, -INFINITY },
                         { { 0 }, { 0 } } };
    for (int i = 0; i < 3; i++) {
        uint32_t vertex = mesh->triangles[number][i];
        item.triangle.corners[i] = mesh->vertices[vertex];
        item.triangle.places[i] = places[vertex];
        for (int k = 0; k < 3; k++) {
            item.low[k] = fmin(item.low[k], mesh->vertices[vertex][k]);
            item.high[k] = fmax(item.high[k], mesh->vertices[vertex][k]);
        }
    }
    return item;
}

/* Measures all triangles, and gathers those that have an area. */
static size_t gather(const struct mesh *mesh, const uint32_t *places, struct item *items,
                     struct check *check)
{
    size_t count = 0;
    for (size_t i = 0; i < mesh->triangle_count; i++) {
        int x, y;
        items[count] = item_of(mesh, i, places);
        measure(&items[count], mesh->vertices[0], check);
        if (find_axes(&items[count].triangle, &x, &y))
            count++;
        else
            check->degenerate++;
    }
    return count;
}

static struct check look_at(const struct mesh *mesh, bool by_place, bool measure_only)
{
    struct check check = { 0 };
    uint32_t *places = number_places(mesh),
             *numbers = calloc(mesh->vertex_count + 1, sizeof *numbers);
    struct item *items = calloc(mesh->triangle_count + 1, sizeof *items);
    for (uint32_t i = 0; i < mesh->vertex_count; i++)
        numbers[i] = by_place ? places[i] : i;
    count_edges(mesh, numbers, &check);
    size_t count = gather(mesh, places, items, &check);
    if (!measure_only)
        count_meeting(items, count, &check);
    free(items);
    free(numbers);
    free(places);
    return check;
}

double check_walls(const struct mesh *mesh, double distance)
{
    struct check check = { 0 };
    uint32_t *places = number_places(mesh);
    struct item *items = calloc(mesh->triangle_count + 1, sizeof *items);
    size_t count = gather(mesh, places, items, &check);
    double area = 0;
    for (size_t i = 0; i < count; i++)
        for (int k = 0; k < 3; k++)
            items[i].high[k] += distance;
    qsort(items, count, sizeof *items, compare_lows);
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count && items[j].low[0] <= items[i].high[0]; j++)
            if (boxes_meet(&items[i], &items[j]))
                area += area_on(&items[i].triangle, &items[j].triangle, distance);
    free(items);
    free(places);
    return area;
}

struct check check_mesh(const struct mesh *mesh, bool by_place)
{
    return look_at(mesh, by_place, false);
}

struct check measure_mesh(const struct mesh *mesh)
{
    return look_at(mesh, true, true);
}

void check_sound(const struct mesh *mesh)
{
    struct check check = check_mesh(mesh, false);
    assert_int_equal(check.open, 0);
    assert_int_equal(check.crowded, 0);
    assert_int_equal(check.degenerate, 0);
    assert_int_equal(check.meeting, 0);
}
