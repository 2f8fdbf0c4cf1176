/* SPDX-License-Identifier: MIT */
/* A full row is halved; one that nobody sits in is used again. */
#include "planar/order.h"

#include "base/list.h"

#include <string.h>

void order_open(struct order *order, uint32_t count, struct arena *arena)
{
    *order = (struct order){ .arena = arena };
    order->seats = arena_take(arena, count * sizeof *order->seats);
}

/* Rows from one on have moved by one. */
static void rank_rows(struct order *order, size_t from)
{
    for (size_t i = from; i < order->rows.count; i++)
        order->rows.items[i]->rank = (uint32_t)i;
}

static struct order_row *add_row(struct order *order, size_t rank)
{
    struct order_row *row = order->vacant.count
                                ? order->vacant.items[--order->vacant.count]
                                : arena_take(order->arena, sizeof(struct order_row));
    row->count = 0;
    list_append(order->arena, &order->rows, row);
    struct order_row **items = order->rows.items;
    memmove(&items[rank + 1], &items[rank],
            (order->rows.count - 1 - rank) * sizeof(struct order_row *));
    items[rank] = row;
    rank_rows(order, rank);
    return row;
}

static void drop_row(struct order *order, struct order_row *row)
{
    struct order_row **items = order->rows.items;
    size_t rank = row->rank;
    memmove(&items[rank], &items[rank + 1],
            (--order->rows.count - rank) * sizeof(struct order_row *));
    rank_rows(order, rank);
    list_append(order->arena, &order->vacant, row);
}

/* Its upper half gets a row of its own. */
static void halve(struct order *order, struct order_row *row)
{
    struct order_row *upper = add_row(order, row->rank + 1);
    upper->count = row->count / 2;
    row->count -= upper->count;
    memcpy(upper->places, &row->places[row->count], upper->count * sizeof *upper->places);
    for (uint32_t i = 0; i < upper->count; i++)
        order->seats[upper->places[i].strand].row = upper;
}

/* Where the next one is to sit. */
static struct order_seat seat_above(struct order *order, struct order_seat previous)
{
    if (previous.row)
        return (struct order_seat){ previous.row, previous.at + 1 };
    struct order_row *row = order->rows.count ? order->rows.items[0] : add_row(order, 0);
    return (struct order_seat){ row, 0 };
}

struct order_seat order_insert(struct order *order, struct order_seat previous, uint32_t strand)
{
    struct order_seat seat = seat_above(order, previous);
    if (seat.row->count == ORDER_ROW) {
        halve(order, seat.row);
        if (seat.at > seat.row->count)
            seat = (struct order_seat){ order->rows.items[seat.row->rank + 1],
                                        seat.at - seat.row->count };
    }
    struct order_place *place = order_place(seat);
    memmove(place + 1, place, (seat.row->count++ - seat.at) * sizeof *place);
    *place = (struct order_place){ strand, NOTHING };
    order->seats[strand] = seat;
    return seat;
}

void order_remove(struct order *order, struct order_seat seat)
{
    struct order_place *place = order_place(seat);
    memmove(place, place + 1, (--seat.row->count - seat.at) * sizeof *place);
    if (seat.row->count == 0)
        drop_row(order, seat.row);
}
