/* SPDX-License-Identifier: MIT */
/* Metrics: their names by convention, families in one piece, all workers' lanes in one sum. */
#include "fixture.h"

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
        FIXTURE_TEST(families_are_in_one_piece),
        FIXTURE_TEST(other_workers_are_summed),
        FIXTURE_TEST(unknown_methods_are_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
