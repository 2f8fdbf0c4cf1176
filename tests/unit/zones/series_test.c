/* SPDX-License-Identifier: MIT */
/* Series: found again by the next owner of a lane, summed over lanes, capped, safe with any bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <tenon/observe.h>
#include <zones/zones.h>

static const struct tn_metric decisions = {
    .name = "decisions", .kind = TN_COUNTER, .labels = { "verdict" }, .series_max = 3
};
static const struct tn_metric open_files = { .name = "open", .kind = TN_GAUGE };
static const struct tn_metric took = {
    .name = "took", .kind = TN_HISTOGRAM, .unit = "seconds", .buckets = { 0.1, 1 }
};
static const struct series_family decisions_family = { "tenon_test_decisions", &decisions, "one" };
static const struct series_family open_family = { "tenon_test_open", &open_files, NULL };
static const struct series_family took_family = { "tenon_test_took_seconds", &took, NULL };

struct seen {
    unsigned count;
    char text[2000];
};

static void write_down(void *context, const struct tn_sample *sample)
{
    struct seen *seen = context;
    size_t at = strlen(seen->text);
    seen->count++;
    for (size_t i = 0; i < sample->labels; i++)
        at += (size_t)snprintf(seen->text + at, sizeof seen->text - at, "%s=%.*s ",
                               sample->label_names[i], TN_ARG(sample->label_values[i]));
    at += (size_t)snprintf(seen->text + at, sizeof seen->text - at, "%g", sample->value);
    for (size_t i = 0; i < sample->buckets; i++)
        at += (size_t)snprintf(seen->text + at, sizeof seen->text - at, " le%g:%u",
                               sample->bounds[i], (unsigned)sample->below[i]);
    if (sample->kind == TN_HISTOGRAM)
        at += (size_t)snprintf(seen->text + at, sizeof seen->text - at, " n:%u",
                               (unsigned)sample->count);
    snprintf(seen->text + at, sizeof seen->text - at, "\n");
}

static int setup(void **state)
{
    int fd = zone_create("series_test", series_zone_bytes());
    *state = zone_map(fd, series_zone_bytes());
    close(fd);
    return *state ? 0 : -1;
}

static struct tn_series *verdict(struct series_store *store, const char *word)
{
    struct tn_text label = tn_text(word);
    return series_find(store, &decisions_family, &label);
}

static void the_next_owner_goes_on(void **state)
{
    void *lane = series_lane(*state, 0);
    struct series_store *store = series_attach(lane);
    tn_series_add(verdict(store, "pass"), 2);
    assert_ptr_equal(verdict(store, "pass"), verdict(store, "pass"));
    tn_series_set(series_find(store, &open_family, NULL), 5);
    series_detach(store);
    series_forget_gauges(lane);
    store = series_attach(lane);
    tn_series_add(verdict(store, "pass"), 1);
    struct seen seen = { 0 };
    series_collect(&store, 1, &decisions_family, write_down, &seen);
    series_collect(&store, 1, &open_family, write_down, &seen);
    assert_string_equal(seen.text, "entry=one verdict=pass 3\n0\n");
    series_detach(store);
}

static void a_gauge_is_raised_and_never_lowered(void **state)
{
    struct series_store *store = series_attach(series_lane(*state, 0));
    struct tn_series *gauge = series_find(store, &open_family, NULL);
    static const double values[] = { 3, 7, 5 };
    for (size_t i = 0; i < 3; i++)
        series_raise(gauge, values[i]);
    struct seen seen = { 0 };
    series_collect(&store, 1, &open_family, write_down, &seen);
    assert_string_equal(seen.text, "7\n");
    series_detach(store);
}

static void lanes_are_summed_in_a_stable_order(void **state)
{
    struct series_store *stores[2] = { series_attach(series_lane(*state, 0)),
                                       series_attach(series_lane(*state, 1)) };
    tn_series_add(verdict(stores[0], "pass"), 2);
    tn_series_add(verdict(stores[1], "deny"), 10);
    tn_series_add(verdict(stores[1], "pass"), 4);
    tn_series_observe(series_find(stores[0], &took_family, NULL), 0.1);
    tn_series_observe(series_find(stores[0], &took_family, NULL), 0.5);
    tn_series_observe(series_find(stores[1], &took_family, NULL), 7);
    struct seen seen = { 0 };
    series_collect(stores, 2, &decisions_family, write_down, &seen);
    series_collect(stores, 2, &took_family, write_down, &seen);
    assert_string_equal(seen.text, "entry=one verdict=deny 10\nentry=one verdict=pass 6\n"
                                   "7.6 le0.1:1 le1:2 n:3\n");
    series_detach(stores[0]);
    series_detach(stores[1]);
}

/* A reader that attached first sees what the owner adds later. */
static void a_reader_sees_what_comes_later(void **state)
{
    void *lane = series_lane(*state, 0);
    struct series_store *reader = series_attach(lane), *owner = series_attach(lane);
    struct seen seen = { 0 };
    series_collect(&reader, 1, &decisions_family, write_down, &seen);
    assert_int_equal(seen.count, 0);
    tn_series_add(verdict(owner, "pass"), 1);
    series_collect(&reader, 1, &decisions_family, write_down, &seen);
    assert_string_equal(seen.text, "entry=one verdict=pass 1\n");
    series_detach(reader);
    series_detach(owner);
}

