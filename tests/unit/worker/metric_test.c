/* SPDX-License-Identifier: MIT */
/* Metrics: their names by convention, families in one piece, all workers' lanes in one sum. */
#include "fixture.h"

#include <pthread.h>
#include <stdio.h>

#include <tenon/observe.h>

struct seen {
    char text[4000];
};

/* Those of the plugin only. */
static void write_down(void *context, const struct tn_sample *sample)
{
    struct seen *seen = context;
    size_t at = strlen(seen->text);
    if (strncmp(sample->family, "tenon_rate", 10) != 0)
        return;
    at += (size_t)snprintf(seen->text + at, sizeof seen->text - at, "%s", sample->family);
    for (size_t i = 0; i < sample->labels; i++)
        at += (size_t)snprintf(seen->text + at, sizeof seen->text - at, " %s=%.*s",
                               sample->label_names[i], TN_ARG(sample->label_values[i]));
    snprintf(seen->text + at, sizeof seen->text - at, " %g\n", sample->value);
}

static void find_dropped(void *context, const struct tn_sample *sample)
{
    if (strcmp(sample->family, "tenon_series_dropped") == 0)
        *(double *)context = sample->value;
}

static void families_are_in_one_piece(void **state)
{
    struct fixture *fixture = *state;
    struct tn_text pass = TN_TEXT("pass");
    struct seen seen = { "" };
    tn_series_add(tn_series(fixture->second, 0, &pass), 2);
    tn_series_observe(tn_series(fixture->first, 1, NULL), 0.5);
    tn_series_add(tn_series(fixture->first, 0, &pass), 1);
    tn_series_set(tn_series(fixture->first, 2, NULL), 7);
    tn_observe_metrics(fixture->first, write_down, &seen);
    assert_string_equal(seen.text, "tenon_rate_limit_decisions entry=one verdict=pass 1\n"
                                   "tenon_rate_limit_decisions entry=two verdict=pass 2\n"
                                   "tenon_rate_limit_wait_seconds entry=one 0.5\n"
                                   "tenon_rate_limit_size_bytes entry=one 7\n");
}

/* A lane that another worker takes after the first look is seen at the next. */
static void other_workers_are_summed(void **state)
{
    struct fixture *fixture = *state;
    struct tn_text pass = TN_TEXT("pass");
    struct seen before = { "" }, after = { "" };
    const struct series_family family = { "tenon_rate_limit_decisions", &fixture_metrics[0],
                                          "one" };
    tn_series_add(tn_series(fixture->first, 0, &pass), 1);
    tn_observe_metrics(fixture->first, write_down, &before);
    void *zone = fixture->worker->series.zone;
    struct series_store *other = series_attach(series_lane(zone, 5));
    series_lane_take(zone, 5);
    tn_series_add(series_find(other, &family, &pass), 10);
    tn_observe_metrics(fixture->first, write_down, &after);
    assert_string_equal(before.text, "tenon_rate_limit_decisions entry=one verdict=pass 1\n");
    assert_string_equal(after.text, "tenon_rate_limit_decisions entry=one verdict=pass 11\n");
    series_detach(other);
}

static void *read_on_a_thread(void *context)
{
    struct fixture *fixture = context;
    struct seen *seen = memory_alloc(sizeof *seen);
    tn_observe_metrics(fixture->first, write_down, seen);
    return seen;
}

/* A page may be written by a job. */
static void any_thread_may_read(void **state)
{
    struct fixture *fixture = *state;
    struct tn_text pass = TN_TEXT("pass");
    pthread_t thread;
    void *seen;
    tn_series_add(tn_series(fixture->first, 0, &pass), 3);
    assert_int_equal(pthread_create(&thread, NULL, read_on_a_thread, fixture), 0);
    assert_int_equal(pthread_join(thread, &seen), 0);
    assert_string_equal(((struct seen *)seen)->text,
                        "tenon_rate_limit_decisions entry=one verdict=pass 3\n");
    free(seen);
}

/* A plugin that takes label values from a client's words makes no more than its cap, and it shows. */
static void what_has_no_room_is_counted(void **state)
{
    struct fixture *fixture = *state;
    char word[12];
    for (int i = 0; i < 5000; i++) {
        snprintf(word, sizeof word, "w%d", i);
        struct tn_text label = tn_text(word);
        tn_series_add(tn_series(fixture->first, 0, &label), 1);
    }
    series_tick(fixture->worker);
    double dropped = 0;
    tn_observe_metrics(fixture->first, find_dropped, &dropped);
    assert_int_equal(dropped, 4900);
}

static struct tn_series *requests(struct fixture *fixture, const char *method, int status)
{
    const struct http_series *series = &fixture->worker->http.series;
    return series->requests(series->context, tn_text(method), status);
}

/* A client can send any method: it must not be able to make series. */
static void unknown_methods_are_one(void **state)
{
    struct fixture *fixture = *state;
    series_for_http(fixture->worker);
    assert_ptr_equal(requests(fixture, "GET", 200), requests(fixture, "GET", 200));
    assert_ptr_not_equal(requests(fixture, "GET", 200), requests(fixture, "GET", 404));
    assert_ptr_equal(requests(fixture, "BREW", 200), requests(fixture, "get", 200));
    assert_ptr_equal(requests(fixture, "GET", 0), requests(fixture, "GET", 7000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(families_are_in_one_piece), FIXTURE_TEST(other_workers_are_summed),
        FIXTURE_TEST(any_thread_may_read),       FIXTURE_TEST(what_has_no_room_is_counted),
        FIXTURE_TEST(unknown_methods_are_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
