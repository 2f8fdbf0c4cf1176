/* SPDX-License-Identifier: MIT */
/* The sdk's questions about the worker itself. */
#include <base/current.h>
#include <plugins/instance.h>
#include <tenon/loop.h>
#include <worker/worker.h>

const char *tn_host_version(void)
{
    return TENON_VERSION;
}

enum tn_state tn_worker_state(void)
{
    return worker_here()->state;
}

unsigned tn_worker_slot(void)
{
    return worker_here()->facts.slot;
}

unsigned tn_worker_count(void)
{
    return worker_here()->facts.slots;
}

uv_loop_t *tn_loop(struct tn_host *host)
{
    plugin_must(host->started, "tn_loop is for start and later");
    return &worker_here()->loop;
}
