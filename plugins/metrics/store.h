/* SPDX-License-Identifier: MIT */
/*
 * The series of one family in shared memory: a table of so many slots, found by a number that says
 * all label values. All workers count into the same cells, by atomic additions alone, so that a
 * worker may die at any instant and nothing is half there.
 */
#pragma once

#include <tenon/tenon.h>

struct store;

/* Where the labels' number is not one of a series: past the cap, everything goes here. */
#define STORE_OVERFLOW UINT64_MAX

/* The bytes of a table for `most` series with cells of `cell_bytes`, and a table in so much zeroed
 * memory; what it returns is the instance's. */
size_t store_bytes(size_t most, size_t cell_bytes);
struct store *store_attach(struct tn_host *host, void *memory, size_t most, size_t cell_bytes);

/* The cells of a series; those of the overflow where there is no room. Any thread. */
void *store_cells(struct store *store, uint64_t number);

/* How often there was no room. */
uint64_t store_dropped(const struct store *store);

typedef void store_visitor(void *context, uint64_t number, const void *cells);

/* Calls `visit` for each series with a number below `end`, the overflow last if it was needed; in the
 * order of numbers, or in that of the table, which costs less. Any thread. */
void store_visit_sorted(struct store *store, uint64_t end, store_visitor *visit, void *context);
void store_visit(struct store *store, uint64_t end, store_visitor *visit, void *context);
