/* SPDX-License-Identifier: MIT */
/* Meetings come out in order, whenever they were put in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "planar/meetings.h"

#include "../kernel/model.h"

static void the_first_comes_first(void **state)
{
    (void)state;
    struct model model;
    struct meetings meetings;
    model_open(&model, 1);
    meetings_open(&meetings, &model.arena);
    assert_null(meetings_first(&meetings));
    struct place last = place_of_corner((const int32_t[2]){ -1000, 0 });
    for (uint32_t i = 0, waiting = 0; i < 5000; i++) {
        bool add = waiting == 0 || (i < 4000 && model_random(&model, 3) > 0);
        if (add) {
            /* Not before what came out already. */
            struct meeting meeting = { { { last.whole[0] + (int32_t)model_random(&model, 3), 0 },
                                         { 1 + model_random(&model, 5), model_random(&model, 6) },
                                         6 },
                                       i,
                                       i + 1 };
            if (place_compare(&meeting.place, &last) < 0)
                meeting.place.whole[0]++;
            meetings_add(&meetings, &meeting);
            waiting++;
            continue;
        }
        const struct meeting *first = meetings_first(&meetings);
        assert_int_equal(first->above, first->below + 1);
        assert_true(place_compare(&last, &first->place) <= 0);
        last = first->place;
        meetings_drop_first(&meetings);
        waiting--;
    }
    model_close(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_first_comes_first) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
