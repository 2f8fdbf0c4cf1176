/* SPDX-License-Identifier: MIT */
/* Exact points, found again by where they are. */
#include "kernel/points.h"

#include "base/list.h"
#include "kernel/hash.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* Coordinates as doubles are wrong by less than 2^-20 (a few units in the last place of 2^29). Two
 * points further apart than this differ. */
static const double apart = 1e-5;

#define EMPTY UINT32_MAX

enum { CELLS = 256 }; /* of the second hash, to a step of the grid */

/* --- hashes --- */

static uint32_t *empty_slots(struct arena *arena, size_t count)
{
    uint32_t *slots = arena_take(arena, count * sizeof *slots);
    memset(slots, 0xff, count * sizeof *slots);
    return slots;
}

static size_t slots_for(size_t count)
{
    size_t slots = 64;
    while (slots < 2 * count)
        slots *= 2;
    return slots;
}

void points_open(struct points *points, struct arena *arena, size_t expected)
{
    *points = (struct points){ .arena = arena };
    points->corner_slots = (uint32_t)slots_for(expected);
    points->by_corner = empty_slots(arena, points->corner_slots);
    points->place_slots = (uint32_t)slots_for(1024);
    points->by_place = empty_slots(arena, points->place_slots);
}

void points_open_beside(struct points *beside, const struct points *points, bool settled,
                        struct arena *arena)
{
    points_open(beside, arena, 0);
    beside->first = (uint32_t)points->count;
    beside->first_exact = (int32_t)points->exact_count;
    beside->whole = points->whole;
    if (settled)
        beside->base = points;
}

static uint64_t corner_hash(const struct point *point)
{
    return hash3((int64_t)point->at[0], (int64_t)point->at[1], (int64_t)point->at[2]);
}

static uint64_t place_hash(const struct point *point)
{
    return hash3((int64_t)floor(point->at[0] * CELLS + 0.5),
                 (int64_t)floor(point->at[1] * CELLS + 0.5),
                 (int64_t)floor(point->at[2] * CELLS + 0.5));
}

static void insert(uint32_t *slots, uint32_t slot_count, uint64_t hash, uint32_t point)
{
    uint32_t slot = (uint32_t)hash & (slot_count - 1);
    while (slots[slot] != EMPTY)
        slot = (slot + 1) & (slot_count - 1);
    slots[slot] = point;
}

static void grow_slots(struct points *points, uint32_t **slots, uint32_t *count,
                       uint64_t (*hash)(const struct point *point))
{
    uint32_t *old = *slots, old_count = *count;
    *count *= 2;
    *slots = empty_slots(points->arena, *count);
    for (uint32_t i = 0; i < old_count; i++) {
        arena_poll(points->arena);
        if (old[i] != EMPTY)
            insert(*slots, *count, hash(&points->items[old[i]]), old[i]);
    }
}

/* --- corners of the grid --- */

static uint32_t find_corner(const struct points *points, const double at[3], uint64_t hash)
{
    uint32_t slot = (uint32_t)hash & (points->corner_slots - 1);
    for (; points->by_corner[slot] != EMPTY; slot = (slot + 1) & (points->corner_slots - 1)) {
        const double *other = points->items[points->by_corner[slot]].at;
        if (at[0] == other[0] && at[1] == other[1] && at[2] == other[2])
            break;
    }
    return points->by_corner[slot];
}

static uint32_t corner(struct points *points, const double at[3])
{
    struct point point = { { at[0], at[1], at[2] }, -1 };
    uint64_t hash = corner_hash(&point);
    uint32_t found = points->base ? find_corner(points->base, at, hash) : EMPTY;
    if (found != EMPTY)
        return found;
    found = find_corner(points, at, hash);
    if (found != EMPTY)
        return points->first + found;
    if (2 * ++points->corners > points->corner_slots)
        grow_slots(points, &points->by_corner, &points->corner_slots, corner_hash);
    uint32_t added = (uint32_t)points->count;
    list_append(points->arena, points, point);
    insert(points->by_corner, points->corner_slots, hash, added);
    return points->first + added;
}

