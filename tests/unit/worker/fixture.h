/* SPDX-License-Identifier: MIT */
/* A worker with two entries that were never read from a file. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <worker/attached.h>
#include <zones/zones.h>

struct fixture {
    struct worker *worker;
    struct tn_host *first, *second; /* of the same plugin */
    struct errors errors;
};

static const struct tn_metric fixture_metrics[] = {
    { "decisions_total", TN_COUNTER, .labels = { "verdict" }, .summary = "D." },
    { "wait", TN_HISTOGRAM, .unit = "seconds", .buckets = { 1 }, .summary = "W." },
    { "size_bytes", TN_GAUGE, .unit = "bytes", .summary = "S." },
    { 0 },
};
static const struct tn_plugin fixture_plugin = { .name = "rate-limit", .metrics = fixture_metrics };

static int fixture_zone(void *context, const char *name, size_t size)
{
    (void)context;
    return zone_create(name, size);
}

static int fixture_setup(void **state)
{
    static const char *const names[] = { "one", "two" };
    struct fixture *fixture = memory_alloc(sizeof *fixture);
    const struct worker_facts facts = { .slots = 1, .outside = { .zone = fixture_zone } };
    struct worker *worker = fixture->worker = worker_new(&facts);
    assert_true(series_open(worker));
    worker->count = 2;
    worker->hosts = arena_alloc(&worker->arena, 2 * sizeof(*worker->hosts));
    worker->order = arena_alloc(&worker->arena, 2 * sizeof(*worker->order));
    worker->attached = arena_alloc(&worker->arena, 2 * sizeof(*worker->attached));
    for (size_t i = 0; i < 2; i++) {
        struct tn_host *host = arena_alloc(&worker->arena, sizeof *host);
        *host = (struct tn_host){ .name = names[i],
                                  .plugin = &fixture_plugin,
                                  .index = i,
                                  .errors = &fixture->errors,
                                  .created = true,
                                  .started = true,
                                  .worker = &worker->attached[i] };
        worker->attached[i].worker = worker;
        worker->attached[i].host = host;
        worker->attached[i].checks_end = &worker->attached[i].checks;
        worker->hosts[i] = worker->order[i] = host;
    }
    fixture->first = worker->hosts[0];
    fixture->second = worker->hosts[1];
    *state = fixture;
    return 0;
}

static int fixture_teardown(void **state)
{
    struct fixture *fixture = *state;
    worker_free(fixture->worker);
    errors_free(&fixture->errors);
    free(fixture);
    return 0;
}

#define FIXTURE_TEST(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
