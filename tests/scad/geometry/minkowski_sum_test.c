/* SPDX-License-Identifier: MIT */
/* Sums of random cells of a board, with holes, islands and corners that touch, beside counting. */
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "bench.h"

enum { SIDE = 7, WIDE = 2 * SIDE, BOARDS = 60 };

struct board {
    bool cells[WIDE][WIDE];
};

static uint32_t random_below(uint64_t *random, uint32_t below)
{
    *random = *random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*random >> 33) % below;
}

static struct board random_board(uint64_t *random, uint32_t of_ten)
{
    struct board board = { { { false } } };
    for (int x = 0; x < SIDE; x++)
        for (int y = 0; y < SIDE; y++)
            board.cells[x][y] = random_below(random, 10) < of_ten;
    board.cells[0][0] = true;
    return board;
}

static struct board united(const struct board *a, const struct board *b)
{
    struct board all = *a;
    for (int x = 0; x < WIDE; x++)
        for (int y = 0; y < WIDE; y++)
            all.cells[x][y] = all.cells[x][y] || b->cells[x][y];
    return all;
}

/* Two cells make a square of four. */
static struct board summed(const struct board *a, const struct board *b)
{
    struct board sum = { { { false } } };
    for (int i = 0; i < SIDE * SIDE; i++)
        for (int j = 0; j < SIDE * SIDE; j++) {
            int x = i / SIDE + j / SIDE, y = i % SIDE + j % SIDE;
            if (a->cells[i / SIDE][i % SIDE] && b->cells[j / SIDE][j % SIDE])
                sum.cells[x][y] = sum.cells[x + 1][y] = sum.cells[x][y + 1] =
                    sum.cells[x + 1][y + 1] = true;
        }
    return sum;
}

static struct tree_node *draw(struct bench *bench, const struct board *board)
{
    struct tree_node *all = LEAF(bench, TREE_UNION, 1);
    for (int x = 0; x < WIDE; x++)
        for (int y = 0; y < WIDE; y++)
            if (board->cells[x][y])
                tree_append(all, bench_move(bench, x, y, 0, bench_square(bench, 1, 1)));
    return all;
}

static double area(struct bench *bench, const struct tree_node *node)
{
    assert_true(bench_build(bench, node));
    const struct region *region = &bench->shape.region;
    double sum = 0;
    for (size_t i = 0; i < region->outline_count; i++)
        sum += region_signed_area((const double(*)[2])region->points + region->outlines[i].first,
                                  region->outlines[i].count);
    return sum;
}

static struct tree_node *sum_node(struct bench *bench, const struct board *a, const struct board *b)
{
    return NODE(bench, TREE_MINKOWSKI, 1, draw(bench, a), draw(bench, b));
}

static double count(const struct board *board)
{
    double count = 0;
    for (int x = 0; x < WIDE; x++)
        for (int y = 0; y < WIDE; y++)
            count += board->cells[x][y];
    return count;
}

/* As large as the cells that are expected, and all of them are in it. */
static void cells_add_up(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < BOARDS; seed++) {
        struct bench bench;
        uint64_t random = seed;
        struct board a = random_board(&random, 2 + (uint32_t)seed % 7),
                     b = random_board(&random, 1 + (uint32_t)seed % 8), sum = summed(&a, &b);
        bench_open(&bench);
        assert_true(area(&bench, sum_node(&bench, &a, &b)) == count(&sum));
        struct tree_node *rest =
            NODE(&bench, TREE_DIFFERENCE, 1, draw(&bench, &sum), sum_node(&bench, &b, &a));
        assert_true(area(&bench, rest) == 0);
        bench_close(&bench);
    }
}

static void sums_go_over_unions(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < BOARDS / 3; seed++) {
        struct bench bench;
        uint64_t random = 100 + seed;
        struct board a = random_board(&random, 5), b = random_board(&random, 3),
                     c = random_board(&random, 3), both = united(&b, &c);
        bench_open(&bench);
        struct tree_node *each = NODE(&bench, TREE_UNION, 1, sum_node(&bench, &a, &b),
                                      sum_node(&bench, &a, &c)),
                         *rest =
                             NODE(&bench, TREE_DIFFERENCE, 1, each, sum_node(&bench, &a, &both));
        assert_true(area(&bench, rest) == 0);
        each = NODE(&bench, TREE_UNION, 1, sum_node(&bench, &a, &b), sum_node(&bench, &a, &c));
        rest = NODE(&bench, TREE_DIFFERENCE, 1, sum_node(&bench, &a, &both), each);
        assert_true(area(&bench, rest) == 0);
        bench_close(&bench);
    }
}

static struct tree_node *ring(struct bench *bench)
{
    return NODE(bench, TREE_DIFFERENCE, 1, bench_circle(bench, 10, 64), bench_circle(bench, 4, 64));
}

/* A ring whose hole the other shape is larger than, and one that it fits into. */
static void holes_stay_or_go(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    struct tree_node *corner = NODE(&bench, TREE_DIFFERENCE, 1, bench_square(&bench, 9, 9),
                                    bench_move(&bench, 1, 1, 0, bench_square(&bench, 9, 9)));
    assert_true(bench_build(&bench, NODE(&bench, TREE_MINKOWSKI, 1, ring(&bench), corner)));
    assert_int_equal(bench.shape.region.outline_count, 1);
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_add_up),
        cmocka_unit_test(sums_go_over_unions),
        cmocka_unit_test(holes_stay_or_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
