/* SPDX-License-Identifier: MIT */
/* The text of both formats, to the byte. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "exposition.h"

static const char *const label_names[] = { "entry", "path" };

static const struct tn_text plain_values[] = { { "general", 7 }, { "/", 1 } };
static const struct tn_text awkward_values[] = { { "a\"b\\c\nd", 7 }, { "", 0 } };

static const struct tn_sample counter = { .family = "tenon_x_requests",
                                          .kind = TN_COUNTER,
                                          .summary = "Back\\slash, \"quote\" and\nline.",
                                          .labels = 2,
                                          .label_names = label_names,
                                          .label_values = plain_values,
                                          .value = 3 };
static const struct tn_sample awkward = { .family = "tenon_x_requests",
                                          .kind = TN_COUNTER,
                                          .labels = 2,
                                          .label_names = label_names,
                                          .label_values = awkward_values,
                                          .value = 0.1 };
static const struct tn_sample gauge = { .family = "tenon_x_size_bytes",
                                        .kind = TN_GAUGE,
                                        .unit = "bytes",
                                        .summary = "Size.",
                                        .value = 12345678901.0 };

static const double bounds[] = { 0.005, 1 };
static const uint64_t below[] = { 2, 5 };
static const struct tn_sample histogram = { .family = "tenon_x_wait_seconds",
                                            .kind = TN_HISTOGRAM,
                                            .unit = "seconds",
                                            .summary = "Wait.",
                                            .value = 4.25,
                                            .count = 7,
                                            .buckets = 2,
                                            .bounds = bounds,
                                            .below = below };

static void expect(enum exposition_format format, const struct tn_sample *const *samples,
                   size_t count, const char *expected)
{
    char *text = NULL;
    size_t size = 0;
    struct exposition exposition = { .stream = open_memstream(&text, &size), .format = format };
    for (size_t i = 0; i < count; i++)
        exposition_sample(&exposition, samples[i]);
    exposition_end(&exposition);
    fclose(exposition.stream);
    assert_string_equal(text, expected);
    free(text);
}

static const struct tn_sample *const all[] = { &counter, &awkward, &gauge, &histogram };

static void prometheus(void **state)
{
    (void)state;
    expect(EXPOSITION_PROMETHEUS, all, 4,
           "# HELP tenon_x_requests_total Back\\\\slash, \"quote\" and\\nline.\n"
           "# TYPE tenon_x_requests_total counter\n"
           "tenon_x_requests_total{entry=\"general\",path=\"/\"} 3\n"
           "tenon_x_requests_total{entry=\"a\\\"b\\\\c\\nd\",path=\"\"} 0.1\n"
           "# HELP tenon_x_size_bytes Size.\n"
           "# TYPE tenon_x_size_bytes gauge\n"
           "tenon_x_size_bytes 12345678901\n"
           "# HELP tenon_x_wait_seconds Wait.\n"
           "# TYPE tenon_x_wait_seconds histogram\n"
           "tenon_x_wait_seconds_bucket{le=\"0.005\"} 2\n"
           "tenon_x_wait_seconds_bucket{le=\"1\"} 5\n"
           "tenon_x_wait_seconds_bucket{le=\"+Inf\"} 7\n"
           "tenon_x_wait_seconds_sum 4.25\n"
           "tenon_x_wait_seconds_count 7\n");
}

static void openmetrics(void **state)
{
    (void)state;
    expect(EXPOSITION_OPENMETRICS, all, 4,
           "# HELP tenon_x_requests Back\\\\slash, \\\"quote\\\" and\\nline.\n"
           "# TYPE tenon_x_requests counter\n"
           "tenon_x_requests_total{entry=\"general\",path=\"/\"} 3\n"
           "tenon_x_requests_total{entry=\"a\\\"b\\\\c\\nd\",path=\"\"} 0.1\n"
           "# HELP tenon_x_size_bytes Size.\n"
           "# TYPE tenon_x_size_bytes gauge\n"
           "# UNIT tenon_x_size_bytes bytes\n"
           "tenon_x_size_bytes 12345678901\n"
           "# HELP tenon_x_wait_seconds Wait.\n"
           "# TYPE tenon_x_wait_seconds histogram\n"
           "# UNIT tenon_x_wait_seconds seconds\n"
           "tenon_x_wait_seconds_bucket{le=\"0.005\"} 2\n"
           "tenon_x_wait_seconds_bucket{le=\"1.0\"} 5\n"
           "tenon_x_wait_seconds_bucket{le=\"+Inf\"} 7\n"
           "tenon_x_wait_seconds_sum 4.25\n"
           "tenon_x_wait_seconds_count 7\n"
           "# EOF\n");
}

/* A summary has quantiles and no buckets; empty lines are the older format's alone. */
static void summaries_and_spaces(void **state)
{
    (void)state;
    static const double quantiles[] = { 0.5, 1 }, values[] = { 0.25, NAN };
    static const struct exposition_quantiles both = { 2, quantiles, values };
    static const char *const expected[] = {
        "# HELP tenon_x_size_bytes Size.\n"
        "# TYPE tenon_x_size_bytes gauge\n"
        "tenon_x_size_bytes 12345678901\n"
        "\n"
        "# HELP tenon_x_wait_seconds Wait.\n"
        "# TYPE tenon_x_wait_seconds summary\n"
        "tenon_x_wait_seconds{quantile=\"0.5\"} 0.25\n"
        "tenon_x_wait_seconds{quantile=\"1\"} NaN\n"
        "tenon_x_wait_seconds_sum 4.25\n"
        "tenon_x_wait_seconds_count 7\n",
        "# HELP tenon_x_size_bytes Size.\n"
        "# TYPE tenon_x_size_bytes gauge\n"
        "# UNIT tenon_x_size_bytes bytes\n"
        "tenon_x_size_bytes 12345678901\n"
        "# HELP tenon_x_wait_seconds Wait.\n"
        "# TYPE tenon_x_wait_seconds summary\n"
        "# UNIT tenon_x_wait_seconds seconds\n"
        "tenon_x_wait_seconds{quantile=\"0.5\"} 0.25\n"
        "tenon_x_wait_seconds{quantile=\"1.0\"} NaN\n"
        "tenon_x_wait_seconds_sum 4.25\n"
        "tenon_x_wait_seconds_count 7\n"
        "# EOF\n",
    };
    for (int format = 0; format < EXPOSITION_FORMATS; format++) {
        char *text = NULL;
        size_t size = 0;
        struct exposition exposition = { .stream = open_memstream(&text, &size),
                                         .format = (enum exposition_format)format,
                                         .spaced = true };
        exposition_sample(&exposition, &gauge);
        exposition_summary(&exposition, &histogram, &both);
        exposition_end(&exposition);
        fclose(exposition.stream);
        assert_string_equal(text, expected[format]);
        free(text);
    }
}

static void numbers_that_are_none(void **state)
{
    (void)state;
    struct tn_sample samples[] = { gauge, gauge, gauge };
    samples[0].value = NAN;
    samples[1].value = -INFINITY;
    samples[2].value = 1.0 / 3;
    const struct tn_sample *const list[] = { &samples[0], &samples[1], &samples[2] };
    expect(EXPOSITION_PROMETHEUS, list, 3,
           "# HELP tenon_x_size_bytes Size.\n"
           "# TYPE tenon_x_size_bytes gauge\n"
           "tenon_x_size_bytes NaN\n"
           "tenon_x_size_bytes -Inf\n"
           "tenon_x_size_bytes 0.3333333333333333\n");
}

static void nothing_at_all(void **state)
{
    (void)state;
    expect(EXPOSITION_PROMETHEUS, NULL, 0, "");
    expect(EXPOSITION_OPENMETRICS, NULL, 0, "# EOF\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prometheus),           cmocka_unit_test(openmetrics),
        cmocka_unit_test(summaries_and_spaces), cmocka_unit_test(numbers_that_are_none),
        cmocka_unit_test(nothing_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
