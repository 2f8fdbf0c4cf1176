/* SPDX-License-Identifier: MIT */
/*
 * Who holds what of the counts in a table: so that what a worker held when it was killed comes back.
 *
 * Each process writes a book of its own in shared memory, a cell for each request under way: before the count in the
 * table changes, that it is in doubt; after it, that it is settled. The system tells when a process has died (its book is
 * locked by a robust mutex), and another then takes what it held off the counts.
 * A change that death came into is neither done nor undone for sure: there the books of all are counted anew, by one at a time,
 * who waits for those alive that are just changing the same count.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tn_table;
struct journal;

/* How many processes may share the memory, old and new workers together, and what each may hold. */
enum { JOURNAL_BOOKS = 256, JOURNAL_CELLS = 16384 };

/* The bytes of shared memory, zeroed when made. */
size_t journal_bytes(void);
/* The bytes of the process's own, zeroed. */
size_t journal_size(void);

/* Takes back what the dead held, and a book for this process: false if all are taken. Borrows all. */
bool journal_open(struct journal *journal, void *shared, struct tn_table *table);

/* Gives back what is still held, and the book. */
void journal_close(struct journal *journal);

/* A cell for a change of the count at `place`, whose lowest bit is 0, which is in doubt from now on. False if this process
 * holds all that it can. */
bool journal_begin(struct journal *journal, uint64_t place, uint32_t *cell);

/* The change of the count was made, and is held. */
void journal_hold(struct journal *journal, uint32_t cell);

/* What is held is about to be given back, so the count is in doubt. */
void journal_doubt(struct journal *journal, uint32_t cell);

/* The change was not made, or it was given back. */
void journal_end(struct journal *journal, uint32_t cell);

/* Takes back what processes held that have died since. To be called now and then. */
void journal_sweep(struct journal *journal);
