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
    size_t items, bytes;
};

/* A stock of at most `items` items of at most `bytes` together. */
struct stock *stock_new(size_t items, size_t bytes);
void stock_free(struct stock *stock);

/* A build begins: what those before it were given may give way from now on. */
void stock_begin(struct stock *stock);

/* The packed pieces of that key, good until the next build begins; NULL if there are none. */
const void *stock_find(struct stock *stock, const struct digest *key);

/* Packs leaves and keeps them. Older items give way, except those that this build was given; where that is not enough, or memory
 * has run out, nothing is kept. */
void stock_put(struct stock *stock, const struct digest *key, const struct pieces *pieces,
               size_t vertices);

struct stock_figures stock_figures(const struct stock *stock);

#endif