uint32_t points_corner(struct points *points, const int32_t at[3])
{
    uint32_t found = corner(points, (const double[3]){ at[0], at[1], at[2] });
    if (found == points->whole_count) {
        if (points->whole_count == points->whole_capacity) {
            size_t wanted = points->whole_capacity ? 2 * points->whole_capacity : 64;
            points->whole = arena_grow(points->arena, points->whole,
                                       points->whole_capacity * sizeof *points->whole,
                                       wanted * sizeof *points->whole);
            points->whole_capacity = wanted;
        }
        memcpy(points->whole[points->whole_count++], at, sizeof *points->whole);
    }
    return found;
}

/* --- points as homogeneous numbers --- */

static const struct exact *exact_of(const struct points *points, const struct point *point)
{
    return point->exact < points->first_exact ? &points->base->exact[point->exact]
                                              : &points->exact[point->exact - points->first_exact];
}

static struct big coordinate(const struct points *points, const struct point *point, int k)
{
    if (point->exact < 0)
        return big_of((int128)point->at[k]);
    const struct exact *exact = exact_of(points, point);
    return big_from_limbs(exact->limbs[k], 4, exact->sign[k]);
}

static struct big weight(const struct points *points, const struct point *point)
{
    if (point->exact < 0)
        return big_of(1);
    return big_from_limbs(exact_of(points, point)->limbs[3], 4, 1);
}

static unsigned limb_count(const uint64_t limbs[4])
{
    return limbs[3] ? 4 : limbs[2] ? 3 : limbs[1] ? 2 : 1;
}

/* A coordinate or weight as a magnitude and a sign. */
struct part {
    uint64_t limbs[4];
    int sign;
};

static struct part whole_part(double whole)
{
    return (struct part){ { (uint64_t)fabs(whole) }, (whole > 0) - (whole < 0) };
}

static struct part exact_part(const struct exact *exact, int k)
{
    struct part part = { .sign = k < 3 ? exact->sign[k] : 1 };
    memcpy(part.limbs, exact->limbs[k], sizeof part.limbs);
    return part;
}

static struct part part_of(const struct points *points, const struct point *point, int k)
{
    if (point->exact < 0)
        return whole_part(k < 3 ? point->at[k] : 1);
    return exact_part(exact_of(points, point), k);
}

/* x / wx compared with y / wy; of 217 + 186 bits at most, of which the upper ones are 0 if the sum cannot hold them. */
static int compare_quotients(const struct part *x, const struct part *wx, const struct part *y,
                             const struct part *wy)
{
    if (x->sign != y->sign || x->sign == 0)
        return (x->sign > y->sign) - (x->sign < y->sign);
    unsigned nx = limb_count(x->limbs), ny = limb_count(y->limbs);
    unsigned nwx = limb_count(wx->limbs), nwy = limb_count(wy->limbs);
    if (nx + nwy < SUM_LIMBS && ny + nwx < SUM_LIMBS) {
        struct sum sum = { { 0 } };
        sum_add_product(&sum, x->limbs, nx, wy->limbs, nwy, false);
        sum_add_product(&sum, y->limbs, ny, wx->limbs, nwx, true);
        return x->sign * sum_sign(&sum);
    }
    struct big a = big_from_limbs(x->limbs, nx, 1), b = big_from_limbs(wy->limbs, nwy, 1);
    struct big c = big_from_limbs(y->limbs, ny, 1), d = big_from_limbs(wx->limbs, nwx, 1);
    struct big left = big_product(&a, &b), right = big_product(&c, &d);
    return x->sign * big_compare(&left, &right);
}

int points_compare(const struct points *points, uint32_t a, uint32_t b, int axis)
{
    if (a == b)
        return 0;
    const struct point *p = points_at(points, a), *q = points_at(points, b);
    double difference = p->at[axis] - q->at[axis];
    if (p->exact < 0 && q->exact < 0)
        return (difference > 0) - (difference < 0);
    if (fabs(difference) > apart)
        return difference > 0 ? 1 : -1;
    struct part x = part_of(points, p, axis), wx = part_of(points, p, 3);
    struct part y = part_of(points, q, axis), wy = part_of(points, q, 3);
    return compare_quotients(&x, &wx, &y, &wy);
}

