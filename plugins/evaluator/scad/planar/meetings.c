/* SPDX-License-Identifier: MIT */
/* A binary heap of numbers; meetings themselves stay where they are. */
#include "planar/meetings.h"

#include "base/list.h"

void meetings_open(struct meetings *meetings, struct arena *arena)
{
    *meetings = (struct meetings){ .arena = arena };
}

static bool is_before(const struct meetings *meetings, struct waiting a, struct waiting b)
{
    if (a.x != b.x)
        return a.x < b.x;
    const struct meeting *all = meetings->all.items;
    return place_compare(&all[a.number].place, &all[b.number].place) < 0;
}

static uint32_t keep(struct meetings *meetings, const struct meeting *meeting)
{
    if (meetings->vacant.count == 0) {
        list_append(meetings->arena, &meetings->all, *meeting);
        return (uint32_t)meetings->all.count - 1;
    }
    uint32_t number = meetings->vacant.items[--meetings->vacant.count];
    meetings->all.items[number] = *meeting;
    return number;
}

static void put(struct meetings *meetings, size_t at, struct waiting waiting)
{
    meetings->waiting.items[at] = waiting;
    meetings->all.items[waiting.number].rank = (uint32_t)at;
}

/* Puts it at a place of the heap that is free, or above. */
static void rise(struct meetings *meetings, size_t at, struct waiting waiting)
{
    const struct waiting *heap = meetings->waiting.items;
    for (; at > 0 && is_before(meetings, waiting, heap[(at - 1) / 2]); at = (at - 1) / 2)
        put(meetings, at, heap[(at - 1) / 2]);
    put(meetings, at, waiting);
}

uint32_t meetings_add(struct meetings *meetings, const struct place *place, uint32_t below,
                      uint32_t above)
{
    const struct meeting meeting = { *place, below, above, 0 };
    struct waiting added = { place->whole[0], keep(meetings, &meeting) };
    list_append(meetings->arena, &meetings->waiting, added);
    rise(meetings, meetings->waiting.count - 1, added);
    return added.number;
}

/* The last one belongs far below, most often: the place that is free now goes all the way down, and that one rises from there. */
void meetings_remove(struct meetings *meetings, uint32_t number)
{
    const struct waiting *heap = meetings->waiting.items;
    size_t count = --meetings->waiting.count, at = meetings->all.items[number].rank;
    struct waiting last = heap[count];
    list_append(meetings->arena, &meetings->vacant, number);
    if (at == count)
        return;
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && is_before(meetings, heap[child + 1], heap[child]))
            child++;
        put(meetings, at, heap[child]);
    }
    rise(meetings, at, last);
}
