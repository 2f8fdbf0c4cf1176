/* SPDX-License-Identifier: MIT */
/* What http/hook.c does for the hooks of requests, for jobs, timers and `reopen`. */
#include <tenon/host.h>
#include <worker/attached.h>
#include <worker/call.h>

struct call call_begin(const struct tn_host *host, const char *hook)
{
    return (struct call){ current_enter(host->name, hook), host->name, hook, tn_clock_ns() };
}

void call_end(const struct call *call)
{
    struct worker *worker = worker_here();
    int64_t took_ms = (int64_t)((tn_clock_ns() - call->began_ns) / 1000000);
    int64_t blocked_ms = worker->http.blocked_ms;
    current = call->outer;
    if (blocked_ms > 0 && took_ms > blocked_ms) {
        series_count_slow(worker, call->entry, call->hook, (double)took_ms / 1000);
        log_print(&worker->log, TN_WARN, "entry `%s`: the %s hook held the loop for %lld ms",
                  call->entry, call->hook, (long long)took_ms);
    }
}
