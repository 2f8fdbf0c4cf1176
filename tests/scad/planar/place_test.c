/* SPDX-License-Identifier: MIT */
/* Places where courses meet beside fractions of any length. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "planar/place.h"

#include "../kernel/model.h"

#include <gmp.h>

enum { LARGEST = (1 << 29) - 4 };

static int32_t random_coordinate(struct model *model, uint32_t reach)
{
    return (int32_t)model_random(model, 2 * reach + 1) - (int32_t)reach;
}

/* From one random corner to another one, in the order of places. */
static struct course random_course(struct model *model, uint32_t reach)
{
    for (;;) {
        int32_t a[2], by[2];
        for (int k = 0; k < 2; k++) {
            a[k] = random_coordinate(model, reach);
            by[k] = random_coordinate(model, reach) - a[k];
        }
        if (by[0] > 0 || (by[0] == 0 && by[1] > 0))
            return (struct course){ { a[0], a[1] }, { by[0], by[1] } };
    }
}

static void set_coordinate(mpq_t to, const struct place *place, int axis)
{
    mpz_set_ui(mpq_numref(to), place->rest[axis]);
    mpz_set_ui(mpq_denref(to), place->weight);
    mpq_canonicalize(to);
    mpq_t whole;
    mpq_init(whole);
    mpq_set_si(whole, place->whole[axis], 1);
    mpq_add(to, to, whole);
    mpq_clear(whole);
}

/* What course_side says the sign of. */
static int side_by_fractions(const struct course *course, const struct place *place)
{
    mpq_t along[2], by;
    mpq_init(by);
    for (int k = 0; k < 2; k++) {
        mpq_init(along[k]);
        set_coordinate(along[k], place, k);
        mpq_set_si(by, course->at[k], 1);
        mpq_sub(along[k], along[k], by);
        mpq_set_si(by, course->by[1 - k], 1);
        mpq_mul(along[k], along[k], by);
    }
    int side = mpq_cmp(along[1], along[0]);
    for (int k = 0; k < 2; k++)
        mpq_clear(along[k]);
    mpq_clear(by);
    return (side > 0) - (side < 0);
}

static bool do_cross(const struct course *a, const struct course *b)
{
    const struct course *courses[2] = { a, b };
    for (int i = 0; i < 2; i++) {
        const struct course *other = courses[1 - i];
        const int32_t end[2] = { other->at[0] + other->by[0], other->at[1] + other->by[1] };
        int64_t from = course_turn_to(courses[i], other->at), to = course_turn_to(courses[i], end);
        if (!((from < 0 && to > 0) || (from > 0 && to < 0)))
            return false;
    }
    return true;
}

static void meetings_are_on_both_courses(void **state)
{
    (void)state;
    static const uint32_t reaches[] = { 3, 1000, LARGEST };
    struct model model;
    model_open(&model, 1);
    for (int i = 0, crossings = 0; crossings < 3000; i++) {
        uint32_t reach = reaches[i % 3];
        struct course a = random_course(&model, reach), b = random_course(&model, reach),
                      c = random_course(&model, reach);
        if (!do_cross(&a, &b))
            continue;
        crossings++;
        struct place place = course_meet(&a, &b), same = course_meet(&b, &a);
        assert_true(place.rest[0] < place.weight && place.rest[1] < place.weight);
        assert_memory_equal(&place, &same, sizeof place);
        assert_int_equal(side_by_fractions(&a, &place), 0);
        assert_int_equal(side_by_fractions(&b, &place), 0);
        assert_int_equal(course_side(&a, &place), 0);
        assert_int_equal(course_side(&c, &place), side_by_fractions(&c, &place));
    }
    model_close(&model);
}

static void places_have_an_order(void **state)
{
    (void)state;
    struct model model;
    struct place before = { .weight = 0 };
    model_open(&model, 2);
    for (int crossings = 0; crossings < 3000;) {
        struct course a = random_course(&model, 6), b = random_course(&model, 6);
        if (!do_cross(&a, &b))
            continue;
        struct place place = course_meet(&a, &b);
        int order = 0;
        for (int axis = 0; axis < 2 && crossings > 0 && order == 0; axis++) {
            mpq_t here, there;
            mpq_inits(here, there, NULL);
            set_coordinate(here, &place, axis);
            set_coordinate(there, &before, axis);
            order = mpq_cmp(here, there);
            mpq_clears(here, there, NULL);
        }
        if (crossings++ > 0)
            assert_int_equal(place_compare(&place, &before), (order > 0) - (order < 0));
        before = place;
    }
    model_close(&model);
}

static void whole_coordinates_stay_whole(void **state)
{
    (void)state;
    /* Straight up through x = 24112497, and by a third of a step over y = 0. */
    const struct course up = { { 24112497, -1 }, { 0, 3 } }, along = { { 24112496, 0 }, { 3, 1 } };
    struct place place = course_meet(&up, &along);
    assert_true(place_near(&place, 0) == 24112497);
    assert_float_equal(place_near(&place, 1), 1.0 / 3, 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(meetings_are_on_both_courses),
        cmocka_unit_test(places_have_an_order),
        cmocka_unit_test(whole_coordinates_stay_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
