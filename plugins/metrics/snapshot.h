/* SPDX-License-Identifier: MIT */
/* The server's families as they were a moment ago, for variables: reading them all for each variable
 * of a body would cost too much. */
#pragma once

#include "memory.h"

#include <tenon/tenon.h>

struct snapshot;

struct snapshot *snapshot_start(struct tn_host *host);
void snapshot_stop(struct snapshot *snapshot);

/* Reads everything anew if what is there is older than a tenth of a second. On the loop. */
void snapshot_refresh(struct snapshot *snapshot);

/* Takes samples that a job has gathered; they are the snapshot's from now on. On the loop. */
struct samples;
void snapshot_take(struct snapshot *snapshot, struct samples *samples);

/* A copy of samples, to be filled by samples_add, which is a visitor of tn_observe_metrics. Any thread. */
struct samples *samples_new(void);
void samples_add(void *context, const struct tn_sample *sample);
void samples_free(struct samples *samples);

void snapshot_visit(const struct snapshot *snapshot,
                    void (*visit)(void *context, const struct tn_sample *sample), void *context);

/* This process, its memory, and the processor time that it has used lately, of one processor, in
 * percent: as they were within the last second. On the loop. */
const struct tn_process *snapshot_process(struct snapshot *snapshot);
const struct memory *snapshot_memory(struct snapshot *snapshot);
double snapshot_cpu_percent(struct snapshot *snapshot);
