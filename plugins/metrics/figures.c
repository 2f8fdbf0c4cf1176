/* SPDX-License-Identifier: MIT */
/* One region of shared memory: counts by status, sums, a sketch of durations, a ring of errors. */
#include "figures.h"

#include <stdlib.h>

#include "recent.h"

enum { STATUS_END = 600 };

struct shared {
    _Atomic uint64_t statuses[STATUS_END]; /* those that are none: 0 */
    _Atomic uint64_t duration_ns, replies, reply_bytes;
    struct sketch durations;
    struct recent recent;
};

struct figures {
    struct shared *shared;
    uint64_t window_ns;
};

struct figures *figures_start(struct tn_host *host, uint64_t window_ns)
{
    struct figures *figures = tn_instance_alloc(host, sizeof *figures);
    figures->window_ns = window_ns;
    figures->shared = tn_zone(host, "figures", sizeof(struct shared));
    return figures->shared ? figures : NULL;
}

static void add(_Atomic uint64_t *cell, uint64_t amount)
{
    atomic_fetch_add_explicit(cell, amount, memory_order_relaxed);
}

static double read_cell(const _Atomic uint64_t *cell)
{
    return (double)atomic_load_explicit(cell, memory_order_relaxed);
}

void figures_count(struct figures *figures, const struct observation *observation)
{
    struct shared *shared = figures->shared;
    int status = observation->status;
    add(&shared->statuses[status > 0 && status < STATUS_END ? status : 0], 1);
    add(&shared->duration_ns, observation->duration_ns);
    if (observation->response_bytes >= 0) {
        add(&shared->replies, 1);
        add(&shared->reply_bytes, (uint64_t)observation->response_bytes);
    }
    sketch_add(&shared->durations, observation->duration_ns, observation->now_ns,
               figures->window_ns);
    if (status >= 400)
        recent_add(&shared->recent, observation);
}

uint64_t figures_statuses(const struct figures *figures, int first, int last)
{
    uint64_t count = 0;
    for (int status = first; status <= last && status < STATUS_END; status++)
        count += atomic_load_explicit(&figures->shared->statuses[status], memory_order_relaxed);
    return count;
}

double figures_mean_seconds(const struct figures *figures)
{
    uint64_t count = figures_statuses(figures, 0, STATUS_END - 1);
    return count ? read_cell(&figures->shared->duration_ns) * 1e-9 / (double)count : 0;
}

double figures_mean_bytes(const struct figures *figures)
{
    double count = read_cell(&figures->shared->replies);
    return count > 0 ? read_cell(&figures->shared->reply_bytes) / count : 0;
}

double figures_seconds(const struct figures *figures, double quantile)
{
    struct sketch_sum *sum = malloc(sizeof *sum);
    double seconds = 0;
    if (!sum)
        return 0;
    sketch_read(&figures->shared->durations, tn_clock_ns(), figures->window_ns, sum);
    if (sum->count && quantile >= 1)
        seconds = (double)sum->greatest * 1e-9;
    else if (sum->count)
        seconds = sketch_quantile(sum, quantile) * 1e-9;
    free(sum);
    return seconds;
}

struct tn_text figures_recent(const struct figures *figures, struct tn_request *request)
{
    return recent_json(&figures->shared->recent, request);
}
