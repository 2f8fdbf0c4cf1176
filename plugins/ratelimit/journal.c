/* SPDX-License-Identifier: MIT */
/* Books in shared memory, and what becomes of those whose writers have died. */
#include "journal.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include <tenon/host.h>
#include <tenon/zone.h>

#include "limiter.h"

/* The lowest bit of a cell; a cell that holds nothing is 0. */
enum { IN_DOUBT = 1 };

/* How long somebody alive is waited for who may have been stopped. */
static const uint64_t patience_ns = 1000000000;

/* A lock of which the system tells that its owner has died. It is made once, by whoever comes first; if he dies in the middle, it
 * is never used. */
enum { BLANK, IN_THE_MAKING, MADE };

struct lock {
    _Atomic int state;
    pthread_mutex_t mutex;
};

struct book {
    struct lock owner;
    _Atomic uint32_t used; /* no cell from here on holds anything */
    _Atomic uint64_t cells[JOURNAL_CELLS];
};

struct books {
    struct lock taking_back; /* one takes back at a time: two would wait for each other's doubts */
    struct book items[JOURNAL_BOOKS];
};

struct journal {
    struct books *books;
    struct book *mine;
    struct tn_table *table;
    uint16_t free[JOURNAL_CELLS]; /* cells that were used and are not any more */
    uint32_t free_count;
};

size_t journal_bytes(void)
{
    return sizeof(struct books);
}

size_t journal_size(void)
{
    return sizeof(struct journal);
}

/* Locks */

static void lock_make(struct lock *lock)
{
    int blank = BLANK;
    pthread_mutexattr_t attributes;
    if (!atomic_compare_exchange_strong(&lock->state, &blank, IN_THE_MAKING))
        return;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(&lock->mutex, &attributes);
    pthread_mutexattr_destroy(&attributes);
    atomic_store(&lock->state, MADE);
}

/* Whether the lock is this process's now: it had no owner, or one that has died. */
static bool lock_take(struct lock *lock)
{
    if (atomic_load(&lock->state) != MADE)
        return false;
    int outcome = pthread_mutex_trylock(&lock->mutex);
    if (outcome == EOWNERDEAD)
        pthread_mutex_consistent(&lock->mutex);
    return outcome == 0 || outcome == EOWNERDEAD;
}

static void lock_leave(struct lock *lock)
{
    pthread_mutex_unlock(&lock->mutex);
}

/* The same, waiting for an owner that is alive, but not for ever. */
static bool lock_await(struct lock *lock)
{
    const uint64_t end_ns = tn_clock_ns() + patience_ns;
    while (!lock_take(lock)) {
        if (tn_clock_ns() > end_ns)
            return false;
        sched_yield();
    }
    return true;
}

/* Counting anew */

/* Only who is taking back may ask: nobody else takes locks of the dead then. */
static bool is_alive(struct book *book)
{
    if (!lock_take(&book->owner))
        return true;
    lock_leave(&book->owner);
    return false;
}

/* How many hold the place, one cell of a dead owner's book aside; `doubt` if somebody alive is just changing it. */
static uint64_t count_held(const struct journal *journal, uint64_t place, const struct book *dead,
                           const _Atomic uint64_t *aside, bool *doubt)
{
    uint64_t held = 0;
    struct book *book = journal->books->items;
    for (size_t i = 0; i < JOURNAL_BOOKS && atomic_load(&book->owner.state) != BLANK; i++, book++) {
        uint32_t used = atomic_load(&book->used);
        for (uint32_t j = 0; j < used; j++) {
            uint64_t cell = atomic_load(&book->cells[j]);
            if (&book->cells[j] == aside || (cell & ~(uint64_t)IN_DOUBT) != place)
                continue;
            if (cell & IN_DOUBT)
                *doubt = *doubt || (book != dead && is_alive(book));
            else
                held++;
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
 * seen held may be over by then. But where nobody is under way, nothing has to come back. Who is just changing it is done as soon
 * as he runs again; what the dead left in doubt is counted anew in its turn.
 */
static void recount(const struct journal *journal, uint64_t place, const struct book *dead,
                    const _Atomic uint64_t *aside)
{
    const uint64_t end_ns = tn_clock_ns() + patience_ns;
    struct recount recount = { 0 };
    while (!recount.done) {
        bool doubt = false;
        recount.expected = tn_table_get(journal->table, place);
        if (recount.expected == 0)
            return;
        recount.held = count_held(journal, place, dead, aside, &doubt);
        if (doubt && tn_clock_ns() < end_ns)
            sched_yield();
        else
            tn_table_change(journal->table, place, put_recounted, &recount);
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
            recount(journal, cell & ~(uint64_t)IN_DOUBT, book, &book->cells[i]);
        } else if (cell) {
            atomic_store(&book->cells[i], cell | IN_DOUBT);
            tn_table_change(journal->table, cell, one_less, NULL);
        }
        atomic_store(&book->cells[i], 0);
    }
    atomic_store(&book->used, 0);
}

/* Whether the book is this process's now, with nothing in it. */
static bool take(const struct journal *journal, struct book *book)
{
    if (!lock_take(&book->owner))
        return false;
    take_back(journal, book);
    return true;
}

static void take_back_from_the_dead(const struct journal *journal)
{
    struct book *book = journal->books->items;
    for (size_t i = 0; i < JOURNAL_BOOKS && atomic_load(&book->owner.state) != BLANK; i++, book++)
        if (book != journal->mine && take(journal, book))
            lock_leave(&book->owner);
}

void journal_sweep(struct journal *journal)
{
    if (!lock_take(&journal->books->taking_back))
        return; /* somebody does it already */
    take_back_from_the_dead(journal);
    lock_leave(&journal->books->taking_back);
}

bool journal_open(struct journal *journal, void *shared, struct tn_table *table)
{
    struct books *books = shared;
    journal->books = books;
    journal->table = table;
    lock_make(&books->taking_back);
    bool alone = lock_await(&books->taking_back);
    take_back_from_the_dead(journal);
    for (size_t i = 0; i < JOURNAL_BOOKS && !journal->mine; i++) {
        lock_make(&books->items[i].owner);
        if (take(journal, &books->items[i]))
            journal->mine = &books->items[i];
    }
    if (alone)
        lock_leave(&books->taking_back);
    return journal->mine;
}

void journal_close(struct journal *journal)
{
    if (!journal->mine)
        return;
    take_back(journal, journal->mine);
    lock_leave(&journal->mine->owner);
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
