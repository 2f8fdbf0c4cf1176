/* SPDX-License-Identifier: MIT */
/* The sdk's jobs: libuv's pool of threads; `done` on the loop exactly once, whatever happens. */
#include <assert.h>
#include <stdlib.h>

#include <base/arena.h>
#include <base/current.h>
#include <tenon/later.h>
#include <worker/attached.h>
#include <worker/call.h>

struct job {
    uv_work_t work;
    struct tn_host *host;
    struct tn_request *request;
    void (*run)(void *context);
    void (*done)(void *context, enum tn_job_end end);
    void *context;
    struct job *next, **link;
};

static void on_thread(uv_work_t *work)
{
    struct job *job = work->data;
    struct current outer = current_enter(job->host->name, "job on a thread");
    job->run(job->context);
    current = outer;
}

static void on_loop(uv_work_t *work, int status)
{
    struct job *job = work->data;
    struct call call = call_begin(job->host, "job");
    job->done(job->context, status == UV_ECANCELED ? TN_JOB_CANCELLED : TN_JOB_FINISHED);
    call_end(&call);
    if (job->request)
        http_request_release(job->request);
    *job->link = job->next;
    if (job->next)
        job->next->link = job->link;
    free(job);
}

void tn_job(struct tn_host *host, struct tn_request *request, void (*run)(void *context),
            void (*done)(void *context, enum tn_job_end end), void *context)
{
    plugin_must(host->started && run && done,
                "tn_job is for start and later, with a `run` and a `done`");
    struct worker *worker = worker_here();
    struct job *job = memory_alloc(sizeof *job);
    *job = (struct job){
        .host = host, .request = request, .run = run, .done = done, .context = context
    };
    job->next = worker->jobs;
    job->link = &worker->jobs;
    if (job->next)
        job->next->link = &job->next;
    worker->jobs = job;
    job->work.data = job;
    if (request)
        http_request_hold(request);
    int failed = uv_queue_work(&worker->loop, &job->work, on_thread, on_loop);
    assert(!failed);
}

void jobs_finish(struct worker *worker)
{
    /* Those that run on a thread cannot be cancelled: they are waited for. */
    for (struct job *job = worker->jobs; job; job = job->next)
        uv_cancel((uv_req_t *)&job->work);
    while (worker->jobs)
        uv_run(&worker->loop, UV_RUN_ONCE);
}
