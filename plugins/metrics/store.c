/* SPDX-License-Identifier: MIT */
/* Open addressing with linear probing; a slot is claimed by one compare-and-swap and never freed. */
#include "store.h"

#include <stdatomic.h>
#include <stdlib.h>

struct head {
    _Atomic uint64_t used, dropped;
};

struct store {
    struct head *head;
    char *slots; /* the first is the overflow's */
    size_t most, room, slot_bytes;
};

/* A slot: whose it is (the number and one; 0: nobody's), then its cells. */
typedef _Atomic uint64_t owner;

/* Half of the slots stay empty, so that probing is short. */
static size_t room_for(size_t most)
{
    size_t room = 2;
    while (room < 2 * most)
        room *= 2;
    return room;
}

static size_t slot_size(size_t cell_bytes)
{
    return sizeof(owner) + (cell_bytes + 7) / 8 * 8;
}

size_t store_bytes(size_t most, size_t cell_bytes)
{
    return sizeof(struct head) + (room_for(most) + 1) * slot_size(cell_bytes);
}

struct store *store_attach(struct tn_host *host, void *memory, size_t most, size_t cell_bytes)
{
    struct store *store = tn_instance_alloc(host, sizeof *store);
    *store = (struct store){ .head = memory,
                             .slots = (char *)memory + sizeof(struct head),
                             .most = most,
                             .room = room_for(most),
                             .slot_bytes = slot_size(cell_bytes) };
    return store;
}

static owner *slot_at(const struct store *store, size_t index)
{
    return (owner *)(void *)(store->slots + index * store->slot_bytes);
}

/* The numbers are small and close together: multiplied by 2^64 over the golden ratio, they spread. */
static size_t place_of(const struct store *store, uint64_t number)
{
    return (size_t)((number * 0x9e3779b97f4a7c15u) >> 20) & (store->room - 1);
}

static bool claim(struct store *store, owner *slot, uint64_t wanted, uint64_t *found)
{
    if (atomic_fetch_add_explicit(&store->head->used, 1, memory_order_relaxed) >= store->most) {
        atomic_fetch_sub_explicit(&store->head->used, 1, memory_order_relaxed);
        return false;
    }
    bool ours = atomic_compare_exchange_strong(slot, found, wanted);
    if (!ours)
        atomic_fetch_sub_explicit(&store->head->used, 1, memory_order_relaxed);
    return ours || *found == wanted;
}

void *store_cells(struct store *store, uint64_t number)
{
    uint64_t wanted = number + 1;
    size_t place = place_of(store, number);
    for (size_t i = 0; i < store->room; i++) {
        owner *slot = slot_at(store, 1 + ((place + i) & (store->room - 1)));
        uint64_t found = atomic_load_explicit(slot, memory_order_relaxed);
        if (found == wanted)
            return slot + 1;
        if (!found && claim(store, slot, wanted, &found))
            return slot + 1;
        if (!found)
            break; /* full */
    }
    atomic_fetch_add_explicit(&store->head->dropped, 1, memory_order_relaxed);
    return slot_at(store, 0) + 1;
}

uint64_t store_dropped(const struct store *store)
{
    return atomic_load_explicit(&store->head->dropped, memory_order_relaxed);
}

static int by_owner(const void *left, const void *right)
{
    uint64_t a = **(owner *const *)left, b = **(owner *const *)right;
    return (a > b) - (a < b);
}

static void visit_overflow(struct store *store, store_visitor *visit, void *context)
{
    if (store_dropped(store))
        visit(context, STORE_OVERFLOW, slot_at(store, 0) + 1);
}

void store_visit(struct store *store, uint64_t end, store_visitor *visit, void *context)
{
    for (size_t i = 1; i <= store->room; i++) {
        owner *slot = slot_at(store, i);
        uint64_t found = atomic_load_explicit(slot, memory_order_relaxed);
        if (found && found <= end)
            visit(context, found - 1, slot + 1);
    }
    visit_overflow(store, visit, context);
}

void store_visit_sorted(struct store *store, uint64_t end, store_visitor *visit, void *context)
{
    size_t count = 0;
    owner **slots = malloc(store->room * sizeof(*slots));
    if (!slots)
        abort();
    for (size_t i = 1; i <= store->room; i++) {
        uint64_t found = atomic_load_explicit(slot_at(store, i), memory_order_relaxed);
        if (found && found <= end)
            slots[count++] = slot_at(store, i);
    }
    if (count)
        qsort(slots, count, sizeof(*slots), by_owner);
    for (size_t i = 0; i < count; i++)
        visit(context, *slots[i] - 1, slots[i] + 1);
    free(slots);
    visit_overflow(store, visit, context);
}
