/* SPDX-License-Identifier: MIT */
/*
 * What one decision of the limiter costs: key, clock, table and algorithm, in a host without a network. Keys come at random, so with
 * a million of them each finds its place in the table out of the processor's cache. Prints nanoseconds of CPU, the median of rounds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <tenon/testing.h>

#include "zone.h"

enum { ROUNDS = 7, DECISIONS = 2000000, CAPACITY = 1 << 22 };

static const unsigned key_counts[] = { 1, 1000, 1000000 };
static struct tn_series *gone;

static double cpu_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static uint32_t draw(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407;
    return (uint32_t)(*seed >> 32);
}

/* As an address is written: as long, and as different. */
static struct tn_text key_text(char text[16], uint32_t number)
{
    memcpy(text, "203.0.1xx.xxx-", 14);
    memcpy(text + 7, &number, sizeof number);
    return (struct tn_text){ text, 14 };
}

static double one_round(const struct rule *rule, unsigned keys, uint64_t *seed, unsigned decisions)
{
    char text[16];
    double begin = cpu_ns();
    for (unsigned i = 0; i < decisions; i++) {
        struct rule_charge charge = { .tier = rule->tiers, .cost = 1 };
        charge.key = key_text(text, (uint32_t)((uint64_t)draw(seed) * keys >> 32));
        charge.place = tn_key(charge.key);
        zone_take(&charge, 1, tn_clock_ns());
    }
    return (cpu_ns() - begin) / decisions;
}

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void measure(const struct rule *rule, unsigned keys)
{
    double rounds[ROUNDS];
    uint64_t seed = 1;
    one_round(rule, keys, &seed, 3 * DECISIONS); /* so that every key is there */
    for (int i = 0; i < ROUNDS; i++)
        rounds[i] = one_round(rule, keys, &seed, DECISIONS);
    qsort(rounds, ROUNDS, sizeof *rounds, by_size);
    printf(" %.0f |", rounds[ROUNDS / 2]);
}

static bool start(struct tn_host *host, void *self)
{
    (void)self;
    static struct rule_memory memory = { .keys = CAPACITY };
    for (int i = 0; i < LOSS_KINDS; i++)
        memory.gone[i] = gone = tn_series(host, 0, NULL);
    for (int algorithm = LIMITER_GCRA; algorithm <= LIMITER_SLIDING; algorithm++) {
        static struct rule_settings settings = { .limit = { 100000, 60000 }, .ipv6_bits = 56 };
        struct rule rule = { 0 };
        char name[32];
        settings.algorithm = algorithm;
        snprintf(name, sizeof name, "%s", rule_algorithms[algorithm].name);
        rule_make(host, &rule, &settings);
        if (!rule_start(host, &rule, name, &memory))
            return false;
        printf("| %s |", name);
        for (size_t i = 0; i < sizeof key_counts / sizeof *key_counts; i++)
            measure(&rule, key_counts[i]);
        printf("\n");
    }
    return true;
}

static const struct tn_metric metrics[] = {
    { .name = "gone", .kind = TN_COUNTER, .summary = "Keys that gave way." },
    { 0 },
};

static const struct tn_plugin bench = {
    TN_PLUGIN_HEAD,     .name = "bench", .version = "1.0.0", .summary = "Measures the limiter.",
    .metrics = metrics, .start = start,
};

int main(void)
{
    static const struct tn_plugin *const plugins[] = { &bench, NULL };
    struct tn_test *test = tn_test_open("plugins:\n  - bench: {}\n", plugins);
    int status = *tn_test_errors(test) != 0;
    if (status)
        fputs(tn_test_errors(test), stderr);
    tn_test_close(test);
    return status;
}
