/* SPDX-License-Identifier: MIT */
/* Two ways to wait without holding the loop: a timer (GET /wait) and a job on a thread (GET /digest/TEXT). */
#include <tenon/tenon.h>

struct settings {
    struct tn_duration wait;
};
static const struct settings defaults = { .wait = { 100 } };
static const struct tn_option options[] = {
    { "wait", TN_OPTION_DURATION(struct settings, wait), .min = 1, .max = 60000,
      .summary = "How long GET /wait takes." },
    { 0 },
};

struct async {
    struct tn_host *host;
    const struct settings *settings;
};

static void *create(struct tn_host *host, const void *settings)
{
    struct async *async = tn_instance_alloc(host, sizeof *async);
    async->host = host;
    async->settings = settings;
    return async;
}

/* What one waiting request needs; it lives in the request's arena. */
struct waiting {
    struct tn_request *request;
    struct tn_timer *timer;
};

static void time_is_up(void *context)
{
    struct waiting *waiting = context;
    waiting->timer = NULL;
    tn_reply(waiting->request, 200, "text/plain", TN_TEXT("waited\n"));
    tn_resume(waiting->request, TN_REPLY);
}

static enum tn_verdict wait(struct tn_request *request, void *self)
{
    struct async *async = self;
    struct waiting *waiting = tn_request_state(request, async->host, sizeof *waiting);
    waiting->request = request;
    waiting->timer = tn_timer_start(async->host, async->settings->wait.ms, 0, time_is_up, waiting);
    return TN_LATER;
}

/* The client has gone: the timer is stopped, and the one tn_resume that a TN_LATER owes is paid. */
static void cancel(struct tn_request *request, void *self)
{
    struct async *async = self;
    struct waiting *waiting = tn_request_state(request, async->host, sizeof *waiting);
    if (!waiting->timer)
        return; /* a job: it cannot be stopped, and resumes when it is done */
    tn_timer_stop(waiting->timer);
    tn_resume(request, TN_NEXT);
}

struct digest {
    struct tn_request *request;
    struct tn_text text;
    unsigned long long sum;
};

/* On a thread: touches nothing but its own struct. */
static void compute(void *context)
{
    struct digest *digest = context;
    digest->sum = 14695981039346656037ULL; /* FNV-1a */
    for (size_t i = 0; i < digest->text.size; i++)
        digest->sum = (digest->sum ^ (unsigned char)digest->text.at[i]) * 1099511628211ULL;
}

/* Back on the loop, exactly once. */
static void computed(void *context, enum tn_job_end end)
{
    struct digest *digest = context;
    struct tn_request *request = digest->request;
    if (end == TN_JOB_FINISHED)
        tn_reply(request, 200, "text/plain", tn_request_print(request, "%016llx\n", digest->sum));
    else
        tn_refuse(request, 503, "The server is stopping.");
    tn_resume(request, TN_REPLY);
}

static enum tn_verdict digest(struct tn_request *request, void *self)
{
    struct async *async = self;
    struct digest *work = tn_request_alloc(request, sizeof *work);
    work->request = request;
    work->text = tn_request_param(request, "text");
    tn_job(async->host, request, compute, computed, work);
    return TN_LATER;
}

static const struct tn_route routes[] = {
    { "GET", "/wait", wait, "Answers after a while." },
    { "GET", "/digest/:text", digest, "A digest made on a thread." },
    { 0 },
};

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,
    .name = "async",
    .version = "1",
    .summary = "Waits without blocking.",
    .options = options,
    .defaults = &defaults,
    .options_size = sizeof defaults,
    .routes = routes,
    .create = create,
    .cancel = cancel,
};
