/* SPDX-License-Identifier: MIT */
/* The table: exact while many processes write, whole whenever one of them dies, at home in any bytes. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <zones/zones.h>

enum { WRITERS = 6, ROUNDS = 20000 };

static struct tn_table *new_table(size_t capacity, void **memory)
{
    int fd = zone_create("table_test", table_bytes(capacity));
    assert_true(fd >= 0);
    *memory = zone_map(fd, table_bytes(capacity));
    assert_non_null(*memory);
    close(fd);
    return table_attach(*memory, capacity);
}

static uint64_t increment(uint64_t old, void *context)
{
    (void)context;
    return old + 1;
}

static uint64_t set(uint64_t old, void *context)
{
    (void)old;
    return *(uint64_t *)context;
}

static void put(struct tn_table *table, uint64_t key, uint64_t value)
{
    tn_table_change(table, key, set, &value);
}

static pid_t writer(struct tn_table *table, unsigned seed, uint64_t keys, unsigned rounds)
{
    pid_t pid = fork();
    if (pid == 0) {
        for (unsigned i = 0; i < rounds; i++)
            tn_table_change(table, (uint64_t)(rand_r(&seed) % (int)keys), increment, NULL);
        _exit(0);
    }
    return pid;
}

static void keeps_values(void **state)
{
    (void)state;
    void *memory;
    struct tn_table *table = new_table(1000, &memory);
    assert_int_equal(tn_table_get(table, 7), 0);
    put(table, 7, 70);
    put(table, 6, 60);
    put(table, 0, UINT64_MAX);
    assert_int_equal(tn_table_get(table, 7), 70);
    assert_int_equal(tn_table_get(table, 6), 60);
    assert_int_equal(tn_table_get(table, 0), UINT64_MAX);
    assert_int_equal(tn_table_count(table).used, 3);
    put(table, 7, 0);
    assert_int_equal(tn_table_get(table, 7), 0);
    assert_int_equal(tn_table_count(table).used, 2);
    assert_in_range(tn_table_count(table).capacity, 1000, 2048);
    assert_int_equal(table_capacity(table_bytes(1000)), tn_table_count(table).capacity);
    table_detach(table);
}

/* Few keys, so that the same new key is often put in by several at once. */
static void loses_no_change_of_many_writers(void **state)
{
    (void)state;
    for (unsigned round = 0; round < 20; round++) {
        void *memory;
        struct tn_table *table = new_table(256, &memory);
        pid_t pids[WRITERS];
        for (unsigned i = 0; i < WRITERS; i++)
            pids[i] = writer(table, round * WRITERS + i, 24, ROUNDS / 20);
        for (unsigned i = 0; i < WRITERS; i++) {
            int status;
            waitpid(pids[i], &status, 0);
            assert_int_equal(status, 0);
        }
        uint64_t sum = 0;
        for (uint64_t key = 0; key < 24; key++)
            sum += tn_table_get(table, key);
        assert_int_equal(sum, WRITERS * (ROUNDS / 20));
        assert_int_equal(tn_table_count(table).used, 24);
        assert_int_equal(tn_table_count(table).evicted, 0);
        table_detach(table);
    }
}

