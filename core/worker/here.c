/* SPDX-License-Identifier: MIT */
/* The worker of this thread, and what it has hung on an instance. */
#include <assert.h>

#include <base/current.h>
#include <tenon/host.h>
#include <worker/worker.h>

/*
 * The sdk's tn_worker_state, tn_key and tn_observe_process are given nothing that leads to the worker. Its loop's thread alone
 * knows it: so whoever asks from elsewhere, such as a job's `run`, is found out.
 */
static _Thread_local struct worker *here;

void worker_enter(struct worker *worker)
{
    assert(!here || !worker);
    here = worker;
}

struct worker *worker_here(void)
{
    plugin_must(
        here,
        "on another thread than the loop's, only functions marked \"any thread\" may be called");
    return here;
}

struct attachment *attachment_of(struct tn_host *host)
{
    return host->worker;
}
