/* SPDX-License-Identifier: MIT */
/* The pool, on a loop of its own, with processes that hang, crash and lie: every task is answered
 * once, and the next one finds a process. The first argument is the path of those processes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tenon/tenon.h>

#include "pool.h"

static const char *program;

/* The host: as much of it as the pool needs. */

struct tn_host {
    uv_loop_t loop;
    char failure[200];
    void *memory;
};

struct tn_timer {
    uv_timer_t timer;
    void (*fire)(void *context);
    void *context;
};

uv_loop_t *tn_loop(struct tn_host *host)
{
    return &host->loop;
}

uint64_t tn_clock_ns(void)
{
    return uv_hrtime();
}

void *tn_instance_alloc(struct tn_host *host, size_t size)
{
    assert_null(host->memory);
    return host->memory = calloc(1, size);
}

void tn_log(struct tn_host *host, enum tn_level level, const char *format, ...)
{
    (void)host;
    (void)level;
    (void)format;
}

bool tn_fail(struct tn_host *host, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(host->failure, sizeof host->failure, format, arguments);
    va_end(arguments);
    return false;
}

static void on_timer_closed(uv_handle_t *handle)
{
    free(handle->data);
}

void tn_timer_stop(struct tn_timer *timer)
{
    if (timer)
        uv_close((uv_handle_t *)&timer->timer, on_timer_closed);
}

static void on_timer(uv_timer_t *handle)
{
    struct tn_timer *timer = handle->data;
    tn_timer_stop(timer);
    timer->fire(timer->context);
}

struct tn_timer *tn_timer_start(struct tn_host *host, int64_t delay_ms, int64_t repeat_ms,
                                void (*fire)(void *context), void *context)
{
    struct tn_timer *timer = calloc(1, sizeof *timer);
    assert_int_equal(repeat_ms, 0);
    timer->fire = fire;
    timer->context = context;
    timer->timer.data = timer;
    uv_timer_init(&host->loop, &timer->timer);
    uv_timer_start(&timer->timer, on_timer, (uint64_t)delay_ms, 0);
    return timer;
}

/* The pool's owner. */

struct fixture {
    struct tn_host host;
    struct pool_settings settings;
    struct pool *pool;
    unsigned over; /* tasks so far */
    unsigned respawned;
    uint64_t hits, misses;
    unsigned progress;
    char kept[100];
    char reason[40]; /* of the last respawn */
};

/* One task and what came of it. */
struct attempt {
    struct task task;
    unsigned times;
    unsigned turn; /* which of all that were over it was */
    enum outcome_kind kind;
};

static void on_begun(void *owner, struct task *task, uint64_t code_bytes)
{
    (void)owner;
    assert_int_equal(task->state, TASK_RUNNING);
    assert_int_equal(code_bytes, 1);
}

static void on_over(void *owner, struct task *task, const struct outcome *outcome)
{
    struct fixture *fixture = owner;
    struct attempt *attempt = (struct attempt *)task;
    attempt->times++;
    attempt->kind = outcome->kind;
    attempt->turn = ++fixture->over;
    free(outcome->memory);
}

static void on_progress(void *owner, struct task *task, const struct protocol_progress *progress)
{
    struct fixture *fixture = owner;
    assert_non_null(task);
    fixture->progress = progress->permille;
}

static void on_looked(void *owner, const struct protocol_stock *more)
{
    struct fixture *fixture = owner;
    fixture->hits += more->hits;
    fixture->misses += more->misses;
}

/* One thing can be kept. */
static void on_keep(void *owner, const struct protocol_keep *keep)
{
    struct fixture *fixture = owner;
    snprintf(fixture->kept, sizeof fixture->kept, "%" TN_PRI " is %" TN_PRI, TN_ARG(keep->name),
             TN_ARG(keep->content));
}

static bool on_find(void *owner, struct tn_text name, struct tn_text *content)
{
    const struct fixture *fixture = owner;
    if (memcmp(fixture->kept, name.at, name.size) != 0)
        return false;
    *content = tn_text(strdup(fixture->kept + name.size + strlen(" is ")));
    return true;
}

static void on_changed(void *owner)
{
    (void)owner;
}

static void on_respawned(void *owner, const char *reason, bool expected)
{
    assert_int_equal(expected, strcmp(reason, "recycled") == 0 || strcmp(reason, "cancelled") == 0);
    struct fixture *fixture = owner;
    fixture->respawned++;
    snprintf(fixture->reason, sizeof fixture->reason, "%s", reason);
}

