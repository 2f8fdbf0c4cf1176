/* SPDX-License-Identifier: MIT */
/* Cramer's rule, with a division that doubles guess and whole numbers correct. */
#include "planar/place.h"

/* 64 digits of the fraction are the same however it is written, so that what rounds them is as well. */
double place_near(const struct place *place, int axis)
{
    if (place->rest[axis] == 0)
        return place->whole[axis];
    uint64_t digits = (uint64_t)(((uint128)place->rest[axis] << 64) / place->weight);
    return (double)((int128)place->whole[axis] * ((int128)1 << 64) + (int128)digits) * 0x1p-64;
}

/* The whole part of by * above / below, where above < below; the rest goes to *rest. */
static int32_t divide(int32_t by, uint64_t above, uint64_t below, uint64_t *rest)
{
    /* The guess is wrong by two at most, so that the rest has room in 64 bits, however large what it is the rest of. */
    int32_t whole = (int32_t)(by * ((double)above / (double)below));
    int64_t left = (int64_t)((uint64_t)by * above - (uint64_t)whole * below);
    for (; left < 0; left += (int64_t)below)
        whole--;
    for (; left >= (int64_t)below; left -= (int64_t)below)
        whole++;
    *rest = (uint64_t)left;
    return whole;
}

struct place course_meet(const struct course *a, const struct course *b)
{
    const struct course between = { { 0, 0 }, { b->at[0] - a->at[0], b->at[1] - a->at[1] } };
    int64_t above = course_turn(&between, b), below = course_turn(a, b);
    struct place place = { .weight = (uint64_t)(below < 0 ? -below : below) };
    for (int axis = 0; axis < 2; axis++)
        place.whole[axis] =
            a->at[axis] + divide(a->by[axis], (uint64_t)(above < 0 ? -above : above), place.weight,
                                 &place.rest[axis]);
    return place;
}
