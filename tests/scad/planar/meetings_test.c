/* SPDX-License-Identifier: MIT */
/* Meetings come out in order, whenever they were put in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "planar/meetings.h"

#include "../kernel/model.h"

enum { MOST = 5000 };

/* A place not before another one, and often the same. */
static struct place place_after(struct model *model, const struct place *last)
{
    struct place place = { { last->whole[0] + (int32_t)model_random(model, 3), 0 },
                           { 1 + model_random(model, 5), model_random(model, 6) },
                           6 };
    if (place_compare(&place, last) < 0)
        place.whole[0]++;
    return place;
}

/* Some come out as the first, others are removed before. */
static void the_first_comes_first(void **state)
{
    (void)state;
    struct model model;
    struct meetings meetings;
    uint32_t numbers[MOST], waiting = 0;
    model_open(&model, 1);
    meetings_open(&meetings, &model.arena);
    assert_null(meetings_first(&meetings));
    struct place last = place_of_corner((const int32_t[2]){ -1000, 0 });
    for (uint32_t i = 0; i < MOST; i++) {
        if (waiting == 0 || (i < 4000 && model_random(&model, 3) > 0)) {
            struct place place = place_after(&model, &last);
            numbers[waiting++] = meetings_add(&meetings, &place, i, i + 1);
            continue;
        }
        const struct meeting *first = meetings_first(&meetings);
        for (uint32_t k = 0; k < waiting; k++)
            assert_true(place_compare(&first->place, &meetings.all.items[numbers[k]].place) <= 0);
        assert_int_equal(first->above, first->below + 1);
        assert_true(place_compare(&last, &first->place) <= 0);
        uint32_t removed = model_random(&model, waiting);
        if (&meetings.all.items[numbers[removed]] == first)
            last = first->place;
        meetings_remove(&meetings, numbers[removed]);
        numbers[removed] = numbers[--waiting];
    }
    model_close(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_first_comes_first) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
