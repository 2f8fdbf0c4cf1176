/* SPDX-License-Identifier: MIT */
/* Numbers that come and go by the thousand are where they would be in one long row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rows.h"

#include <string.h>

enum { NUMBERS = 4000 };

struct line {
    uint32_t numbers[NUMBERS];
    size_t count;
};

static void check(const struct rows *rows, const struct line *line)
{
    struct seat seat = { NULL, 0 }, previous = seat;
    for (size_t i = 0; i < line->count; i++, previous = seat) {
        seat = rows_next(rows, seat);
        assert_non_null(seat.row);
        assert_int_equal(rows_number(seat), line->numbers[i]);
        struct seat found = rows_find(rows, line->numbers[i]), below = rows_previous(rows, seat);
        assert_true(found.row == seat.row && found.at == seat.at);
        assert_true(below.row == previous.row && below.at == previous.at);
    }
    assert_null(rows_next(rows, seat).row);
}

static struct seat seat_of(const struct rows *rows, const struct line *line, size_t at)
{
    return at == 0 ? (struct seat){ NULL, 0 } : rows_find(rows, line->numbers[at - 1]);
}

static void come(struct rows *rows, struct line *line, size_t at, uint32_t number)
{
    struct seat seat = rows_insert(rows, seat_of(rows, line, at), number);
    assert_int_equal(rows_number(seat), number);
    memmove(&line->numbers[at + 1], &line->numbers[at], (line->count++ - at) * sizeof(uint32_t));
    line->numbers[at] = number;
}

static void go(struct rows *rows, struct line *line, size_t at)
{
    uint32_t number = line->numbers[at];
    rows_remove(rows, rows_find(rows, number));
    assert_null(rows_find(rows, number).row);
    memmove(&line->numbers[at], &line->numbers[at + 1], (--line->count - at) * sizeof(uint32_t));
}

/* Two neighbours change places. */
static void cross(struct rows *rows, struct line *line, size_t at)
{
    uint32_t number = line->numbers[at], other = line->numbers[at + 1];
    struct seat seat = rows_find(rows, number);
    rows_replace(rows, rows_next(rows, seat), number);
    rows_replace(rows, seat, other);
    line->numbers[at] = other;
    line->numbers[at + 1] = number;
}

struct chance {
    uint32_t state;
};

static uint32_t random_below(struct chance *chance, size_t end)
{
    chance->state = chance->state * 1103515245u + 12345u;
    return (uint32_t)((chance->state >> 8) % end);
}

static void all_are_in_their_order(void **state)
{
    (void)state;
    struct chance chance = { 7 };
    struct arena arena;
    struct rows rows;
    struct line line = { .count = 0 };
    arena_open(&arena);
    rows_open(&rows, NUMBERS, &arena);
    check(&rows, &line);
    for (uint32_t number = 0; number < NUMBERS; number++) {
        come(&rows, &line, random_below(&chance, line.count + 1), number);
        if (line.count > 2 && random_below(&chance, 3) == 0)
            go(&rows, &line, random_below(&chance, line.count));
        if (line.count > 1)
            cross(&rows, &line, random_below(&chance, line.count - 1));
        if (number % 100 == 0)
            check(&rows, &line);
    }
    assert_true(rows.used.count > 10);
    while (line.count > 0) {
        go(&rows, &line, random_below(&chance, line.count));
        if (line.count % 100 == 0)
            check(&rows, &line);
    }
    assert_int_equal(rows.used.count, 0);
    come(&rows, &line, 0, 0);
    check(&rows, &line);
    arena_close(&arena);
}

static bool is_below(const void *context, uint32_t number)
{
    return number < *(const uint32_t *)context;
}

/* In rows of which nobody asks where a number sits. */
static void places_are_found(void **state)
{
    (void)state;
    struct chance chance = { 3 };
    struct arena arena;
    struct rows rows;
    arena_open(&arena);
    rows_open(&rows, 0, &arena);
    for (uint32_t count = 0; count < 1000; count++) {
        uint32_t number = random_below(&chance, NUMBERS);
        struct seat seat = rows_search(&rows, is_below, &number), next = rows_next(&rows, seat);
        assert_true(!seat.row || rows_number(seat) < number);
        assert_true(!next.row || rows_number(next) >= number);
        rows_insert(&rows, seat, number);
    }
    assert_true(rows.used.count > 10);
    arena_close(&arena);
}

/* As many as leave, fewer, or more sit down where others leave. */
static void some_make_way_for_others(void **state)
{
    (void)state;
    for (uint32_t come = 0; come <= 200; come += 20) {
        struct arena arena;
        struct rows rows;
        arena_open(&arena);
        rows_open(&rows, 0, &arena);
        struct seat seat = { NULL, 0 }, below = seat;
        for (uint32_t number = 0; number < 300; number++)
            seat = rows_insert(&rows, seat, number);
        for (uint32_t number = 0; number < 100; number++)
            below = rows_next(&rows, below);
        uint32_t leaving = 100;
        for (uint32_t i = 0; i < come; i++)
            below = rows_relieve(&rows, below, &leaving, 1000 + i);
        rows_remove_above(&rows, below, leaving);
        seat = (struct seat){ NULL, 0 };
        for (uint32_t i = 0; i < 200 + come; i++) {
            seat = rows_next(&rows, seat);
            assert_int_equal(rows_number(seat), i < 100          ? i
                                                : i < 100 + come ? 900 + i
                                                                 : i + 100 - come);
        }
        assert_null(rows_next(&rows, seat).row);
        arena_close(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_are_in_their_order),
        cmocka_unit_test(places_are_found),
        cmocka_unit_test(some_make_way_for_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
