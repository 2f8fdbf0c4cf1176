/* SPDX-License-Identifier: MIT */
/* Books in shared memory, and what becomes of those whose writers have died. */
#include "journal.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>

#include <tenon/zone.h>

#include "limiter.h"

/* The lowest bit of a cell; a cell that holds nothing is 0. */
enum { IN_DOUBT = 1 };

/* A book is made once, by whoever comes first; if he dies in the middle, it is never used. */
enum { BLANK, IN_THE_MAKING, MADE };

struct book {
    _Atomic int state;
    _Atomic uint32_t used; /* no cell from here on was ever written */
    pthread_mutex_t owner;
    _Atomic uint64_t cells[JOURNAL_CELLS];
};

struct journal {
    struct book *books, *mine;
    struct tn_table *table;
    uint16_t free[JOURNAL_CELLS]; /* cells that were used and are not any more */
    uint32_t free_count;
};

size_t journal_bytes(void)
{
    return JOURNAL_BOOKS * sizeof(struct book);
}

size_t journal_size(void)
{
    return sizeof(struct journal);
}

/* Counting anew */

/* How many hold the place, this cell aside; `doubt` if somebody is just changing it. */
static uint64_t count_held(const struct journal *journal, uint64_t place,
                           const _Atomic uint64_t *aside, bool *doubt)
{
    uint64_t held = 0;
    for (size_t i = 0; i < JOURNAL_BOOKS && atomic_load(&journal->books[i].state) != BLANK; i++) {
        struct book *book = &journal->books[i];
        uint32_t used = atomic_load(&book->used);
        for (uint32_t j = 0; j < used; j++) {
            uint64_t cell = atomic_load(&book->cells[j]);
            if (&book->cells[j] == aside || (cell & ~(uint64_t)IN_DOUBT) != place)
                continue;
            *doubt = *doubt || cell & IN_DOUBT;
            held += !(cell & IN_DOUBT);
        }
    }
    return held;
}

struct recount {
    uint64_t expected, held;
    bool done;
};

static uint64_t put_recounted(uint64_t old, void *context)
{
    struct recount *recount = context;
    recount->done = old == recount->expected;
    return recount->done ? limiter_under_way(old, recount->held) : old;
}

/*
 * Changes have serial numbers, so if the state is the same before and after, nothing came between. Only 0 has none: what was
 * seen held may be over by then. But where nobody is under way, nothing has to come back. Who is just changing it is done in an
 * instant; or has died too, and then his cell is counted anew in its turn.
 */
static void recount(const struct journal *journal, uint64_t place, const _Atomic uint64_t *aside)
{
    enum { PATIENCE = 1000 };
    for (unsigned attempt = 1;; attempt++) {
        bool doubt = false;
        struct recount recount = { .expected = tn_table_get(journal->table, place) };
        if (recount.expected == 0)
            return;
        recount.held = count_held(journal, place, aside, &doubt);
        if (doubt && attempt < PATIENCE)
            continue;
        tn_table_change(journal->table, place, put_recounted, &recount);
        if (recount.done)
            return;
    }
}

/* Taking back */

static uint64_t one_less(uint64_t old, void *context)
{
    (void)context;
    uint64_t count = old & LIMITER_COUNT_MAX;
    return limiter_under_way(old, count ? count - 1 : 0);
}

/* Whoever dies in here leaves a cell in doubt, which the next one counts anew. */
static void take_back(const struct journal *journal, struct book *book)
{
    uint32_t used = atomic_load(&book->used);
    for (uint32_t i = 0; i < used; i++) {
        uint64_t cell = atomic_load(&book->cells[i]);
        if (cell & IN_DOUBT) {
            recount(journal, cell & ~(uint64_t)IN_DOUBT, &book->cells[i]);
        } else if (cell) {
            atomic_store(&book->cells[i], cell | IN_DOUBT);
            tn_table_change(journal->table, cell, one_less, NULL);
        }
        atomic_store(&book->cells[i], 0);
    }
}

static void make(struct book *book)
{
    int blank = BLANK;
    pthread_mutexattr_t attributes;
    if (!atomic_compare_exchange_strong(&book->state, &blank, IN_THE_MAKING))
        return;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(&book->owner, &attributes);
    pthread_mutexattr_destroy(&attributes);
    atomic_store(&book->state, MADE);
}

/* Whether the book is this process's now: it had no owner, or one that has died. */
static bool take(const struct journal *journal, struct book *book)
{
    if (atomic_load(&book->state) != MADE)
        return false;
    int outcome = pthread_mutex_trylock(&book->owner);
    if (outcome == EOWNERDEAD) {
        pthread_mutex_consistent(&book->owner);
        take_back(journal, book);
    }
    return outcome == 0 || outcome == EOWNERDEAD;
}

void journal_sweep(struct journal *journal)
{
    for (size_t i = 0; i < JOURNAL_BOOKS && atomic_load(&journal->books[i].state) != BLANK; i++)
        if (&journal->books[i] != journal->mine && take(journal, &journal->books[i]))
            pthread_mutex_unlock(&journal->books[i].owner);
}

bool journal_open(struct journal *journal, void *shared, struct tn_table *table)
{
    journal->books = shared;
    journal->table = table;
    journal_sweep(journal);
    for (size_t i = 0; i < JOURNAL_BOOKS && !journal->mine; i++) {
        make(&journal->books[i]);
        if (take(journal, &journal->books[i]))
            journal->mine = &journal->books[i];
    }
    if (!journal->mine)
        return false;
    /* The first cells on top, so that few are ever used. */
    uint32_t used = atomic_load(&journal->mine->used);
    while (used-- > 0)
        journal->free[journal->free_count++] = (uint16_t)used;
    return true;
}

void journal_close(struct journal *journal)
{
    if (!journal->mine)
        return;
    take_back(journal, journal->mine);
    pthread_mutex_unlock(&journal->mine->owner);
    journal->mine = NULL;
}

/* Writing */

bool journal_begin(struct journal *journal, uint64_t place, uint32_t *cell)
{
    struct book *book = journal->mine;
    if (journal->free_count > 0) {
        *cell = journal->free[--journal->free_count];
    } else {
        *cell = atomic_load(&book->used);
        if (*cell == JOURNAL_CELLS)
            return false;
        atomic_store(&book->used, *cell + 1);
    }
    atomic_store(&book->cells[*cell], place | IN_DOUBT);
    return true;
}

void journal_hold(struct journal *journal, uint32_t cell)
{
    atomic_fetch_and(&journal->mine->cells[cell], ~(uint64_t)IN_DOUBT);
}

void journal_doubt(struct journal *journal, uint32_t cell)
{
    atomic_fetch_or(&journal->mine->cells[cell], (uint64_t)IN_DOUBT);
}

void journal_end(struct journal *journal, uint32_t cell)
{
    atomic_store(&journal->mine->cells[cell], 0);
    journal->free[journal->free_count++] = (uint16_t)cell;
}
