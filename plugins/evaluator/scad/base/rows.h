/* SPDX-License-Identifier: MIT */
/* Numbers in an order that whoever uses it knows, such as the edges that a sweep's line crosses, from the lowest to the highest.
 * They sit in short rows, so that who comes or goes moves few others, however many there are. */
#ifndef SCAD_BASE_ROWS_H
#define SCAD_BASE_ROWS_H

#include "base/arena.h"

#include <stdint.h>

enum { ROWS_LENGTH = 64 };

struct row {
    uint32_t rank; /* among the rows */
    uint32_t count;
    uint32_t numbers[ROWS_LENGTH];
};

/* Where a number sits, until one comes or goes; nowhere: row is NULL. */
struct seat {
    struct row *row;
    uint32_t at;
};

struct rows {
    struct arena *arena;
    struct {
        struct row **items;
        size_t count, capacity;
    } used, vacant; /* none that is used is empty */
    /* By number: the row is right if it sits at all, the rest was once. */
    struct {
        struct seat *items;
        size_t count, capacity;
    } seats;
};

/* Numbers below `count` can be found as long as they sit. */
void rows_open(struct rows *rows, uint32_t count, struct arena *arena);

/* As if opened anew; what it holds is used again. */
void rows_clear(struct rows *rows, uint32_t count);

/* The new seat above another one, or, after nowhere, below all. */
struct seat rows_insert(struct rows *rows, struct seat below, uint32_t number);

void rows_remove(struct rows *rows, struct seat seat);

/* Takes out so many above a seat. */
void rows_remove_above(struct rows *rows, struct seat below, uint32_t count);

static inline uint32_t rows_number(struct seat seat)
{
    return seat.row->numbers[seat.at];
}

/* Puts another number there. */
static inline void rows_replace(struct rows *rows, struct seat seat, uint32_t number)
{
    seat.row->numbers[seat.at] = number;
    if (number < rows->seats.count)
        rows->seats.items[number] = seat;
}

/* The next higher one, or nowhere; after nowhere the lowest. */
static inline struct seat rows_next(const struct rows *rows, struct seat seat)
{
    if (seat.row && seat.at + 1 < seat.row->count)
        return (struct seat){ seat.row, seat.at + 1 };
    size_t rank = seat.row ? seat.row->rank + 1 : 0;
    return (struct seat){ rank < rows->used.count ? rows->used.items[rank] : NULL, 0 };
}

static inline struct seat rows_previous(const struct rows *rows, struct seat seat)
{
    if (seat.at > 0)
        return (struct seat){ seat.row, seat.at - 1 };
    if (seat.row->rank == 0)
        return (struct seat){ NULL, 0 };
    struct row *row = rows->used.items[seat.row->rank - 1];
    return (struct seat){ row, row->count - 1 };
}

/* Where a number sits, or nowhere. */
static inline struct seat rows_find(const struct rows *rows, uint32_t number)
{
    struct seat seat = rows->seats.items[number];
    if (!seat.row || (seat.at < seat.row->count && rows_number(seat) == number))
        return seat;
    for (seat.at = 0; seat.at < seat.row->count; seat.at++)
        if (rows_number(seat) == number)
            return seat;
    return (struct seat){ NULL, 0 };
}

/* The highest seat whose number `is_passed`, or nowhere: those are the lower ones. */
static inline struct seat rows_search(const struct rows *rows,
                                      bool (*is_passed)(const void *context, uint32_t number),
                                      const void *context)
{
    struct row *const *items = rows->used.items;
    if (rows->used.count == 0)
        return (struct seat){ NULL, 0 };
    size_t row = 0, row_end = rows->used.count;
    while (row + 1 < row_end) {
        size_t middle = (row + row_end) / 2;
        if (is_passed(context, items[middle]->numbers[0]))
            row = middle;
        else
            row_end = middle;
    }
    /* Of all but the lowest row the lowest number is known to be passed. */
    uint32_t low = row > 0, high = items[row]->count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (is_passed(context, items[row]->numbers[middle]))
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? (struct seat){ items[row], low - 1 } : (struct seat){ NULL, 0 };
}

/* Neighbours that have something in common. */
struct seat_range {
    struct seat below;   /* the next one below them, or nowhere */
    struct seat highest; /* of them, or as below if there are none */
    uint32_t count;
};

/* One that `belongs`, and its neighbours that do. */
static inline struct seat_range rows_span(const struct rows *rows, struct seat known,
                                          bool (*belongs)(const void *context, uint32_t number),
                                          const void *context)
{
    struct seat_range span = { rows_previous(rows, known), known, 1 };
    for (; span.below.row && belongs(context, rows_number(span.below)); span.count++)
        span.below = rows_previous(rows, span.below);
    for (struct seat next;
         (next = rows_next(rows, span.highest)).row && belongs(context, rows_number(next));
         span.count++)
        span.highest = next;
    return span;
}

/* Where several above a seat make way for others: puts a number above it, in the place of one of them while there are any.
 * Returns its seat; `leaving` are those that are still there. */
static inline struct seat rows_relieve(struct rows *rows, struct seat below, uint32_t *leaving,
                                       uint32_t number)
{
    if (*leaving == 0)
        return rows_insert(rows, below, number);
    struct seat seat = rows_next(rows, below);
    rows_replace(rows, seat, number);
    --*leaving;
    return seat;
}

#endif