static bool is_same_place(const struct points *points, const struct point *near,
                          const struct exact *exact, const struct point *other)
{
    for (int k = 0; k < 3; k++)
        if (fabs(near->at[k] - other->at[k]) > apart)
            return false;
    if (memcmp(exact->limbs, exact_of(points, other)->limbs, sizeof exact->limbs) == 0)
        return true;
    struct part w = exact_part(exact, 3), v = part_of(points, other, 3);
    for (int k = 0; k < 3; k++) {
        struct part x = exact_part(exact, k), y = part_of(points, other, k);
        if (compare_quotients(&x, &w, &y, &v) != 0)
            return false;
    }
    return true;
}

/* The cell of the second hash, and the one beside it if rounding may have put the point into that. */
static int cells_of(double at, int64_t cells[2])
{
    const double margin = 1e-3;
    double place = at * CELLS + 0.5, cell = floor(place);
    cells[0] = (int64_t)cell;
    if (place - cell < margin)
        cells[1] = cells[0] - 1;
    else if (place - cell > 1 - margin)
        cells[1] = cells[0] + 1;
    else
        return 1;
    return 2;
}

static uint32_t find_in_cell(const struct points *points, const struct point *near,
                             const struct exact *exact, uint64_t hash)
{
    uint32_t slot = (uint32_t)hash & (points->place_slots - 1);
    for (; points->by_place[slot] != EMPTY; slot = (slot + 1) & (points->place_slots - 1))
        if (is_same_place(points, near, exact, &points->items[points->by_place[slot]]))
            break;
    return points->by_place[slot];
}

static uint32_t find_place(const struct points *points, const struct point *near,
                           const struct exact *exact)
{
    int64_t cells[3][2];
    int counts[3];
    for (int k = 0; k < 3; k++)
        counts[k] = cells_of(near->at[k], cells[k]);
    for (int i = 0; i < counts[0]; i++)
        for (int j = 0; j < counts[1]; j++)
            for (int k = 0; k < counts[2]; k++) {
                uint64_t hash = hash3(cells[0][i], cells[1][j], cells[2][k]);
                uint32_t found = find_in_cell(points, near, exact, hash);
                if (found != EMPTY)
                    return found;
            }
    return EMPTY;
}

/* True if the point is a corner of the grid; `near` is then it. */
static bool is_whole(struct point *near, const struct exact *exact)
{
    double rounded[3];
    for (int k = 0; k < 3; k++) {
        rounded[k] = rint(near->at[k]);
        if (fabs(near->at[k] - rounded[k]) > apart)
            return false;
    }
    struct part w = exact_part(exact, 3), one = whole_part(1);
    for (int k = 0; k < 3; k++) {
        struct part x = exact_part(exact, k), whole = whole_part(rounded[k]);
        if (compare_quotients(&x, &w, &whole, &one) != 0)
            return false;
    }
    for (int k = 0; k < 3; k++)
        near->at[k] = rounded[k] + 0.0;
    return true;
}

static uint32_t add_place(struct points *points, struct point near, const struct exact *exact)
{
    uint32_t found = points->base ? find_place(points->base, &near, exact) : EMPTY;
    if (found != EMPTY)
        return found;
    found = find_place(points, &near, exact);
    if (found != EMPTY)
        return points->first + found;
    if (points->exact_count == points->exact_capacity) {
        size_t wanted = points->exact_capacity ? 2 * points->exact_capacity : 64;
        points->exact = arena_grow(points->arena, points->exact,
                                   points->exact_capacity * sizeof *exact, wanted * sizeof *exact);
        points->exact_capacity = wanted;
    }
    near.exact = points->first_exact + (int32_t)points->exact_count;
    points->exact[points->exact_count++] = *exact;
    uint32_t added = (uint32_t)points->count;
    if (2 * ++points->places > points->place_slots)
        grow_slots(points, &points->by_place, &points->place_slots, place_hash);
    list_append(points->arena, points, near);
    insert(points->by_place, points->place_slots, place_hash(&near), added);
    return points->first + added;
}

static uint32_t add_exact(struct points *points, struct point near, const struct exact *exact)
{
    return is_whole(&near, exact) ? corner(points, near.at) : add_place(points, near, exact);
}

uint32_t *points_add_all(struct points *points, const struct points *beside, struct arena *arena)
{
    uint32_t *numbers = arena_take(arena, beside->count * sizeof *numbers);
    for (size_t i = 0; i < beside->count; i++) {
        arena_poll(arena);
        const struct point *point = &beside->items[i];
        numbers[i] = point->exact < 0 ? corner(points, point->at)
                                      : add_place(points, *point, exact_of(beside, point));
    }
    return numbers;
}

