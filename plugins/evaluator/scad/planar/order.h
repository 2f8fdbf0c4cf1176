/* SPDX-License-Identifier: MIT */
/* The strands that a sweep's line crosses, from the lowest to the highest. They sit in short rows, so that who comes or goes
 * moves few others, however many there are. */
#ifndef SCAD_PLANAR_ORDER_H
#define SCAD_PLANAR_ORDER_H

#include "base/arena.h"
#include "planar/sketch.h"

enum { ORDER_ROW = 64 };

struct order_row {
    uint32_t rank; /* among the rows */
    uint32_t count;
    struct order_place {
        uint32_t strand;
        uint32_t meeting; /* where it and the next one will cross, or NOTHING */
    } places[ORDER_ROW];
};

/* Where a strand sits, until one comes or goes; nowhere: row is NULL. */
struct order_seat {
    struct order_row *row;
    uint32_t at;
};

struct order {
    struct arena *arena;
    struct {
        struct order_row **items;
        size_t count, capacity;
    } rows, /* none is empty */
        vacant;
    struct order_seat *seats; /* by strand: the row is right if it sits at all, the rest was once */
};

/* Strands have numbers below `count`. */
void order_open(struct order *order, uint32_t count, struct arena *arena);

/* The new seat above another one, or, after nowhere, below all. */
struct order_seat order_insert(struct order *order, struct order_seat previous, uint32_t strand);

void order_remove(struct order *order, struct order_seat seat);

/* Puts another strand there. */
static inline void order_replace(struct order *order, struct order_seat seat, uint32_t strand)
{
    seat.row->places[seat.at].strand = strand;
    order->seats[strand] = seat;
}

/* Where a strand sits, or nowhere. */
static inline struct order_seat order_find(const struct order *order, uint32_t strand)
{
    struct order_seat seat = order->seats[strand];
    if (!seat.row || (seat.at < seat.row->count && seat.row->places[seat.at].strand == strand))
        return seat;
    for (seat.at = 0; seat.at < seat.row->count; seat.at++)
        if (seat.row->places[seat.at].strand == strand)
            return seat;
    return (struct order_seat){ NULL, 0 };
}

/* The next higher one; after nowhere the lowest. */
static inline struct order_seat order_next(const struct order *order, struct order_seat seat)
{
    if (seat.row && seat.at + 1 < seat.row->count)
        return (struct order_seat){ seat.row, seat.at + 1 };
    size_t rank = seat.row ? seat.row->rank + 1 : 0;
    return (struct order_seat){ rank < order->rows.count ? order->rows.items[rank] : NULL, 0 };
}

static inline struct order_seat order_previous(const struct order *order, struct order_seat seat)
{
    if (seat.at > 0)
        return (struct order_seat){ seat.row, seat.at - 1 };
    if (seat.row->rank == 0)
        return (struct order_seat){ NULL, 0 };
    struct order_row *row = order->rows.items[seat.row->rank - 1];
    return (struct order_seat){ row, row->count - 1 };
}

static inline struct order_place *order_place(struct order_seat seat)
{
    return &seat.row->places[seat.at];
}

#endif
