/* SPDX-License-Identifier: MIT */
/* Determinants of planes. */
#include "roof/place.h"

#include "roof/wide.h"

#include <math.h>

static int64_t common_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

static int128 speed_of(const int64_t normal[2])
{
    wide x = (wide)normal[0], y = (wide)normal[1];
    return (int128)(wide_root(x * x + y * y) * (wide)((int64_t)1 << ROOF_SPEED_BITS));
}

struct roof_wall roof_wall_between(const int64_t from[2], const int64_t to[2])
{
    struct roof_wall wall;
    int64_t x = to[0] - from[0], y = to[1] - from[1], divisor = common_divisor(x, y);
    double length = hypot((double)x, (double)y);
    wall.normal[0] = -y / divisor;
    wall.normal[1] = x / divisor;
    wall.offset = -((int128)wall.normal[0] * from[0] + (int128)wall.normal[1] * from[1]);
    wall.speed = speed_of(wall.normal);
    wall.along[0] = (double)x / length;
    wall.along[1] = (double)y / length;
    wall.near_offset = wall.along[0] * (double)from[1] - wall.along[1] * (double)from[0];
    return wall;
}

/* --- determinants --- */

static struct big product_of(int128 a, int128 b)
{
    struct big left = big_of(a), right = big_of(b);
    return big_product(&left, &right);
}

static struct big minor_of(int128 a, int128 b, int128 c, int128 d)
{
    struct big left = product_of(a, d), right = product_of(b, c);
    return big_difference(&left, &right);
}

/* a p + b q + c r */
static struct big sum_of(int128 a, const struct big *p, int128 b, const struct big *q, int128 c,
                         const struct big *r)
{
    struct big factors[3] = { big_of(a), big_of(b), big_of(c) };
    struct big first = big_product(&factors[0], p), second = big_product(&factors[1], q),
               third = big_product(&factors[2], r);
    first = big_sum(&first, &second);
    return big_sum(&first, &third);
}

/* The determinants of two columns of the two planes. */
struct minors {
    struct big xy, xs, xo, ys, yo, so;
};

static struct minors minors_of(const struct roof_wall *a, const struct roof_wall *b)
{
    return (struct minors){ .xy = minor_of(a->normal[0], a->normal[1], b->normal[0], b->normal[1]),
                            .xs = minor_of(a->normal[0], a->speed, b->normal[0], b->speed),
                            .xo = minor_of(a->normal[0], a->offset, b->normal[0], b->offset),
                            .ys = minor_of(a->normal[1], a->speed, b->normal[1], b->speed),
                            .yo = minor_of(a->normal[1], a->offset, b->normal[1], b->offset),
                            .so = minor_of(a->speed, a->offset, b->speed, b->offset) };
}

void roof_wall_velocity(const struct roof_wall *before, const struct roof_wall *after,
                        double velocity[2])
{
    struct big turn = big_of(roof_wall_turn(before, after));
    struct big xs = minor_of(before->normal[0], before->speed, after->normal[0], after->speed),
               ys = minor_of(before->normal[1], before->speed, after->normal[1], after->speed);
    double scale = big_double(&turn) * (double)((int64_t)1 << ROOF_SPEED_BITS);
    velocity[0] = -big_double(&ys) / scale;
    velocity[1] = big_double(&xs) / scale;
}

/* --- places --- */

static void set_near(struct roof_place *place)
{
    double weight = big_double(&place->weight);
    for (int k = 0; k < 2; k++)
        place->near[k] = big_double(&place->at[k]) / weight;
    place->near_time = big_double(&place->time) / weight * (double)((int64_t)1 << ROOF_SPEED_BITS);
}

struct roof_place roof_place_of(const int64_t at[2])
{
    struct roof_place place = { .at = { big_of(at[0]), big_of(at[1]) },
                                .time = big_of(0),
                                .weight = big_of(1) };
    set_near(&place);
    return place;
}

bool roof_place_meet(const struct roof_wall *a, const struct roof_wall *b,
                     const struct roof_wall *c, struct roof_place *place)
{
    struct minors m = minors_of(a, b);
    int128 x = c->normal[0], y = c->normal[1], s = c->speed, o = c->offset;
    place->weight = sum_of(x, &m.ys, -y, &m.xs, s, &m.xy);
    int sign = place->weight.sign;
    if (sign == 0)
        return false;
    place->at[0] = sum_of(-y, &m.so, s, &m.yo, -o, &m.ys);
    place->at[1] = sum_of(x, &m.so, -s, &m.xo, o, &m.xs);
    place->time = sum_of(x, &m.yo, -y, &m.xo, o, &m.xy);
    place->at[0].sign *= sign;
    place->at[1].sign *= sign;
    place->time.sign *= sign;
    place->weight.sign = 1;
    set_near(place);
    return true;
}

static void add_product(struct sum *sum, int128 a, const struct big *b)
{
    uint128 magnitude = a < 0 ? -(uint128)a : (uint128)a;
    const uint64_t limbs[2] = { (uint64_t)magnitude, (uint64_t)(magnitude >> 64) };
    if (b->sign != 0)
        sum_add_product(sum, limbs, limbs[1] ? 2 : 1, b->limbs, b->count,
                        int128_sign(a) * b->sign < 0);
}

int roof_place_side(const struct roof_place *place, const struct roof_wall *wall)
{
    struct sum sum = { { 0 } };
    add_product(&sum, wall->normal[0], &place->at[0]);
    add_product(&sum, wall->normal[1], &place->at[1]);
    add_product(&sum, wall->offset, &place->weight);
    add_product(&sum, -wall->speed, &place->time);
    return sum_sign(&sum);
}

/* Compares a / its weight with b / its weight. */
static int compare(const struct big *a, const struct roof_place *a_place, const struct big *b,
                   const struct roof_place *b_place)
{
    struct big left = big_product(a, &b_place->weight), right = big_product(b, &a_place->weight);
    return big_compare(&left, &right);
}

int roof_place_compare_times(const struct roof_place *a, const struct roof_place *b)
{
    return compare(&a->time, a, &b->time, b);
}

static struct big along(const struct roof_wall *wall, const struct roof_place *place)
{
    struct big x = big_of(wall->normal[1]), y = big_of(wall->normal[0]);
    x = big_product(&x, &place->at[0]);
    y = big_product(&y, &place->at[1]);
    return big_difference(&x, &y);
}

int roof_place_compare_along(const struct roof_wall *wall, const struct roof_place *a,
                             const struct roof_place *b)
{
    struct big left = along(wall, a), right = along(wall, b);
    return compare(&left, a, &right, b);
}