static void past_the_cap_is_the_overflow(void **state)
{
    struct series_store *store = series_attach(series_lane(*state, 0));
    char word[8];
    for (int i = 0; i < 50; i++) {
        snprintf(word, sizeof word, "w%d", i);
        tn_series_add(verdict(store, word), 1);
    }
    struct seen seen = { 0 };
    series_collect(&store, 1, &decisions_family, write_down, &seen);
    assert_string_equal(seen.text, "entry=one verdict=w0 1\nentry=one verdict=w1 1\n"
                                   "entry=one verdict=w2 1\nentry=one verdict=overflow 47\n");
    assert_int_equal(series_dropped(store), 47);
    assert_int_equal(series_dropped(store), 0);
    series_detach(store);
}

static void long_values_are_cut(void **state)
{
    struct series_store *store = series_attach(series_lane(*state, 0));
    char words[2][80];
    memset(words, 'x', sizeof words);
    words[0][79] = words[1][70] = '\0';
    assert_ptr_equal(verdict(store, words[0]), verdict(store, words[1]));
    series_detach(store);
}

/* When a lane is full, counting goes on for this process; nothing breaks. */
static void a_full_lane_loses_only_what_is_new(void **state)
{
    static const struct tn_metric many = {
        .name = "m", .kind = TN_COUNTER, .labels = { "word" }, .series_max = 100000
    };
    const struct series_family family = { "tenon_test_many", &many, NULL };
    struct series_store *store = series_attach(series_lane(*state, 0));
    char word[60];
    memset(word, 'y', sizeof word);
    for (int i = 0; i < 4000; i++) {
        memcpy(word, &i, sizeof i);
        struct tn_text label = { word, sizeof word };
        tn_series_add(series_find(store, &family, &label), 1);
    }
    assert_non_null(verdict(store, "late"));
    tn_series_add(verdict(store, "late"), 1);
    series_detach(store);
}

static void any_bytes_are_a_lane(void **state)
{
    unsigned char *lane = series_lane(*state, 0);
    for (unsigned seed = 0; seed < 200; seed++) {
        unsigned random = seed;
        for (size_t i = 0; i < 4096; i++)
            lane[i] = (unsigned char)(rand_r(&random) % 7 ? 0 : rand_r(&random));
        lane[2] = lane[3] = lane[4] = lane[5] = lane[6] = lane[7] = 0;
        struct series_store *store = series_attach(lane);
        tn_series_add(verdict(store, "pass"), 1);
        struct seen seen = { 0 };
        series_collect(&store, 1, &decisions_family, write_down, &seen);
        series_forget_gauges(lane);
        series_detach(store);
    }
}

static void many_processes_count_exactly(void **state)
{
    enum { PROCESSES = 4, EACH = 5000 };
    for (unsigned i = 0; i < PROCESSES; i++) {
        series_lane_take(*state, i);
        if (fork() == 0) {
            struct series_store *store = series_attach(series_lane(*state, i));
            for (int n = 0; n < EACH; n++)
                tn_series_add(verdict(store, "pass"), 1);
            _exit(0);
        }
    }
    while (wait(NULL) > 0)
        ;
    assert_int_equal(series_lanes_taken(*state), PROCESSES);
    struct series_store *stores[PROCESSES];
    for (unsigned i = 0; i < PROCESSES; i++)
        stores[i] = series_attach(series_lane(*state, i));
    struct seen seen = { 0 };
    series_collect(stores, PROCESSES, &decisions_family, write_down, &seen);
    assert_string_equal(seen.text, "entry=one verdict=pass 20000\n");
    for (unsigned i = 0; i < PROCESSES; i++)
        series_detach(stores[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_next_owner_goes_on, setup),
        cmocka_unit_test_setup(a_gauge_is_raised_and_never_lowered, setup),
        cmocka_unit_test_setup(lanes_are_summed_in_a_stable_order, setup),
        cmocka_unit_test_setup(a_reader_sees_what_comes_later, setup),
        cmocka_unit_test_setup(past_the_cap_is_the_overflow, setup),
        cmocka_unit_test_setup(long_values_are_cut, setup),
        cmocka_unit_test_setup(a_full_lane_loses_only_what_is_new, setup),
        cmocka_unit_test_setup(any_bytes_are_a_lane, setup),
        cmocka_unit_test_setup(many_processes_count_exactly, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
