/* SPDX-License-Identifier: MIT */
/* A hash table, and a list in the order of use. */
#include "geometry/stock.h"

#include "geometry/packed.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

/* No one item may push out more than this part of the others. */
enum { LARGEST_PART = 2 };

struct item {
    struct item *next; /* of the same slot */
    struct item *newer, *older;
    struct digest key;
    uint64_t build; /* the last one that was given it; 0: none */
    size_t bytes;   /* all of this */
    alignas(max_align_t) unsigned char block[];
};

struct stock {
    size_t items_max, bytes_max;
    uint64_t build; /* how many there were */
    struct item *newest, *oldest;
    struct item
        *unfinished; /* is being filled, or was when that was left; not found before it is whole */
    struct stock_figures figures;
    struct stock_depot depot; /* `find` NULL: none */
    size_t depot_bytes;       /* of one item there */
    size_t slot_count;        /* a power of two */
    struct item *slots[];
};

struct stock *stock_new(size_t items, size_t bytes)
{
    size_t slots = 16;
    while (slots < items)
        slots *= 2;
    struct stock *stock = calloc(1, sizeof *stock + slots * sizeof stock->slots[0]);
    if (!stock)
        abort();
    stock->items_max = items;
    stock->bytes_max = bytes;
    stock->slot_count = slots;
    return stock;
}

/* Digests are even; any part of them will do. */
static struct item **slot_of(struct stock *stock, const struct digest *key)
{
    uint64_t hash;
    memcpy(&hash, key->bytes, sizeof hash);
    return &stock->slots[hash & (stock->slot_count - 1)];
}

static void unlink_item(struct stock *stock, struct item *item)
{
    *(item->newer ? &item->newer->older : &stock->newest) = item->older;
    *(item->older ? &item->older->newer : &stock->oldest) = item->newer;
}

static void link_newest(struct stock *stock, struct item *item)
{
    item->newer = NULL;
    item->older = stock->newest;
    *(stock->newest ? &stock->newest->newer : &stock->oldest) = item;
    stock->newest = item;
}

static void drop(struct stock *stock, struct item *item)
{
    struct item **link = slot_of(stock, &item->key);
    while (*link != item)
        link = &(*link)->next;
    *link = item->next;
    unlink_item(stock, item);
    stock->figures.items--;
    stock->figures.bytes -= item->bytes;
    free(item);
}

void stock_free(struct stock *stock)
{
    while (stock->oldest)
        drop(stock, stock->oldest);
    free(stock->unfinished);
    free(stock);
}

void stock_begin(struct stock *stock)
{
    stock->build++;
}

void stock_share(struct stock *stock, struct stock_depot depot, size_t bytes)
{
    stock->depot = depot;
    stock->depot_bytes = bytes;
}

static struct item *look(struct stock *stock, const struct digest *key)
{
    struct item *item = *slot_of(stock, key);
    while (item && memcmp(&item->key, key, sizeof *key) != 0)
        item = item->next;
    return item;
}

/* What is given to the build must stay until it is over. */
static const void *give(struct stock *stock, struct item *item)
{
    item->build = stock->build;
    unlink_item(stock, item);
    link_newest(stock, item);
    return item->block;
}

static bool has_room(const struct stock *stock, size_t bytes)
{
    return stock->figures.items < stock->items_max &&
           stock->figures.bytes + bytes <= stock->bytes_max;
}

static bool make_room(struct stock *stock, size_t bytes)
{
    struct item *item = stock->oldest;
    while (item && !has_room(stock, bytes)) {
        struct item *newer = item->newer;
        if (item->build != stock->build)
            drop(stock, item);
        item = newer;
    }
    return has_room(stock, bytes);
}

static void forget_unfinished(struct stock *stock)
{
    free(stock->unfinished);
    stock->unfinished = NULL;
}

/* An item with room for a block of that size, to be filled; NULL if there is no room or no memory. */
static struct item *new_item(struct stock *stock, const struct digest *key, size_t size)
{
    size_t bytes = sizeof(struct item) + size;
    forget_unfinished(stock);
    if (bytes > stock->bytes_max / LARGEST_PART || !make_room(stock, bytes))
        return NULL;
    struct item *item = malloc(bytes);
    if (item)
        *item = (struct item){ .key = *key, .bytes = bytes };
    return stock->unfinished = item;
}

/* It is whole, and can be found. */
static void add_item(struct stock *stock, struct item *item)
{
    struct item **slot = slot_of(stock, &item->key);
    stock->unfinished = NULL;
    item->next = *slot;
    *slot = item;
    link_newest(stock, item);
    stock->figures.items++;
    stock->figures.bytes += item->bytes;
}

/* What comes from the depot was made by another process, which may have been taken over by a program it ran. */
static struct item *fetch(struct stock *stock, struct arena *arena, const struct digest *key)
{
    size_t size;
    const void *block = stock->depot.find(stock->depot.context, key, &size);
    struct item *item = block ? new_item(stock, key, size) : NULL;
    if (!item)
        return NULL;
    packed_copy(arena, item->block, block, size);
    if (packed_adopt(arena, item->block, size)) {
        add_item(stock, item);
        return item;
    }
    forget_unfinished(stock);
    return NULL;
}

const void *stock_find(struct stock *stock, struct arena *arena, const struct digest *key,
                       bool shared)
{
    struct item *item = look(stock, key);
    if (item) {
        stock->figures.hits++;
        return give(stock, item);
    }
    item = shared && stock->depot.find ? fetch(stock, arena, key) : NULL;
    if (!item) {
        stock->figures.misses++;
        return NULL;
    }
    stock->figures.fetched++;
    return give(stock, item);
}

void stock_put(struct stock *stock, struct arena *arena, const struct digest *key,
               const struct pieces *pieces, size_t vertices, bool shared)
{
    size_t size = packed_size(pieces);
    struct item *item = new_item(stock, key, size);
    if (!item)
        return;
    packed_write(arena, pieces, vertices, item->block);
    add_item(stock, item);
    if (shared && stock->depot.keep && size <= stock->depot_bytes)
        stock->depot.keep(stock->depot.context, key, item->block, size);
}

struct stock_figures stock_figures(const struct stock *stock)
{
    return stock->figures;
}