static int by_key(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* More keys than slots: keys give way all the time, and yet none is there twice, nor counts more than was done. */
static void holds_each_key_once_when_full(void **state)
{
    (void)state;
    enum { SLOTS = 16, KEYS = 40 };
    void *memory;
    struct tn_table *table = new_table(SLOTS, &memory);
    pid_t pids[WRITERS];
    for (unsigned i = 0; i < WRITERS; i++)
        pids[i] = writer(table, i, KEYS, ROUNDS);
    for (unsigned i = 0; i < WRITERS; i++)
        waitpid(pids[i], NULL, 0);
    const uint64_t *words = (const uint64_t *)memory + 8; /* behind the head of 64 bytes */
    uint64_t keys[SLOTS];
    size_t used = 0;
    uint64_t sum = 0;
    for (size_t i = 0; i < SLOTS; i++) {
        sum += words[2 * i + 1];
        if (words[2 * i + 1])
            keys[used++] = words[2 * i] & ~(uint64_t)1;
    }
    qsort(keys, used, sizeof *keys, by_key);
    for (size_t i = 1; i < used; i++)
        assert_true(keys[i] != keys[i - 1]);
    assert_true(sum <= (uint64_t)WRITERS * ROUNDS);
    assert_true(tn_table_count(table).evicted > 0);
    table_detach(table);
}

static void the_smallest_gives_way(void **state)
{
    (void)state;
    void *memory;
    struct tn_table *table = new_table(16, &memory);
    for (uint64_t key = 1; key <= 200; key++)
        put(table, key, 1000 + key);
    /* The eight largest of each half must be what is left, so the very last is. */
    assert_int_equal(tn_table_get(table, 200), 1200);
    assert_int_equal(tn_table_get(table, 199), 1199);
    assert_int_equal(tn_table_get(table, 1), 0);
    assert_int_equal(tn_table_count(table).used, 16);
    assert_int_equal(tn_table_count(table).evicted, 184);
    table_detach(table);
}

/* What a value is worth, the other way round, and below 100 to be kept. */
static uint64_t small_is_dear(uint64_t value, void *context)
{
    (void)context;
    return value < 100 ? TN_TABLE_KEEP : UINT64_MAX / 2 - value;
}

static void add_up(uint64_t value, void *context)
{
    *(uint64_t *)context += value;
}

static void what_is_worth_least_gives_way(void **state)
{
    (void)state;
    void *memory;
    struct tn_table *table = new_table(16, &memory);
    uint64_t gone = 0;
    tn_table_on_full(table, small_is_dear, add_up, &gone);
    for (uint64_t key = 1; key <= 200; key++)
        put(table, key, 1000 + key);
    assert_int_equal(tn_table_get(table, 200), 1200);
    uint64_t left = 0;
    for (uint64_t key = 1; key <= 200; key++)
        left += tn_table_get(table, key);
    assert_int_equal(gone + left, 200 * 1000 + 200 * 201 / 2);
    assert_int_equal(tn_table_count(table).evicted, 184);
    table_detach(table);
}

/* However many come: what is to be kept is there, and who finds no place is told so. */
static void what_is_to_be_kept_never_gives_way(void **state)
{
    (void)state;
    void *memory;
    struct tn_table *table = new_table(16, &memory);
    uint64_t gone = 0, kept = 0, refused = 0;
    tn_table_on_full(table, small_is_dear, add_up, &gone);
    for (uint64_t key = 1; key <= 200; key++) {
        uint64_t value = 7;
        if (tn_table_change(table, key, set, &value))
            kept++;
        else
            refused++;
    }
    assert_int_equal(kept, 16);
    assert_int_equal(refused, 184);
    assert_int_equal(gone, 0);
    assert_int_equal(tn_table_get(table, 1), 7);
    put(table, 1, 0);
    for (uint64_t key = 1000; key < 1100; key++)
        put(table, key, 2000);
    assert_int_equal(tn_table_count(table).used, 16);
    assert_int_equal(tn_table_get(table, 2), 7);
    table_detach(table);
}

/* Writers are killed at any instant; whoever comes later finds a table that works for every key. */
static void survives_killed_writers(void **state)
{
    (void)state;
    void *memory;
    struct tn_table *table = new_table(16, &memory);
    for (unsigned i = 0; i < 60; i++) {
        pid_t pids[2] = { writer(table, i, 40, 1u << 30), writer(table, ~i, 40, 1u << 30) };
        for (unsigned spin = 0; spin < 20 + i; spin++)
            tn_table_change(table, spin % 40, increment, NULL);
        kill(pids[i % 2], SIGKILL);
        kill(pids[1 - i % 2], SIGKILL);
        waitpid(pids[0], NULL, 0);
        waitpid(pids[1], NULL, 0);
    }
    for (uint64_t key = 0; key < 40; key++) {
        put(table, key, UINT64_MAX);
        assert_int_equal(tn_table_get(table, key), UINT64_MAX);
        put(table, key, 0);
    }
    table_detach(table);
}

static void any_bytes_are_a_table(void **state)
{
    (void)state;
    void *memory;
    struct tn_table *table = new_table(64, &memory);
    unsigned seed = 1;
    for (size_t i = 0; i < table_bytes(64); i++)
        ((unsigned char *)memory)[i] = (unsigned char)rand_r(&seed);
    for (uint64_t key = 0; key < 500; key++) {
        put(table, key, UINT64_MAX - key);
        assert_int_equal(tn_table_get(table, key), UINT64_MAX - key);
    }
    assert_true(tn_table_count(table).used <= tn_table_count(table).capacity);
    table_detach(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_values),
        cmocka_unit_test(loses_no_change_of_many_writers),
        cmocka_unit_test(holds_each_key_once_when_full),
        cmocka_unit_test(the_smallest_gives_way),
        cmocka_unit_test(what_is_worth_least_gives_way),
        cmocka_unit_test(what_is_to_be_kept_never_gives_way),
        cmocka_unit_test(survives_killed_writers),
        cmocka_unit_test(any_bytes_are_a_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