static const struct pool_events events = {
    .begun = on_begun,
    .progress = on_progress,
    .over = on_over,
    .looked = on_looked,
    .keep = on_keep,
    .find = on_find,
    .changed = on_changed,
    .respawned = on_respawned,
};

static int prepare(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fixture->settings = (struct pool_settings){
        .program = program,
        .processes = 1,
        .memory_bytes = 64 << 20,
        .result_bytes = 1000,
        .keep_bytes = 1000,
        .timeout_ms = 60000,
        .wait_ms = 60000,
        .queue = 3,
        .recycle_after = 1000,
        .recycle_bytes = 1 << 30,
        .sandbox_required = true,
    };
    uv_loop_init(&fixture->host.loop);
    *state = fixture;
    return 0;
}

static void start_with(struct fixture *fixture, struct tn_service source)
{
    fixture->pool = pool_new(&fixture->host, &fixture->settings, &events, fixture);
    assert_true(pool_start(fixture->pool, source, (struct tn_service){ 0 }));
}

static void start(struct fixture *fixture)
{
    start_with(fixture, (struct tn_service){ 0 });
}

/* As the host does it: timers first. */
static void close_timer(uv_handle_t *handle, void *context)
{
    (void)context;
    if (handle->type == UV_TIMER && !uv_is_closing(handle))
        tn_timer_stop(handle->data);
}

static int clean(void **state)
{
    struct fixture *fixture = *state;
    uv_walk(&fixture->host.loop, close_timer, NULL);
    if (fixture->pool)
        pool_stop(fixture->pool);
    uv_run(&fixture->host.loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&fixture->host.loop), 0);
    free(fixture->host.memory);
    free(fixture);
    return 0;
}

static void submit(struct fixture *fixture, struct attempt *attempt, const char *body)
{
    enum outcome_kind refusal;
    *attempt = (struct attempt){ .task = { .operation = PROTOCOL_PARSE, .body = tn_text(body) } };
    assert_true(pool_submit(fixture->pool, &attempt->task, &refusal));
}

/* Runs the loop until so many tasks are over. */
static void wait_for(struct fixture *fixture, unsigned over)
{
    while (fixture->over < over)
        uv_run(&fixture->host.loop, UV_RUN_ONCE);
}

static void wait_for_respawns(struct fixture *fixture, unsigned respawned)
{
    while (fixture->respawned < respawned)
        uv_run(&fixture->host.loop, UV_RUN_ONCE);
}

static void expect_outcome(struct fixture *fixture, const char *body, enum outcome_kind kind)
{
    struct attempt attempt;
    submit(fixture, &attempt, body);
    wait_for(fixture, fixture->over + 1);
    assert_int_equal(attempt.times, 1);
    assert_int_equal(attempt.kind, kind);
    assert_int_equal(attempt.task.state, TASK_OVER);
}

static void test_good_requests_are_answered_by_one_process(void **state)
{
    struct fixture *fixture = *state;
    start(fixture);
    for (int i = 0; i < 50; i++)
        expect_outcome(fixture, "good", OUTCOME_RESULT);
    assert_int_equal(fixture->respawned, 0);
}

static void test_crashes_cost_one_request_each(void **state)
{
    struct fixture *fixture = *state;
    start(fixture);
    for (int i = 0; i < 5; i++) {
        expect_outcome(fixture, "crash", OUTCOME_CRASHED);
        assert_string_equal(fixture->reason, "crashed");
        expect_outcome(fixture, "exit", OUTCOME_CRASHED);
        expect_outcome(fixture, "memory", OUTCOME_MEMORY);
        assert_string_equal(fixture->reason, "memory");
        expect_outcome(fixture, "good", OUTCOME_RESULT);
    }
    assert_int_equal(fixture->respawned, 15);
}

static void test_broken_rules_end_the_process(void **state)
{
    static const char *const bodies[] = { "huge",        "unknown",      "empty result",
                                          "ready again", "result first", "close",
                                          "keep less",   "keep more",    "bad progress" };
    struct fixture *fixture = *state;
    start(fixture);
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        expect_outcome(fixture, bodies[i], OUTCOME_CRASHED);
        expect_outcome(fixture, "good", OUTCOME_RESULT);
    }
    assert_int_equal(fixture->respawned, sizeof bodies / sizeof bodies[0]);
}

/* What comes when nothing was asked for is not taken for the next answer. */
static void test_answer_without_question_ends_the_process(void **state)
{
    struct fixture *fixture = *state;
    start(fixture);
    expect_outcome(fixture, "two results", OUTCOME_RESULT);
    wait_for_respawns(fixture, 1);
    assert_string_equal(fixture->reason, "broke the protocol");
    expect_outcome(fixture, "good", OUTCOME_RESULT);
}

