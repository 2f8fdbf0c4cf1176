/* SPDX-License-Identifier: MIT */
/* A file system that hangs: it holds up neither the loop nor the end. The test stands in for the host and for statvfs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <semaphore.h>
#include <stdio.h>
#include <sys/statvfs.h>

#include "errand.h"

static uv_loop_t loop;
static enum tn_health reported;
static char message[100];
static sem_t asked, answer, left;

uv_loop_t *tn_loop(struct tn_host *host)
{
    (void)host;
    return &loop;
}

void tn_check_report(struct tn_check *check, enum tn_health health, double latency_ms,
                     const char *format, ...)
{
    (void)check, (void)latency_ms;
    reported = health;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
}

/* Hangs until the test lets it answer. */
int statvfs(const char *path, struct statvfs *about)
{
    sem_post(&asked);
    sem_wait(&answer);
    *about = (struct statvfs){ .f_bavail = 100, .f_frsize = 1048576 };
    bool good = strcmp(path, "/good") == 0;
    errno = ESTALE;
    sem_post(&left);
    return good ? 0 : -1;
}

static struct errand errand_on(const char *path)
{
    return (struct errand){ .kind = ERRAND_DISK, .path = path, .free_bytes = 1048576 };
}

static int set_up(void **state)
{
    (void)state;
    reported = TN_HEALTH_UNKNOWN;
    sem_init(&asked, 0, 0);
    sem_init(&answer, 0, 0);
    sem_init(&left, 0, 0);
    return uv_loop_init(&loop);
}

static int tear_down(void **state)
{
    (void)state;
    uv_run(&loop, UV_RUN_DEFAULT);
    return uv_loop_close(&loop);
}

static void answers_come_back_to_the_loop(void **state)
{
    (void)state;
    struct errand errand = errand_on("/good");
    errand_open(&errand, NULL);
    sem_post(&answer);
    errand_ask(&errand);
    while (reported == TN_HEALTH_UNKNOWN)
        uv_run(&loop, UV_RUN_ONCE);
    assert_int_equal(reported, TN_HEALTH_UP);
    assert_string_equal(message, "100 MiB free");
    reported = TN_HEALTH_UNKNOWN;
    errand.path = "/gone";
    sem_post(&answer);
    errand_ask(&errand);
    while (reported == TN_HEALTH_UNKNOWN)
        uv_run(&loop, UV_RUN_ONCE);
    assert_int_equal(reported, TN_HEALTH_DOWN);
    assert_string_equal(message, strerror(ESTALE));
    errand_close(&errand);
    uv_run(&loop, UV_RUN_DEFAULT);
}

static void who_hangs_is_left_to_itself(void **state)
{
    (void)state;
    struct errand errand = errand_on("/good");
    errand_open(&errand, NULL);
    errand_ask(&errand);
    sem_wait(&asked);
    uv_run(&loop, UV_RUN_NOWAIT); /* does not wait for it */
    assert_int_equal(reported, TN_HEALTH_UNKNOWN);
    errand_close(&errand);
    uv_run(&loop, UV_RUN_DEFAULT); /* nor does the end */
    sem_post(&answer);
    sem_wait(&left);
    assert_int_equal(reported, TN_HEALTH_UNKNOWN);
}

static void an_answer_that_nobody_took_is_given_back(void **state)
{
    (void)state;
    struct errand errand = errand_on("/good");
    errand_open(&errand, NULL);
    errand_ask(&errand);
    sem_post(&answer);
    sem_wait(&left);
    errand_close(&errand); /* whether the thread is handing over, or has done so already */
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_int_equal(reported, TN_HEALTH_UNKNOWN);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(answers_come_back_to_the_loop),
        TEST(who_hangs_is_left_to_itself),
        TEST(an_answer_that_nobody_took_is_given_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