/* --- where an edge meets a plane --- */

struct crossing points_cross(const struct points *points, uint32_t from, uint32_t to,
                             int128 from_side, int128 to_side)
{
    if (from > to) { /* an edge is the same in both directions, and so is every digit */
        uint32_t point = from;
        int128 side = from_side;
        from = to, to = point;
        from_side = to_side, to_side = side;
    }
    struct crossing crossing;
    if (to_side < from_side)
        from_side = -from_side, to_side = -to_side;
    crossing.weight = to_side - from_side;
    double near = (double)crossing.weight;
    for (int k = 0; k < 3; k++) {
        crossing.coordinates[k] =
            points->whole[from][k] * to_side - points->whole[to][k] * from_side;
        crossing.at[k] = (double)crossing.coordinates[k] / near;
    }
    return crossing;
}

static signed char split(int128 number, uint64_t limbs[4])
{
    uint128 magnitude = number < 0 ? -(uint128)number : (uint128)number;
    limbs[0] = (uint64_t)magnitude;
    limbs[1] = (uint64_t)(magnitude >> 64);
    limbs[2] = limbs[3] = 0;
    return (signed char)int128_sign(number);
}

uint32_t points_of_crossing(struct points *points, const struct crossing *crossing)
{
    struct exact exact;
    for (int k = 0; k < 3; k++)
        exact.sign[k] = split(crossing->coordinates[k], exact.limbs[k]);
    split(crossing->weight, exact.limbs[3]);
    struct point near = { { crossing->at[0], crossing->at[1], crossing->at[2] }, 0 };
    return add_exact(points, near, &exact);
}

/* --- where three planes meet --- */

static void store(struct big number, uint64_t limbs[4])
{
    for (unsigned i = 0; i < 4; i++)
        limbs[i] = i < number.count ? number.limbs[i] : 0;
}

/* True if three products of a cross product with an offset, and their sum, have room in 128 bits. */
static bool are_short(const struct plane *const planes[3], int128 crosses[3][3])
{
    const int128 most = (int128)1 << 62;
    for (int i = 0; i < 3; i++) {
        if (planes[i]->offset > most || planes[i]->offset < -most)
            return false;
        for (int k = 0; k < 3; k++)
            if (crosses[i][k] > most || crosses[i][k] < -most)
                return false;
    }
    return true;
}

static uint32_t of_short_planes(struct points *points, const struct plane *const planes[3],
                                int128 crosses[3][3])
{
    struct crossing crossing = { .weight = 0 };
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            crossing.coordinates[k] -= crosses[i][k] * planes[i]->offset;
    for (int k = 0; k < 3; k++)
        crossing.weight += crosses[0][k] * planes[0]->normal[k];
    assert(crossing.weight != 0);
    bool negative = crossing.weight < 0;
    if (negative)
        crossing.weight = -crossing.weight;
    for (int k = 0; k < 3; k++) {
        if (negative)
            crossing.coordinates[k] = -crossing.coordinates[k];
        crossing.at[k] = (double)crossing.coordinates[k] / (double)crossing.weight;
    }
    return points_of_crossing(points, &crossing);
}

static uint32_t of_long_planes(struct points *points, const struct plane *const planes[3],
                               int128 crosses[3][3])
{
    struct big sums[4] = { { 0 }, { 0 }, { 0 }, { 0 } };
    for (int i = 0; i < 3; i++) {
        struct big offset = big_of(-planes[i]->offset);
        for (int k = 0; k < 3; k++) {
            struct big cross = big_of(crosses[i][k]);
            struct big part = big_product(&cross, &offset);
            sums[k] = big_sum(&sums[k], &part);
            if (i == 0) {
                struct big normal = big_of(planes[0]->normal[k]);
                part = big_product(&cross, &normal);
                sums[3] = big_sum(&sums[3], &part);
            }
        }
    }
    assert(sums[3].sign != 0);
    struct exact exact;
    struct point near = { .exact = 0 };
    double below = big_double(&sums[3]);
    for (int k = 0; k < 3; k++) {
        exact.sign[k] = (signed char)(sums[k].sign * sums[3].sign);
        store(sums[k], exact.limbs[k]);
        near.at[k] = big_double(&sums[k]) / below;
    }
    store(sums[3], exact.limbs[3]);
    return add_exact(points, near, &exact);
}

