/* SPDX-License-Identifier: MIT */
/* A plugin that does a little of everything, for tests of the processes around it. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <tenon/tenon.h>

struct settings {
    const char *word;
    struct tn_duration slow;
};

static const struct settings defaults = { .word = "hello", .slow = { 200 } };

static const struct tn_option options[] = {
    { "word", TN_OPTION_TEXT(struct settings, word), .summary = "What is said." },
    { "slow", TN_OPTION_DURATION(struct settings, slow), .summary = "How long /slow takes." },
    { 0 },
};

static const struct tn_metric metrics[] = {
    { "answers", TN_COUNTER, .labels = { "route" }, .summary = "What was answered." },
    { 0 },
};

struct echo {
    const struct settings *settings;
    struct tn_host *host;
    struct tn_table *table;
    struct tn_series *words;
    struct tn_check *check;
};

static void *create(struct tn_host *host, const void *given)
{
    struct echo *echo = tn_instance_alloc(host, sizeof *echo);
    echo->settings = given;
    echo->host = host;
    return echo;
}

static bool start(struct tn_host *host, void *self)
{
    struct echo *echo = self;
    struct tn_text label = TN_TEXT("word");
    echo->table = tn_table(host, "counts", 100);
    echo->words = tn_series(host, 0, &label);
    echo->check = tn_check(host, NULL, true);
    tn_check_report(echo->check, TN_HEALTH_UP, -1, "speaks");
    return echo->table != NULL;
}

static void reopen(struct tn_host *host, void *self)
{
    (void)self;
    tn_log(host, TN_INFO, "reopened");
}

static enum tn_verdict on_word(struct tn_request *request, void *self)
{
    struct echo *echo = self;
    tn_series_add(echo->words, 1);
    return tn_reply(request, 200, "text/plain", tn_text(echo->settings->word));
}

static enum tn_verdict on_process(struct tn_request *request, void *self)
{
    static const char *const states[] = { "starting", "ready", "draining", "stopping" };
    (void)self;
    return tn_reply(request, 200, "text/plain",
                    tn_request_print(request, "%d %u/%u %s", (int)getpid(), tn_worker_slot(),
                                     tn_worker_count(), states[tn_worker_state()]));
}

static uint64_t increment(uint64_t old, void *context)
{
    (void)context;
    return old + 1;
}

static enum tn_verdict on_who(struct tn_request *request, void *self)
{
    (void)self;
    struct tn_text scheme = tn_request_scheme(request), client = tn_request_client(request);
    return tn_reply(
        request, 200, "text/plain",
        tn_request_print(request, "%" TN_PRI " %" TN_PRI, TN_ARG(scheme), TN_ARG(client)));
}

static enum tn_verdict on_count(struct tn_request *request, void *self)
{
    struct echo *echo = self;
    uint64_t count = tn_table_change(echo->table, tn_key(TN_TEXT("all")), increment, NULL);
    return tn_reply(request, 200, "text/plain",
                    tn_request_print(request, "%llu", (unsigned long long)count));
}

/* What /slow waits for. */
struct slow {
    struct tn_request *request;
    struct tn_timer *timer;
};

/* So that a test knows when it may go on. */
static void say_that_one_waits(struct echo *echo)
{
    tn_log(echo->host, TN_INFO, "a request waits");
}

static void on_slow_end(void *context)
{
    struct slow *slow = context;
    slow->timer = NULL;
    tn_reply(slow->request, 200, "text/plain", TN_TEXT("slow"));
    tn_resume(slow->request, TN_REPLY);
}

static enum tn_verdict on_slow(struct tn_request *request, void *self)
{
    struct echo *echo = self;
    struct slow *slow = tn_request_state(request, echo->host, sizeof *slow);
    slow->request = request;
    say_that_one_waits(echo);
    slow->timer = tn_timer_start(echo->host, echo->settings->slow.ms, 0, on_slow_end, slow);
    return TN_LATER;
}

static enum tn_verdict on_stuck(struct tn_request *request, void *self)
{
    (void)request;
    say_that_one_waits(self);
    return TN_LATER;
}

static void cancel(struct tn_request *request, void *self)
{
    struct echo *echo = self;
    struct slow *slow = tn_request_state(request, echo->host, sizeof *slow);
    if (!slow->timer)
        return; /* a job, which ends by itself, or /stuck, which never does */
    tn_timer_stop(slow->timer);
    tn_resume(request, TN_FAILED);
}

static void job_run(void *context)
{
    (void)context;
    usleep(20000);
}

static void job_done(void *context, enum tn_job_end end)
{
    struct tn_request *request = context;
    tn_reply(request, end == TN_JOB_FINISHED ? 200 : 503, "text/plain", TN_TEXT("job"));
    tn_resume(request, TN_REPLY);
}

static enum tn_verdict on_job(struct tn_request *request, void *self)
{
    struct echo *echo = self;
    tn_job(echo->host, request, job_run, job_done, request);
    return TN_LATER;
}

static enum tn_verdict on_hang(struct tn_request *request, void *self)
{
    (void)request;
    (void)self;
    for (;;)
        pause();
    return TN_NEXT;
}

static enum tn_verdict on_crash(struct tn_request *request, void *self)
{
    (void)request;
    (void)self;
    raise(SIGSEGV);
    return TN_NEXT;
}

/* All samples as text, one a line. */
struct report {
    char *text;
    size_t size;
    FILE *stream;
};

static void print_sample(void *context, const struct tn_sample *sample)
{
    struct report *report = context;
    fprintf(report->stream, "%s", sample->family);
    for (size_t i = 0; i < sample->labels; i++)
        fprintf(report->stream, " %s=%" TN_PRI, sample->label_names[i],
                TN_ARG(sample->label_values[i]));
    fprintf(report->stream, " %g\n", sample->value);
}

static enum tn_verdict on_metrics(struct tn_request *request, void *self)
{
    struct echo *echo = self;
    struct report report = { NULL, 0, NULL };
    report.stream = open_memstream(&report.text, &report.size);
    tn_observe_metrics(echo->host, print_sample, &report);
    fclose(report.stream);
    tn_request_defer(request, free, report.text);
    return tn_reply(request, 200, "text/plain", (struct tn_text){ report.text, report.size });
}

static const struct tn_route routes[] = {
    { "GET", "/word", on_word, "Says the word." },
    { "GET", "/process", on_process, "Says which process answers." },
    { "GET", "/who", on_who, "Says who asks, and how." },
    { "GET", "/count", on_count, "Counts in shared memory." },
    { "GET", "/slow", on_slow, "Answers later." },
    { "GET", "/stuck", on_stuck, "Never answers, against the rules." },
    { "GET", "/job", on_job, "Answers after a job." },
    { "GET", "/crash", on_crash, "Crashes." },
    { "GET", "/hang", on_hang, "Holds the loop for ever, against the rules." },
    { "GET", "/samples", on_metrics, "All metrics." },
    { 0 },
};

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,
    .name = "echo",
    .version = "1",
    .summary = "For tests.",
    .options = options,
    .defaults = &defaults,
    .options_size = sizeof defaults,
    .metrics = metrics,
    .routes = routes,
    .create = create,
    .start = start,
    .cancel = cancel,
    .reopen = reopen,
};