static void test_what_hangs_is_killed_in_time(void **state)
{
    struct fixture *fixture = *state;
    fixture->settings.timeout_ms = 50;
    start(fixture);
    expect_outcome(fixture, "hang", OUTCOME_TIMEOUT);
    assert_int_equal(pool_figures(fixture->pool).missing, 1);
    fixture->settings.timeout_ms = 60000;
    expect_outcome(fixture, "good", OUTCOME_RESULT);
    assert_string_equal(fixture->reason, "timeout");
}

static void test_cancelled_task_frees_its_process(void **state)
{
    struct fixture *fixture = *state;
    struct attempt attempt;
    start(fixture);
    submit(fixture, &attempt, "hang");
    pool_cancel(fixture->pool, &attempt.task);
    assert_int_equal(pool_figures(fixture->pool).alive, 0);
    assert_int_equal(pool_figures(fixture->pool).missing, 0);
    assert_int_equal(attempt.times, 1);
    assert_int_equal(attempt.kind, OUTCOME_CANCELLED);
    pool_cancel(fixture->pool, &attempt.task);
    assert_int_equal(attempt.times, 1);
    expect_outcome(fixture, "good", OUTCOME_RESULT);
}

static void test_queue_is_first_come_first_served_and_bounded(void **state)
{
    struct fixture *fixture = *state;
    struct attempt running, waiting[3];
    struct task rejected = { .body = tn_text("good") };
    enum outcome_kind refusal;
    start(fixture);
    submit(fixture, &running, "hang");
    for (int i = 0; i < 3; i++)
        submit(fixture, &waiting[i], "good");
    assert_int_equal(pool_figures(fixture->pool).waiting, 3);
    assert_false(pool_submit(fixture->pool, &rejected, &refusal));
    assert_int_equal(refusal, OUTCOME_FULL);
    pool_cancel(fixture->pool, &waiting[1].task);
    assert_int_equal(pool_figures(fixture->pool).waiting, 2);
    pool_cancel(fixture->pool, &running.task);
    wait_for(fixture, 4);
    assert_int_equal(waiting[0].kind, OUTCOME_RESULT);
    assert_int_equal(waiting[0].turn, 3);
    assert_int_equal(waiting[2].kind, OUTCOME_RESULT);
    assert_int_equal(waiting[2].turn, 4);
}

static void test_waiting_has_its_end(void **state)
{
    struct fixture *fixture = *state;
    struct attempt running, waiting;
    fixture->settings.wait_ms = 20;
    start(fixture);
    submit(fixture, &running, "hang");
    submit(fixture, &waiting, "good");
    wait_for(fixture, 1);
    assert_int_equal(waiting.kind, OUTCOME_WAITED);
    assert_int_equal(pool_figures(fixture->pool).waiting, 0);
    pool_cancel(fixture->pool, &running.task);
}

static void test_nobody_waits_while_a_process_is_idle(void **state)
{
    struct fixture *fixture = *state;
    struct attempt running;
    fixture->settings.processes = 2;
    start(fixture);
    while (pool_figures(fixture->pool).alive < 2)
        uv_run(&fixture->host.loop, UV_RUN_ONCE);
    submit(fixture, &running, "hang");
    for (int i = 0; i < 10; i++)
        expect_outcome(fixture, "good", OUTCOME_RESULT);
    assert_int_equal(running.times, 0);
    pool_cancel(fixture->pool, &running.task);
}

/* A source that answers when the test wants it to. */
struct slow_source {
    unsigned asked;
    void (*found)(void *context, const struct tn_source_file *file);
    void *context;
};

static void slow_read(void *self, struct tn_text name, struct tn_text from,
                      void (*found)(void *context, const struct tn_source_file *file),
                      void *context)
{
    struct slow_source *source = self;
    assert_true(tn_text_is(name, "a.scad"));
    assert_true(tn_text_is(from, ""));
    source->asked++;
    source->found = found;
    source->context = context;
}

static void answer_slowly(struct slow_source *source)
{
    struct tn_source_file file = { .file_size = sizeof file,
                                   .end = TN_SOURCE_FOUND,
                                   .name = TN_TEXT("a.scad"),
                                   .content = TN_TEXT("cube();") };
    source->found(source->context, &file);
}

static const struct tn_source slow_table = { .table_size = sizeof slow_table, .read = slow_read };

static void wait_until_asked(struct fixture *fixture, struct slow_source *source, unsigned asked)
{
    while (source->asked < asked)
        uv_run(&fixture->host.loop, UV_RUN_ONCE);
}

