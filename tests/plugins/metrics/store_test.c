/* SPDX-License-Identifier: MIT */
/* Series by number: found again, capped, shared by processes that may die, and any bytes do no harm. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "store.h"

/* The host's, for a store without one. */
void *tn_instance_alloc(struct tn_host *host, size_t size)
{
    (void)host;
    return calloc(1, size);
}

enum { MOST = 1000, CELL = sizeof(uint64_t) };

struct fixture {
    void *memory;
    struct store *store;
};

static int begin(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fixture->memory = mmap(NULL, store_bytes(MOST, CELL), PROT_READ | PROT_WRITE,
                           MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    fixture->store = store_attach(NULL, fixture->memory, MOST, CELL);
    *state = fixture;
    return fixture->memory == MAP_FAILED;
}

static int end(void **state)
{
    struct fixture *fixture = *state;
    munmap(fixture->memory, store_bytes(MOST, CELL));
    free(fixture->store);
    free(fixture);
    return 0;
}

static void add(struct store *store, uint64_t number)
{
    __atomic_fetch_add((uint64_t *)store_cells(store, number), 1, __ATOMIC_RELAXED);
}

struct seen {
    size_t series;
    uint64_t sum, last, overflow;
};

static void note(void *context, uint64_t number, const void *cells)
{
    struct seen *seen = context;
    const uint64_t *count = cells;
    if (number == STORE_OVERFLOW) {
        seen->overflow = *count;
        return;
    }
    assert_true(!seen->series || number > seen->last);
    seen->last = number;
    seen->series++;
    seen->sum += *count;
}

static void add_up(void *context, uint64_t number, const void *cells)
{
    uint64_t *sum = context;
    (void)number;
    *sum += *(const uint64_t *)cells;
}

/* Both ways of going through a store see the same. */
static struct seen read_all(struct store *store, uint64_t last)
{
    struct seen seen = { 0 };
    uint64_t sum = 0;
    store_visit_sorted(store, last, note, &seen);
    store_visit(store, last, add_up, &sum);
    assert_true(sum == seen.sum + seen.overflow);
    return seen;
}

static void found_again_in_order(void **state)
{
    struct store *store = ((struct fixture *)*state)->store;
    static const uint64_t numbers[] = { 7, 0, 1000000007, 3, 7, 3, 7 };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        add(store, numbers[i]);
    struct seen seen = read_all(store, UINT64_MAX - 1);
    assert_int_equal(seen.series, 4);
    assert_int_equal(seen.sum, 7);
    assert_int_equal(*(uint64_t *)store_cells(store, 7), 3);
    assert_int_equal(store_dropped(store), 0);
}

static void past_the_cap_is_the_overflow(void **state)
{
    struct store *store = ((struct fixture *)*state)->store;
    for (uint64_t number = 0; number < 5 * MOST; number++)
        add(store, number * 12345);
    add(store, 0);
    struct seen seen = read_all(store, UINT64_MAX - 1);
    assert_int_equal(seen.series, MOST);
    assert_int_equal(seen.sum, MOST + 1);
    assert_int_equal(seen.overflow, 4 * MOST);
    assert_int_equal(store_dropped(store), 4 * MOST);
}

/* Four processes count at once, one of which is killed in the middle: nothing of the others is lost. */
static void processes_share_it(void **state)
{
    struct store *store = ((struct fixture *)*state)->store;
    enum { PROCESSES = 4, EACH = 200000 };
    pid_t victim = fork();
    if (victim == 0)
        for (uint64_t i = 0;; i++)
            add(store, 1 + i % 2000 * 2);
    for (unsigned process = 0; process < PROCESSES; process++) {
        if (fork() == 0) {
            for (uint64_t i = 0; i < EACH; i++)
                add(store, i % 100 * 2);
            _exit(0);
        }
    }
    while (store_dropped(store) == 0)
        ;
    kill(victim, SIGKILL);
    for (unsigned process = 0; process <= PROCESSES; process++)
        wait(NULL);
    uint64_t sum = 0;
    for (uint64_t i = 0; i < 100; i++)
        sum += *(uint64_t *)store_cells(store, i * 2);
    assert_true(sum + *(uint64_t *)store_cells(store, 99999) >= (uint64_t)PROCESSES * EACH);
    assert_true(read_all(store, UINT64_MAX - 1).series <= MOST);
}

/* What is in shared memory is believed by nobody. */
static void any_bytes(void **state)
{
    struct fixture *fixture = *state;
    unsigned char *bytes = fixture->memory;
    srandom(1);
    for (int round = 0; round < 20; round++) {
        for (size_t i = 0; i < store_bytes(MOST, CELL); i++)
            bytes[i] = (unsigned char)(round == 0 ? 0xff : random());
        for (uint64_t number = 0; number < 100; number++)
            add(fixture->store, number);
        struct seen seen = read_all(fixture->store, 5000);
        assert_true(seen.series == 0 || seen.last < 5000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(found_again_in_order, begin, end),
        cmocka_unit_test_setup_teardown(past_the_cap_is_the_overflow, begin, end),
        cmocka_unit_test_setup_teardown(processes_share_it, begin, end),
        cmocka_unit_test_setup_teardown(any_bytes, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