/* Cramer's rule: the determinant of the normals below, the offsets with the normals' products above. */
uint32_t points_of_planes(struct points *points, const struct plane *a, const struct plane *b,
                          const struct plane *c)
{
    const struct plane *const planes[3] = { a, b, c };
    int128 crosses[3][3];
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            crosses[i][k] = plane_cross(planes[(i + 1) % 3], planes[(i + 2) % 3], k);
    return are_short(planes, crosses) ? of_short_planes(points, planes, crosses)
                                      : of_long_planes(points, planes, crosses);
}

/* --- decisions --- */

static int exact_side(const struct points *points, const struct plane *plane,
                      const struct point *point)
{
    const struct exact *exact = exact_of(points, point);
    struct sum sum = { { 0 } };
    uint64_t limbs[4];
    int sign = split(plane->offset, limbs);
    sum_add_product(&sum, exact->limbs[3], limb_count(exact->limbs[3]), limbs, 2, sign < 0);
    for (int k = 0; k < 3; k++) {
        if (plane->normal[k] == 0)
            continue;
        sign = split(plane->normal[k], limbs) * exact->sign[k];
        sum_add_product(&sum, exact->limbs[k], limb_count(exact->limbs[k]), limbs, 1, sign < 0);
    }
    return sum_sign(&sum);
}

int points_side(const struct points *points, const struct plane *plane, uint32_t point)
{
    const double filter = 1e-14;
    const struct point *p = points_at(points, point);
    double a = (double)plane->normal[0] * p->at[0], b = (double)plane->normal[1] * p->at[1];
    double c = (double)plane->normal[2] * p->at[2], d = plane->offset_near;
    double side = a + b + c + d, error = filter * (fabs(a) + fabs(b) + fabs(c) + fabs(d));
    if (side > error)
        return 1;
    if (side < -error)
        return -1;
    if (p->exact >= 0)
        return exact_side(points, plane, p);
    int128 sum = plane->offset;
    for (int k = 0; k < 3; k++)
        sum += (int128)plane->normal[k] * (int64_t)p->at[k];
    return int128_sign(sum);
}

static int exact_turn(const struct points *points, const struct point *const corners[3], int x,
                      int y)
{
    struct big sum = { 0 };
    for (int i = 0; i < 3; i++) {
        const struct point *p = corners[i], *q = corners[(i + 1) % 3], *r = corners[(i + 2) % 3];
        struct big w = weight(points, p);
        struct big qx = coordinate(points, q, x), qy = coordinate(points, q, y);
        struct big rx = coordinate(points, r, x), ry = coordinate(points, r, y);
        struct big left = big_product(&qx, &ry), right = big_product(&qy, &rx);
        struct big part = big_difference(&left, &right);
        part = big_product(&part, &w);
        sum = big_sum(&sum, &part);
    }
    return sum.sign;
}

int points_turn(const struct points *points, uint32_t a, uint32_t b, uint32_t c, int x, int y)
{
    const struct point *corners[3] = { points_at(points, a), points_at(points, b),
                                       points_at(points, c) };
    const double *p = corners[0]->at, *q = corners[1]->at, *r = corners[2]->at;
    double ux = p[x] - r[x], uy = p[y] - r[y], vx = q[x] - r[x], vy = q[y] - r[y];
    double left = ux * vy, right = uy * vx, turn = left - right;
    double error = 1e-11 + 4e-16 * (fabs(left) + fabs(right));
    if (corners[0]->exact >= 0 || corners[1]->exact >= 0 || corners[2]->exact >= 0)
        error += 1e-6 * (fabs(ux) + fabs(uy) + fabs(vx) + fabs(vy));
    if (turn > error)
        return 1;
    if (turn < -error)
        return -1;
    if (corners[0]->exact >= 0 || corners[1]->exact >= 0 || corners[2]->exact >= 0)
        return exact_turn(points, corners, x, y);
    return int128_sign((int128)ux * (int128)vy - (int128)uy * (int128)vx);
}

bool points_on_line(const struct points *points, uint32_t a, uint32_t b, uint32_t c)
{
    for (int x = 0; x < 3; x++)
        if (points_turn(points, a, b, c, x, (x + 1) % 3) != 0)
            return false;
    return true;
}
