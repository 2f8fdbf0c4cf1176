/* SPDX-License-Identifier: MIT */
/* A full row is halved; one that nobody sits in is used again. */
#include "base/rows.h"

#include "base/list.h"

#include <string.h>

/* Rows from one on have moved by one. */
static void rank_rows(struct rows *rows, size_t from)
{
    for (size_t i = from; i < rows->used.count; i++)
        rows->used.items[i]->rank = (uint32_t)i;
}

static struct row *add_row(struct rows *rows, size_t rank)
{
    struct row *row = rows->vacant.count ? rows->vacant.items[--rows->vacant.count]
                                         : arena_take(rows->arena, sizeof(struct row));
    row->count = 0;
    list_append(rows->arena, &rows->used, row);
    struct row **items = rows->used.items;
    memmove(&items[rank + 1], &items[rank], (rows->used.count - 1 - rank) * sizeof(struct row *));
    items[rank] = row;
    rank_rows(rows, rank);
    return row;
}

static void drop_row(struct rows *rows, struct row *row)
{
    struct row **items = rows->used.items;
    size_t rank = row->rank;
    memmove(&items[rank], &items[rank + 1], (--rows->used.count - rank) * sizeof(struct row *));
    rank_rows(rows, rank);
    list_append(rows->arena, &rows->vacant, row);
}

void rows_clear(struct rows *rows, uint32_t count)
{
    while (rows->used.count > 0)
        drop_row(rows, rows->used.items[rows->used.count - 1]);
    if (count > rows->seats.capacity) {
        rows->seats.items = arena_take(rows->arena, count * sizeof *rows->seats.items);
        rows->seats.capacity = count;
    }
    rows->seats.count = count;
}

void rows_open(struct rows *rows, uint32_t count, struct arena *arena)
{
    *rows = (struct rows){ .arena = arena };
    rows_clear(rows, count);
}

/* Its upper half gets a row of its own. */
static void halve(struct rows *rows, struct row *row)
{
    struct row *upper = add_row(rows, row->rank + 1);
    upper->count = row->count / 2;
    row->count -= upper->count;
    memcpy(upper->numbers, &row->numbers[row->count], upper->count * sizeof *upper->numbers);
    for (uint32_t i = 0; i < upper->count; i++)
        if (upper->numbers[i] < rows->seats.count)
            rows->seats.items[upper->numbers[i]].row = upper;
}

/* A row has become full where a number is to sit. */
static struct seat seat_in_half(struct rows *rows, struct seat seat)
{
    halve(rows, seat.row);
    if (seat.at <= seat.row->count)
        return seat;
    return (struct seat){ rows->used.items[seat.row->rank + 1], seat.at - seat.row->count };
}

struct seat rows_insert(struct rows *rows, struct seat below, uint32_t number)
{
    struct seat seat = { below.row, below.at + 1 };
    if (!below.row)
        seat = (struct seat){ rows->used.count ? rows->used.items[0] : add_row(rows, 0), 0 };
    if (seat.row->count == ROWS_LENGTH)
        seat = seat_in_half(rows, seat);
    uint32_t *numbers = seat.row->numbers;
    memmove(&numbers[seat.at + 1], &numbers[seat.at],
            (seat.row->count++ - seat.at) * sizeof *numbers);
    rows_replace(rows, seat, number);
    return seat;
}

/* Takes out so many of a row. */
static void cut(struct rows *rows, struct seat seat, uint32_t count)
{
    uint32_t *numbers = seat.row->numbers;
    seat.row->count -= count;
    memmove(&numbers[seat.at], &numbers[seat.at + count],
            (seat.row->count - seat.at) * sizeof *numbers);
    if (seat.row->count == 0)
        drop_row(rows, seat.row);
}

void rows_remove(struct rows *rows, struct seat seat)
{
    cut(rows, seat, 1);
}

void rows_remove_above(struct rows *rows, struct seat below, uint32_t count)
{
    while (count > 0) {
        struct seat seat = rows_next(rows, below);
        uint32_t here = seat.row->count - seat.at;
        here = here < count ? here : count;
        cut(rows, seat, here);
        count -= here;
    }
}
