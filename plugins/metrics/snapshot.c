/* SPDX-License-Identifier: MIT */
/* Copies of samples, and when they were made. */
#include "snapshot.h"

#include <stdlib.h>

static const uint64_t fresh_ns = 100000000, measure_every_ns = 1000000000;

/* One sample with all that it points to, behind it. Names of labels are constants of the plugins. */
struct copy {
    struct copy *next;
    struct tn_sample sample;
    const char *names[TN_LABELS_MAX + 1];
    struct tn_text values[TN_LABELS_MAX + 1];
    char text[];
};

struct samples {
    struct copy *first, **last;
};

struct snapshot {
    struct tn_host *host;
    struct samples *samples;
    uint64_t taken_ns, measured_ns;
    double cpu_seconds, cpu_percent;
    struct tn_process process;
    struct memory memory;
};

struct samples *samples_new(void)
{
    struct samples *samples = calloc(1, sizeof *samples);
    if (!samples)
        abort();
    samples->last = &samples->first;
    return samples;
}

void samples_free(struct samples *samples)
{
    for (struct copy *copy = samples->first, *next; copy; copy = next) {
        next = copy->next;
        free(copy);
    }
    free(samples);
}

static size_t text_size(const struct tn_sample *sample)
{
    size_t size = strlen(sample->family) + 1;
    for (size_t i = 0; i < sample->labels; i++)
        size += sample->label_values[i].size;
    return size;
}

void samples_add(void *context, const struct tn_sample *sample)
{
    struct samples *samples = context;
    struct copy *copy = calloc(1, sizeof *copy + text_size(sample));
    if (!copy)
        abort();
    copy->sample = *sample;
    copy->sample.buckets = 0;
    char *at = stpcpy(copy->text, sample->family) + 1;
    for (size_t i = 0; i < sample->labels; i++) {
        size_t size = sample->label_values[i].size;
        copy->names[i] = sample->label_names[i];
        copy->values[i] = (struct tn_text){ memcpy(at, sample->label_values[i].at, size), size };
        at += size;
    }
    copy->sample.family = copy->text;
    copy->sample.label_names = copy->names;
    copy->sample.label_values = copy->values;
    *samples->last = copy;
    samples->last = &copy->next;
}

struct snapshot *snapshot_start(struct tn_host *host)
{
    struct snapshot *snapshot = tn_instance_alloc(host, sizeof *snapshot);
    snapshot->host = host;
    return snapshot;
}

void snapshot_stop(struct snapshot *snapshot)
{
    if (snapshot->samples)
        samples_free(snapshot->samples);
    snapshot->samples = NULL;
}

void snapshot_take(struct snapshot *snapshot, struct samples *samples)
{
    snapshot_stop(snapshot);
    snapshot->samples = samples;
    snapshot->taken_ns = tn_clock_ns();
}

void snapshot_refresh(struct snapshot *snapshot)
{
    if (snapshot->samples && tn_clock_ns() - snapshot->taken_ns < fresh_ns)
        return;
    struct samples *samples = samples_new();
    tn_observe_metrics(snapshot->host, samples_add, samples);
    snapshot_take(snapshot, samples);
}

void snapshot_visit(const struct snapshot *snapshot,
                    void (*visit)(void *context, const struct tn_sample *sample), void *context)
{
    for (const struct copy *copy = snapshot->samples->first; copy; copy = copy->next)
        visit(context, &copy->sample);
}

/* The share of processor time since the last measure, which is at least a second ago: less would say little. */
static void measure_cpu(struct snapshot *snapshot, uint64_t passed_ns)
{
    double seconds = snapshot->process.cpu_user_seconds + snapshot->process.cpu_system_seconds;
    if (snapshot->measured_ns)
        snapshot->cpu_percent =
            (seconds - snapshot->cpu_seconds) / ((double)passed_ns * 1e-9) * 100;
    snapshot->cpu_seconds = seconds;
}

/* Counting what a process has open takes a look at each. */
static void measure(struct snapshot *snapshot)
{
    uint64_t now_ns = tn_clock_ns(), passed_ns = now_ns - snapshot->measured_ns;
    if (snapshot->measured_ns && passed_ns < measure_every_ns)
        return;
    snapshot->process.process_size = sizeof snapshot->process;
    tn_observe_process(&snapshot->process);
    memory_measure("", &snapshot->memory);
    measure_cpu(snapshot, passed_ns);
    snapshot->measured_ns = now_ns;
}

const struct tn_process *snapshot_process(struct snapshot *snapshot)
{
    measure(snapshot);
    return &snapshot->process;
}

const struct memory *snapshot_memory(struct snapshot *snapshot)
{
    measure(snapshot);
    return &snapshot->memory;
}

double snapshot_cpu_percent(struct snapshot *snapshot)
{
    measure(snapshot);
    return snapshot->cpu_percent;
}