static void test_files_come_when_they_come(void **state)
{
    struct fixture *fixture = *state;
    struct slow_source source = { 0 };
    struct attempt attempt;
    start_with(fixture, (struct tn_service){ &slow_table, &source });
    submit(fixture, &attempt, "want");
    wait_until_asked(fixture, &source, 1);
    answer_slowly(&source);
    wait_for(fixture, 1);
    assert_int_equal(attempt.kind, OUTCOME_RESULT);
    assert_true(attempt.task.asked_for_files);
}

/* The task is gone, its process too, and then the file comes. */
static void test_file_for_a_process_that_is_gone_is_dropped(void **state)
{
    struct fixture *fixture = *state;
    struct slow_source source = { 0 };
    struct attempt attempt;
    start_with(fixture, (struct tn_service){ &slow_table, &source });
    submit(fixture, &attempt, "want");
    wait_until_asked(fixture, &source, 1);
    pool_cancel(fixture->pool, &attempt.task);
    wait_for_respawns(fixture, 1);
    answer_slowly(&source);
    expect_outcome(fixture, "good", OUTCOME_RESULT);
    assert_int_equal(attempt.times, 1);
}

static void test_worn_processes_are_replaced_unseen(void **state)
{
    struct fixture *fixture = *state;
    fixture->settings.recycle_after = 3;
    start(fixture);
    for (int i = 0; i < 9; i++)
        expect_outcome(fixture, "good", OUTCOME_RESULT);
    wait_for_respawns(fixture, 3);
    assert_string_equal(fixture->reason, "recycled");
    expect_outcome(fixture, "fat", OUTCOME_RESULT);
    wait_for_respawns(fixture, 4);
}

/* Of processes that live; what is said twice counts once, and nothing that was counted is taken back. */
static void test_stocks_are_counted(void **state)
{
    struct fixture *fixture = *state;
    start(fixture);
    for (int i = 0; i < 2; i++) {
        expect_outcome(fixture, "stock", OUTCOME_RESULT);
        assert_int_equal(fixture->hits, 3);
        assert_int_equal(fixture->misses, 2);
        assert_int_equal(pool_figures(fixture->pool).stock_items, 5);
        assert_int_equal(pool_figures(fixture->pool).stock_bytes, 700);
    }
    expect_outcome(fixture, "good", OUTCOME_RESULT);
    assert_int_equal(fixture->hits, 3);
    expect_outcome(fixture, "stock", OUTCOME_RESULT);
    assert_int_equal(fixture->hits, 6);
    expect_outcome(fixture, "crash", OUTCOME_CRASHED);
    assert_int_equal(pool_figures(fixture->pool).stock_items, 0);
}

static void test_progress_is_told(void **state)
{
    struct fixture *fixture = *state;
    start(fixture);
    expect_outcome(fixture, "progress", OUTCOME_RESULT);
    assert_int_equal(fixture->progress, 500);
}

/* What one process has put away the next one finds. */
static void test_what_is_kept_is_found(void **state)
{
    struct fixture *fixture = *state;
    start(fixture);
    expect_outcome(fixture, "find nothing", OUTCOME_RESULT);
    expect_outcome(fixture, "keep", OUTCOME_RESULT);
    expect_outcome(fixture, "crash", OUTCOME_CRASHED);
    expect_outcome(fixture, "find", OUTCOME_RESULT);
}

static void test_program_that_is_not_there_fails_the_start(void **state)
{
    struct fixture *fixture = *state;
    fixture->settings.program = "/nowhere/tenon-evaluator";
    struct pool *pool = pool_new(&fixture->host, &fixture->settings, &events, fixture);
    assert_false(pool_start(pool, (struct tn_service){ 0 }, (struct tn_service){ 0 }));
    assert_non_null(strstr(fixture->host.failure, "cannot be started: No such file"));
}

static void test_program_that_ends_at_once_fails_the_start(void **state)
{
    struct fixture *fixture = *state;
    fixture->settings.program = "/bin/true";
    struct pool *pool = pool_new(&fixture->host, &fixture->settings, &events, fixture);
    assert_false(pool_start(pool, (struct tn_service){ 0 }, (struct tn_service){ 0 }));
    assert_non_null(strstr(fixture->host.failure, "ended before it was ready"));
}

