/* SPDX-License-Identifier: MIT */
/* Quantiles beside those of sorted values, of several kinds of streams, merged, and over time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <math.h>

#include "sketch.h"

enum { VALUES = 20000 };
static const uint64_t window_ns = 60000000000, now_ns = 5000000000000;
static const double bound = 1.0 / 128;

static struct sketch sketch;
static struct sketch_sum sum;
static uint64_t values[VALUES + 1];

static int begin(void **state)
{
    (void)state;
    memset(&sketch, 0, sizeof sketch);
    srandom(1);
    return 0;
}

static void add(uint64_t value)
{
    sketch_add(&sketch, value, now_ns, window_ns);
}

static double read_quantile(double quantile)
{
    sketch_read(&sketch, now_ns, window_ns, &sum);
    return sketch_quantile(&sum, quantile);
}

static int by_size(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* Against the same quantile of the sorted values. */
static void expect_as_sorted(size_t count)
{
    static const double quantiles[] = {
        0, 0.001, 0.01, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1
    };
    qsort(values, count, sizeof *values, by_size);
    for (size_t i = 0; i < sizeof quantiles / sizeof *quantiles; i++) {
        size_t rank = (size_t)ceil(quantiles[i] * (double)count);
        double exact = (double)values[rank ? rank - 1 : 0], found = read_quantile(quantiles[i]);
        if (fabs(found - exact) > bound * exact)
            fail_msg("quantile %g: %g, exactly %g", quantiles[i], found, exact);
    }
    assert_int_equal(sum.count, count);
    assert_int_equal(sum.greatest, values[count - 1]);
}

static double fraction(void)
{
    return (double)(random() % 1000003 + 1) / 1000004;
}

static void as_sorted(void **state)
{
    (void)state;
    for (int kind = 0; kind < 5; kind++) {
        begin(NULL);
        for (size_t i = 0; i < VALUES; i++) {
            double x = fraction();
            values[i] = kind == 0   ? (uint64_t)(x * 1e9)                   /* even */
                        : kind == 1 ? (uint64_t)(50e3 * -log(x))            /* exponential */
                        : kind == 2 ? (uint64_t)(1e4 / pow(x, 2))           /* heavy-tailed */
                        : kind == 3 ? (uint64_t)(x < 0.97 ? 80e3 : 2e9 + x) /* two heaps */
                                    : (uint64_t)(x * 90);                   /* small ones */
            add(values[i]);
        }
        expect_as_sorted(VALUES);
    }
}

static void every_single_value(void **state)
{
    (void)state;
    for (unsigned shift = 0; shift < 41; shift++) {
        for (int around = -1; around <= 1; around++) {
            begin(NULL);
            values[0] = ((uint64_t)3 << shift) + (uint64_t)around;
            add(values[0]);
            expect_as_sorted(1);
        }
    }
}

static void beyond_all_buckets(void **state)
{
    (void)state;
    add(UINT64_MAX);
    add((uint64_t)1 << 50);
    add(7);
    assert_true(read_quantile(0) == 7);
    assert_true(read_quantile(1) == (double)UINT64_MAX);
}

static void of_nothing(void **state)
{
    (void)state;
    assert_true(isnan(read_quantile(0.5)));
    assert_int_equal(sum.count, 0);
}

/* What is older than the window has no say, the newest slices do. */
static void the_window_moves_on(void **state)
{
    (void)state;
    const uint64_t slice = window_ns / (SKETCH_PARTS - 1);
    for (int i = 0; i < 100; i++)
        add(1000);
    sketch_add(&sketch, 5, now_ns + slice, window_ns);
    sketch_read(&sketch, now_ns + slice, window_ns, &sum);
    assert_int_equal(sum.count, 101);
    sketch_read(&sketch, now_ns + window_ns - 1, window_ns, &sum);
    assert_int_equal(sum.count, 101);
    sketch_read(&sketch, now_ns + window_ns + slice, window_ns, &sum);
    assert_int_equal(sum.count, 1);
    assert_int_equal(sum.greatest, 5);
    /* Round the ring: the part of the first is begun anew. */
    sketch_add(&sketch, 9, now_ns + SKETCH_PARTS * slice, window_ns);
    sketch_read(&sketch, now_ns + SKETCH_PARTS * slice, window_ns, &sum);
    assert_int_equal(sum.count, 2);
    sketch_read(&sketch, now_ns + 100 * window_ns, window_ns, &sum);
    assert_int_equal(sum.count, 0);
}

/* Several processes count into the same memory: nothing is lost, and the sum is what one would see. */
static void workers_share_one(void **state)
{
    (void)state;
    enum { WORKERS = 4, EACH = VALUES / WORKERS };
    struct sketch *shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(shared != MAP_FAILED);
    for (size_t i = 0; i < VALUES; i++)
        values[i] = (uint64_t)(1e5 / fraction());
    sketch_add(shared, values[0], now_ns,
               window_ns); /* the part is begun: from now on nothing is lost */
    for (int worker = 0; worker < WORKERS; worker++) {
        if (fork() == 0) {
            for (int i = 0; i < EACH; i++)
                sketch_add(shared, values[worker * EACH + i], now_ns, window_ns);
            _exit(0);
        }
    }
    for (int worker = 0; worker < WORKERS; worker++)
        assert_true(wait(NULL) > 0);
    values[VALUES] = values[0];
    memcpy(&sketch, shared, sizeof sketch);
    munmap(shared, sizeof *shared);
    expect_as_sorted(VALUES + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(as_sorted, begin),
        cmocka_unit_test_setup(every_single_value, begin),
        cmocka_unit_test_setup(beyond_all_buckets, begin),
        cmocka_unit_test_setup(of_nothing, begin),
        cmocka_unit_test_setup(the_window_moves_on, begin),
        cmocka_unit_test_setup(workers_share_one, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
