/* SPDX-License-Identifier: MIT */
/* Strands that come and go by the thousand are where they would be in one long row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "planar/order.h"

#include "../kernel/model.h"

#include <string.h>

enum { STRANDS = 4000 };

struct row {
    uint32_t strands[STRANDS];
    size_t count;
};

static void check(const struct order *order, const struct row *row)
{
    struct order_seat seat = { NULL, 0 }, previous = seat;
    for (size_t i = 0; i < row->count; i++, previous = seat) {
        seat = order_next(order, seat);
        assert_non_null(seat.row);
        assert_int_equal(order_place(seat)->strand, row->strands[i]);
        struct order_seat found = order_find(order, row->strands[i]),
                          below = order_previous(order, seat);
        assert_true(found.row == seat.row && found.at == seat.at);
        assert_true(below.row == previous.row && below.at == previous.at);
    }
    assert_null(order_next(order, seat).row);
}

static struct order_seat seat_of(const struct order *order, const struct row *row, size_t at)
{
    return at == 0 ? (struct order_seat){ NULL, 0 } : order_find(order, row->strands[at - 1]);
}

static void come(struct order *order, struct row *row, size_t at, uint32_t strand)
{
    struct order_seat seat = order_insert(order, seat_of(order, row, at), strand);
    assert_int_equal(order_place(seat)->strand, strand);
    memmove(&row->strands[at + 1], &row->strands[at], (row->count++ - at) * sizeof(uint32_t));
    row->strands[at] = strand;
}

static void go(struct order *order, struct row *row, size_t at)
{
    uint32_t strand = row->strands[at];
    order_remove(order, order_find(order, strand));
    assert_null(order_find(order, strand).row);
    memmove(&row->strands[at], &row->strands[at + 1], (--row->count - at) * sizeof(uint32_t));
}

/* Two neighbours change places. */
static void cross(struct order *order, struct row *row, size_t at)
{
    uint32_t strand = row->strands[at], other = row->strands[at + 1];
    struct order_seat seat = order_find(order, strand);
    order_replace(order, order_next(order, seat), strand);
    order_replace(order, seat, other);
    row->strands[at] = other;
    row->strands[at + 1] = strand;
}

static void all_are_in_their_order(void **state)
{
    (void)state;
    struct model model;
    struct order order;
    struct row row = { .count = 0 };
    model_open(&model, 7);
    order_open(&order, STRANDS, &model.arena);
    check(&order, &row);
    for (uint32_t strand = 0; strand < STRANDS; strand++) {
        come(&order, &row, model_random(&model, (uint32_t)row.count + 1), strand);
        if (row.count > 2 && model_random(&model, 3) == 0)
            go(&order, &row, model_random(&model, (uint32_t)row.count));
        if (row.count > 1)
            cross(&order, &row, model_random(&model, (uint32_t)row.count - 1));
        if (strand % 100 == 0)
            check(&order, &row);
    }
    assert_true(order.rows.count > 10);
    while (row.count > 0) {
        go(&order, &row, model_random(&model, (uint32_t)row.count));
        if (row.count % 100 == 0)
            check(&order, &row);
    }
    assert_int_equal(order.rows.count, 0);
    come(&order, &row, 0, 0);
    check(&order, &row);
    model_close(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(all_are_in_their_order) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