static void test_required_sandbox_fails_the_start(void **state)
{
    struct fixture *fixture = *state;
    fixture->settings.memory_bytes = 1; /* this process then says that it has no Landlock */
    struct pool *pool = pool_new(&fixture->host, &fixture->settings, &events, fixture);
    assert_false(pool_start(pool, (struct tn_service){ 0 }, (struct tn_service){ 0 }));
    assert_non_null(strstr(fixture->host.failure, "the kernel offers no Landlock"));
}

static void test_best_effort_sandbox_starts_and_says_what_is_missing(void **state)
{
    struct fixture *fixture = *state;
    fixture->settings.memory_bytes = 1;
    fixture->settings.sandbox_required = false;
    start(fixture);
    assert_int_equal(pool_figures(fixture->pool).lacks, PROTOCOL_NO_LANDLOCK);
    expect_outcome(fixture, "good", OUTCOME_RESULT);
}

/* A copy of the program, at a path of its own. */
static void copy_program(char path[])
{
    char bytes[65536];
    ssize_t size;
    int from = open(program, O_RDONLY);
    int to = mkstemp(path);
    assert_true(from >= 0 && to >= 0);
    while ((size = read(from, bytes, sizeof bytes)) > 0)
        assert_int_equal(write(to, bytes, (size_t)size), size);
    close(from);
    assert_int_equal(fchmod(to, 0755), 0);
    close(to);
}

/* It cannot be run any more while the server runs: nobody is kept waiting in vain, and when it can
 * be run again so does the pool. */
static void test_program_lost_while_running_is_unavailable(void **state)
{
    char path[] = "/tmp/tenon-pool-XXXXXX";
    struct fixture *fixture = *state;
    struct task rejected = { .body = tn_text("good") };
    enum outcome_kind refusal;
    copy_program(path);
    fixture->settings.program = path;
    fixture->settings.recycle_after = 1;
    start(fixture);
    assert_int_equal(chmod(path, 0), 0);
    expect_outcome(fixture, "good", OUTCOME_RESULT);
    while (!pool_figures(fixture->pool).cannot_start)
        uv_run(&fixture->host.loop, UV_RUN_ONCE);
    assert_false(pool_submit(fixture->pool, &rejected, &refusal));
    assert_int_equal(refusal, OUTCOME_UNAVAILABLE);
    assert_int_equal(chmod(path, 0755), 0);
    while (pool_figures(fixture->pool).alive == 0)
        uv_run(&fixture->host.loop, UV_RUN_ONCE);
    expect_outcome(fixture, "good", OUTCOME_RESULT);
    unlink(path);
}

/* An upgrade puts another program there: the workers that run keep to the one they began with. */
static void test_program_replaced_while_running_stays_the_same(void **state)
{
    char path[] = "/tmp/tenon-pool-XXXXXX";
    struct fixture *fixture = *state;
    copy_program(path);
    fixture->settings.program = path;
    fixture->settings.recycle_after = 1;
    start(fixture);
    unlink(path);
    assert_int_equal(symlink("/bin/true", path), 0);
    for (int i = 0; i < 5; i++)
        expect_outcome(fixture, "good", OUTCOME_RESULT);
    wait_for_respawns(fixture, 5);
    unlink(path);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, prepare, clean)

int main(int argument_count, char **arguments)
{
    char absolute[PATH_MAX];
    if (argument_count < 2 || !realpath(arguments[1], absolute))
        return EXIT_FAILURE;
    program = absolute;
    signal(SIGPIPE, SIG_IGN); /* as the host does */
    const struct CMUnitTest tests[] = {
        TEST(test_good_requests_are_answered_by_one_process),
        TEST(test_crashes_cost_one_request_each),
        TEST(test_broken_rules_end_the_process),
        TEST(test_answer_without_question_ends_the_process),
        TEST(test_what_hangs_is_killed_in_time),
        TEST(test_cancelled_task_frees_its_process),
        TEST(test_queue_is_first_come_first_served_and_bounded),
        TEST(test_waiting_has_its_end),
        TEST(test_nobody_waits_while_a_process_is_idle),
        TEST(test_files_come_when_they_come),
        TEST(test_file_for_a_process_that_is_gone_is_dropped),
        TEST(test_worn_processes_are_replaced_unseen),
        TEST(test_stocks_are_counted),
        TEST(test_progress_is_told),
        TEST(test_what_is_kept_is_found),
        TEST(test_program_that_is_not_there_fails_the_start),
        TEST(test_program_that_ends_at_once_fails_the_start),
        TEST(test_required_sandbox_fails_the_start),
        TEST(test_best_effort_sandbox_starts_and_says_what_is_missing),
        TEST(test_program_lost_while_running_is_unavailable),
        TEST(test_program_replaced_while_running_stays_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
