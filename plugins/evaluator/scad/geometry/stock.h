/* SPDX-License-Identifier: MIT */
/* Geometry that was worked out before, the latest used first: what all builds of a process share. Each item is found by a digest
 * of everything that it depends on, so what is found is what would be worked out, to the bit. */
#ifndef SCAD_GEOMETRY_STOCK_H
#define SCAD_GEOMETRY_STOCK_H

#include "base/digest.h"
#include "geometry/pieces.h"

struct stock;

/* Since the stock was made, but for what there is now. */
struct stock_figures {
    uint64_t hits, misses;
    uint64_t fetched; /* neither: it came from the depot */
    size_t items, bytes;
};

/* A stock of at most `items` items of at most `bytes` together. */
struct stock *stock_new(size_t items, size_t bytes);
void stock_free(struct stock *stock);

/* A larger stock that many processes share. `find` gives a block that is good until the next call, or NULL. */
struct stock_depot {
    void *context;
    const void *(*find)(void *context, const struct digest *key, size_t *size);
    void (*keep)(void *context, const struct digest *key, const void *block, size_t size);
};

/* From now on what is not here is looked for there, and what is kept here is kept there, up to so many bytes each. */
void stock_share(struct stock *stock, struct stock_depot depot, size_t bytes);

/* A build begins: what those before it were given may give way from now on. */
void stock_begin(struct stock *stock);

/* This and the next ask the arena whether the work goes on, and may be left at any time: what is not whole then is never found.
 * The packed pieces of that key, good until the next build begins; NULL if there are none. `shared`: they are worth the way to the
 * depot. */
const void *stock_find(struct stock *stock, struct arena *arena, const struct digest *key,
                       bool shared);

/* Packs leaves and keeps them. Older items give way, except those that this build was given; where that is not enough, or memory
 * has run out, nothing is kept. */
void stock_put(struct stock *stock, struct arena *arena, const struct digest *key,
               const struct pieces *pieces, size_t vertices, bool shared);

struct stock_figures stock_figures(const struct stock *stock);

#endif
