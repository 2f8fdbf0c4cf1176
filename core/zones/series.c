/* SPDX-License-Identifier: MIT */
/* Counting: what the sdk's tn_series_… do to the cells of one series, from any thread. */
#include <math.h>
#include <string.h>

#include <base/current.h>
#include <zones/series.h>

uint64_t cell_read(const uint64_t *cell)
{
    return __atomic_load_n(cell, __ATOMIC_RELAXED);
}

static double number_of(uint64_t bits)
{
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

static uint64_t bits_of(double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

double cell_number(const uint64_t *cell)
{
    return number_of(cell_read(cell));
}

static void cell_add(uint64_t *cell, double amount)
{
    uint64_t old = cell_read(cell);
    while (!__atomic_compare_exchange_n(cell, &old, bits_of(number_of(old) + amount), true,
                                        __ATOMIC_RELAXED, __ATOMIC_RELAXED))
        ;
}

void tn_series_add(struct tn_series *series, double amount)
{
    plugin_must(series->kind == TN_GAUGE || (series->kind == TN_COUNTER && amount >= 0),
                "tn_series_add is for gauges, and for counters with what is not negative");
    cell_add(&series->cells[0], amount);
}

void tn_series_set(struct tn_series *series, double value)
{
    plugin_must(series->kind == TN_GAUGE, "tn_series_set is for gauges");
    __atomic_store_n(&series->cells[0], bits_of(value), __ATOMIC_RELAXED);
}

void tn_series_observe(struct tn_series *series, double value)
{
    plugin_must(series->kind == TN_HISTOGRAM, "tn_series_observe is for histograms");
    unsigned bucket = 0;
    while (bucket < series->buckets && !(value <= series->bounds[bucket]))
        bucket++;
    __atomic_fetch_add(&series->cells[bucket], 1, __ATOMIC_RELAXED);
    if (isfinite(value))
        cell_add(&series->cells[series->buckets + 1], value);
}

/* For what takes from a millisecond to ten seconds. */
static const double usual_bounds[] = { 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                       0.25,  0.5,    1,     2.5,  5,     10 };

unsigned series_bounds(const struct tn_metric *metric, const double **bounds)
{
    unsigned count = 0;
    if (metric->kind != TN_HISTOGRAM)
        return 0;
    if (metric->buckets[0] == 0 && metric->buckets[1] == 0) {
        *bounds = usual_bounds;
        return sizeof usual_bounds / sizeof *usual_bounds;
    }
    *bounds = metric->buckets;
    while (count < TN_BUCKETS_MAX && (metric->buckets[count] != 0 || count == 0))
        count++;
    return count;
}
