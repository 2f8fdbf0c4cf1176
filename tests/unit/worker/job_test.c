/* SPDX-License-Identifier: MIT */
/* Jobs: `done` once for each, on the loop, whether it ran or not. */
#include "fixture.h"

#include <pthread.h>
#include <unistd.h>

#include <tenon/later.h>

enum { JOBS = 64 };

struct jobs {
    pthread_t loop;
    unsigned each_us;
    _Atomic unsigned ran;
    unsigned finished, cancelled;
};

static void run(void *context)
{
    struct jobs *jobs = context;
    usleep(jobs->each_us);
    jobs->ran++;
}

static void done(void *context, enum tn_job_end end)
{
    struct jobs *jobs = context;
    assert_true(pthread_equal(jobs->loop, pthread_self()));
    if (end == TN_JOB_FINISHED)
        jobs->finished++;
    else
        jobs->cancelled++;
}

static void start_jobs(struct fixture *fixture, struct jobs *jobs)
{
    jobs->loop = pthread_self();
    for (int i = 0; i < JOBS; i++)
        tn_job(fixture->first, NULL, run, done, jobs);
}

static void all_finish(void **state)
{
    struct fixture *fixture = *state;
    struct jobs jobs = { .each_us = 1000 };
    start_jobs(fixture, &jobs);
    uv_run(&fixture->worker->loop, UV_RUN_DEFAULT);
    assert_int_equal(jobs.finished, JOBS);
    assert_int_equal(jobs.ran, JOBS);
    assert_int_equal(jobs.cancelled, 0);
}

static void all_end_when_the_worker_stops(void **state)
{
    struct fixture *fixture = *state;
    /* Who stops may be held up: that all have ended before takes more than a second. */
    struct jobs jobs = { .each_us = 100000 };
    start_jobs(fixture, &jobs);
    jobs_finish(fixture->worker);
    assert_int_equal(jobs.finished + jobs.cancelled, JOBS);
    assert_int_equal(jobs.finished, jobs.ran);
    assert_true(jobs.cancelled > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(all_finish),
        FIXTURE_TEST(all_end_when_the_worker_stops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
