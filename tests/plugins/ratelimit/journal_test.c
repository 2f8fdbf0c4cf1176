/* SPDX-License-Identifier: MIT */
/* Counts of what is under way, by many processes that are killed at any instant. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <tenon/host.h>
#include <zones/zones.h>

#include "journal.h"
#include "limiter.h"

enum { PLACES = 3, LIMIT = 4, PROCESSES = 4, HELD_MAX = 6, TABLE_SIZE = 64 };

/* What all processes share: the books, the table, and for the test how many really are under way. */
static void *books, *slots;
static _Atomic int *under_way;
static struct tn_table *table;

static uint64_t place_of(unsigned number)
{
    return (uint64_t)(number + 1) << 8;
}

static void *share(size_t size)
{
    return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1,
                0);
}

static uint64_t keep(uint64_t value, void *context)
{
    (void)value, (void)context;
    return TN_TABLE_KEEP;
}

static void gone(uint64_t value, void *context)
{
    (void)value, (void)context;
    fail();
}

static int set_up(void **state)
{
    (void)state;
    books = share(journal_bytes());
    slots = share(table_bytes(TABLE_SIZE));
    under_way = share(PLACES * sizeof *under_way);
    table = table_attach(slots, TABLE_SIZE);
    tn_table_on_full(table, keep, gone, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    table_detach(table);
    munmap(books, journal_bytes());
    munmap(slots, table_bytes(TABLE_SIZE));
    return 0;
}

static struct journal *opened(void)
{
    struct journal *journal = calloc(1, journal_size());
    assert_true(journal_open(journal, books, table));
    return journal;
}

static bool allowed;

/* Serial numbers begin with the time: one that stands still would give the same number twice. */
static uint64_t one_more(uint64_t old, void *context)
{
    struct limiter_decision decision = limiter_decide(context, old, tn_clock_ns(), 1);
    allowed = decision.allowed;
    return decision.state;
}

static uint64_t one_back(uint64_t old, void *context)
{
    return limiter_refund(context, old, 0, 1);
}

static bool take(struct journal *journal, unsigned number, uint32_t *cell)
{
    struct limiter limiter = limiter_make(LIMITER_CONCURRENT, LIMIT, 1, 0);
    if (!journal_begin(journal, place_of(number), cell))
        return false;
    tn_table_change(table, place_of(number), one_more, &limiter);
    if (allowed)
        journal_hold(journal, *cell);
    else
        journal_end(journal, *cell);
    return allowed;
}

static void give_back(struct journal *journal, unsigned number, uint32_t cell)
{
    struct limiter limiter = limiter_make(LIMITER_CONCURRENT, LIMIT, 1, 0);
    journal_doubt(journal, cell);
    tn_table_change(table, place_of(number), one_back, &limiter);
    journal_end(journal, cell);
}

static uint64_t count_of(unsigned number)
{
    return tn_table_get(table, place_of(number)) & LIMITER_COUNT_MAX;
}

/* Takes and gives back at random, and ends with 1 if ever more are under way than the limit. */
static void work(unsigned seed, unsigned rounds)
{
    struct journal *journal = opened();
    struct {
        unsigned number;
        uint32_t cell;
    } held[HELD_MAX];
    size_t count = 0;
    for (unsigned round = 0; round < rounds; round++) {
        unsigned number = (unsigned)rand_r(&seed) % PLACES;
        if (count < HELD_MAX && rand_r(&seed) % 2) {
            held[count].number = number;
            if (!take(journal, number, &held[count].cell))
                continue;
            count++;
            if (atomic_fetch_add(&under_way[number], 1) >= LIMIT)
                _exit(1);
        } else if (count > 0) {
            size_t i = (size_t)rand_r(&seed) % count;
            atomic_fetch_sub(&under_way[held[i].number], 1);
            give_back(journal, held[i].number, held[i].cell);
            held[i] = held[--count];
        }
    }
    while (count-- > 0)
        atomic_fetch_sub(&under_way[held[count].number], 1);
    journal_close(journal);
    _exit(0);
}

static pid_t worker(unsigned seed, unsigned rounds)
{
    pid_t pid = fork();
    if (pid == 0)
        work(seed, rounds);
    return pid;
}

/* Until somebody has something: on a busy machine, processes that were started have done nothing yet for a while. */
static void wait_for_work(int least)
{
    for (int sum = 0; sum <= least; usleep(100)) {
        sum = 0;
        for (unsigned i = 0; i < PLACES; i++)
            sum += atomic_load(&under_way[i]);
    }
}

static void never_more_than_the_limit_and_all_comes_back(void **state)
{
    (void)state;
    pid_t pids[PROCESSES];
    for (unsigned i = 0; i < PROCESSES; i++)
        pids[i] = worker(i + 1, 40000);
    for (unsigned i = 0; i < PROCESSES; i++) {
        int status;
        waitpid(pids[i], &status, 0);
        assert_int_equal(status, 0);
    }
    for (unsigned i = 0; i < PLACES; i++)
        assert_int_equal(count_of(i), 0);
    assert_int_equal(tn_table_count(table).used, 0);
}

/* What the living hold stays, what the dead held comes back, to the last one, whatever they were at. */
static void what_killed_processes_held_comes_back(void **state)
{
    (void)state;
    struct journal *journal = opened();
    uint32_t cells[2];
    assert_true(take(journal, 0, &cells[0]));
    assert_true(take(journal, 1, &cells[1]));
    unsigned found_held = 0;
    for (unsigned i = 0; i < PLACES; i++)
        atomic_store(&under_way[i], i < 2);
    for (unsigned round = 0; round < 60; round++) {
        pid_t pids[PROCESSES];
        for (unsigned i = 0; i < PROCESSES; i++)
            pids[i] = worker(round * PROCESSES + i + 1, 1u << 30);
        if (round % 2)
            wait_for_work(2);
        usleep(300 + round * 7); /* nothing hangs on it: they may die early or late */
        for (unsigned i = 0; i < PROCESSES; i++)
            kill(pids[i], SIGKILL);
        for (unsigned i = 0; i < PROCESSES; i++)
            waitpid(pids[i], NULL, 0);
        for (unsigned i = 0; i < PLACES; i++) {
            found_held += count_of(i) > (i < 2);
            atomic_store(&under_way[i], i < 2);
        }
        journal_sweep(journal);
        for (unsigned i = 0; i < PLACES; i++)
            assert_int_equal(count_of(i), i < 2);
    }
    assert_true(found_held > 0);
    give_back(journal, 0, cells[0]);
    journal_close(journal);
    for (unsigned i = 0; i < PLACES; i++)
        assert_int_equal(count_of(i), 0);
    free(journal);
}

/* Whoever takes back may be killed as well: the next one goes on where he was. */
static void whoever_takes_back_may_die_too(void **state)
{
    (void)state;
    for (unsigned round = 0; round < 12; round++) {
        pid_t pids[PROCESSES];
        for (unsigned i = 0; i < PROCESSES; i++)
            pids[i] = worker(round * 31 + i + 1, 1u << 30);
        for (unsigned i = 0; i < 3 * PROCESSES; i++) {
            usleep(100 + round);
            kill(pids[i % PROCESSES], SIGKILL);
            waitpid(pids[i % PROCESSES], NULL, 0);
            for (unsigned j = 0; j < PLACES; j++)
                atomic_store(&under_way[j], -1000); /* unknown from now on */
            pids[i % PROCESSES] = worker(round * 57 + i + 1, 1u << 30);
        }
        for (unsigned i = 0; i < PROCESSES; i++)
            kill(pids[i], SIGKILL);
        for (unsigned i = 0; i < PROCESSES; i++)
            waitpid(pids[i], NULL, 0);
        struct journal *journal = opened();
        for (unsigned i = 0; i < PLACES; i++)
            assert_int_equal(count_of(i), 0);
        journal_close(journal);
        free(journal);
    }
}

/* Of 0 nobody can see whether there were others in between: what is read as held then may be over. */
static void nothing_comes_back_where_nobody_is_under_way(void **state)
{
    (void)state;
    struct journal *journal = opened();
    uint32_t cell;
    assert_true(journal_begin(journal, place_of(0), &cell));
    journal_hold(journal, cell); /* as a scan has seen it before it was given back */
    pid_t pid = fork();
    if (pid == 0)
        _exit(!journal_begin(opened(), place_of(0), &cell));
    int status;
    waitpid(pid, &status, 0);
    assert_int_equal(status, 0);
    journal_sweep(journal);
    assert_int_equal(count_of(0), 0);
    journal_end(journal, cell);
    journal_close(journal);
    free(journal);
}

/* As one that the system lets wait in the middle of a change: the count has it already, its cell does not say so yet. */
static pid_t process_in_doubt(unsigned number, bool dies)
{
    int ready[2];
    char byte = 0;
    assert_int_equal(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        struct limiter limiter = limiter_make(LIMITER_CONCURRENT, LIMIT, 1, 0);
        struct journal *journal = opened();
        uint32_t cell;
        journal_begin(journal, place_of(number), &cell);
        tn_table_change(table, place_of(number), one_more, &limiter);
        if (write(ready[1], &byte, 1) != 1 || dies)
            _exit(0);
        usleep(50000);
        journal_hold(journal, cell);
        alarm(10); /* should the test end before it is killed */
        pause();
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(ready[1]);
    return pid;
}

static void a_change_under_way_is_waited_for(void **state)
{
    (void)state;
    pid_t alive = process_in_doubt(0, false), dead[2];
    for (int i = 0; i < 2; i++)
        dead[i] = process_in_doubt(0, true);
    for (int i = 0; i < 2; i++)
        waitpid(dead[i], NULL, 0);
    struct journal *journal = opened();
    assert_int_equal(count_of(0), 1);
    kill(alive, SIGKILL);
    waitpid(alive, NULL, 0);
    journal_sweep(journal);
    assert_int_equal(count_of(0), 0);
    journal_close(journal);
    free(journal);
}

static void a_process_holds_so_many_and_no_more(void **state)
{
    (void)state;
    struct journal *journal = opened();
    uint32_t cell;
    for (unsigned i = 0; i < JOURNAL_CELLS; i++)
        assert_true(journal_begin(journal, place_of(0), &cell));
    assert_false(journal_begin(journal, place_of(0), &cell));
    journal_end(journal, 5);
    assert_true(journal_begin(journal, place_of(0), &cell));
    assert_int_equal(cell, 5);
    free(journal);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(never_more_than_the_limit_and_all_comes_back),
        TEST(what_killed_processes_held_comes_back),
        TEST(whoever_takes_back_may_die_too),
        TEST(nothing_comes_back_where_nobody_is_under_way),
        TEST(a_change_under_way_is_waited_for),
        TEST(a_process_holds_so_many_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
