/* SPDX-License-Identifier: MIT */
/* One slot of shared memory a worker, written every few seconds; a dead worker's grows stale. */
#include "processes.h"

#include <stdatomic.h>
#include <stdio.h>

enum { NOTE_EVERY_MS = 5000, STALE_AFTER_MS = 4 * NOTE_EVERY_MS };

enum figure { CPU, RESIDENT, VIRTUAL, OPEN_DESCRIPTORS, MAX_DESCRIPTORS, FIGURES };

/* Figures are doubles by their bits: readers may see a mixture of two notes, which does no harm. */
struct slot {
    _Atomic uint64_t noted_ms; /* 0: never */
    _Atomic uint64_t figures[FIGURES];
};

struct processes {
    struct slot *slots;
    unsigned count, own;
    int64_t started_ms; /* the server */
};

/* The names and types that the Prometheus client libraries agreed on. */
static const struct {
    const char *name;
    enum tn_metric_kind kind;
    const char *unit, *summary;
} families[FIGURES] = {
    [CPU] = { "process_cpu_seconds", TN_COUNTER, "seconds", "CPU time spent, user and system." },
    [RESIDENT] = { "process_resident_memory_bytes", TN_GAUGE, "bytes", "Resident memory." },
    [VIRTUAL] = { "process_virtual_memory_bytes", TN_GAUGE, "bytes", "Virtual memory." },
    [OPEN_DESCRIPTORS] = { "process_open_fds", TN_GAUGE, NULL, "Open file descriptors." },
    [MAX_DESCRIPTORS] = { "process_max_fds", TN_GAUGE, NULL, "Most file descriptors allowed." },
};

static uint64_t now_ms(void)
{
    return tn_clock_ns() / 1000000;
}

static void put(struct slot *slot, enum figure figure, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    atomic_store_explicit(&slot->figures[figure], bits, memory_order_relaxed);
}

static double get(const struct slot *slot, enum figure figure)
{
    uint64_t bits = atomic_load_explicit(&slot->figures[figure], memory_order_relaxed);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* A worker that drains leaves the slot to its successor, or the counter would jump to and fro. */
static void note(void *context)
{
    struct processes *processes = context;
    struct slot *slot = &processes->slots[processes->own];
    if (tn_worker_state() == TN_DRAINING || tn_worker_state() == TN_STOPPING)
        return;
    struct tn_process process = { .process_size = sizeof process };
    tn_observe_process(&process);
    processes->started_ms = process.started_ms;
    put(slot, CPU, process.cpu_user_seconds + process.cpu_system_seconds);
    put(slot, RESIDENT, (double)process.resident_bytes);
    put(slot, VIRTUAL, (double)process.virtual_bytes);
    put(slot, OPEN_DESCRIPTORS, (double)process.open_descriptors);
    put(slot, MAX_DESCRIPTORS, (double)process.max_descriptors);
    atomic_store_explicit(&slot->noted_ms, now_ms(), memory_order_relaxed);
}

struct processes *processes_start(struct tn_host *host)
{
    struct processes *processes = tn_instance_alloc(host, sizeof *processes);
    processes->count = tn_worker_count();
    processes->own = tn_worker_slot();
    processes->slots = tn_zone(host, "processes", processes->count * sizeof(struct slot));
    if (!processes->slots)
        return NULL;
    note(processes);
    tn_timer_start(host, NOTE_EVERY_MS, NOTE_EVERY_MS, note, processes);
    return processes;
}

/* Who is shown the samples. */
struct viewer {
    void (*visit)(void *context, const struct tn_sample *sample);
    void *context;
};

static void expose_worker(const struct processes *processes, enum figure figure, unsigned worker,
                          const struct viewer *viewer)
{
    static const char *const names[] = { "worker" };
    const struct slot *slot = &processes->slots[worker];
    uint64_t noted = atomic_load_explicit(&slot->noted_ms, memory_order_relaxed);
    if (!noted || noted + STALE_AFTER_MS < now_ms())
        return;
    char number[12];
    snprintf(number, sizeof number, "%u", worker);
    const struct tn_text value = tn_text(number);
    viewer->visit(viewer->context, &(struct tn_sample){ .sample_size = sizeof(struct tn_sample),
                                                        .family = families[figure].name,
                                                        .kind = families[figure].kind,
                                                        .unit = families[figure].unit,
                                                        .summary = families[figure].summary,
                                                        .labels = 1,
                                                        .label_names = names,
                                                        .label_values = &value,
                                                        .value = get(slot, figure) });
}

void processes_expose(const struct processes *processes,
                      void (*visit)(void *context, const struct tn_sample *sample), void *context)
{
    const struct viewer viewer = { visit, context };
    for (int figure = 0; figure < FIGURES; figure++)
        for (unsigned worker = 0; worker < processes->count; worker++)
            expose_worker(processes, (enum figure)figure, worker, &viewer);
    visit(context, &(struct tn_sample){ .sample_size = sizeof(struct tn_sample),
                                        .family = "process_start_time_seconds",
                                        .kind = TN_GAUGE,
                                        .unit = "seconds",
                                        .summary = "When the server was started, as a Unix time.",
                                        .value = (double)processes->started_ms / 1000 });
}
