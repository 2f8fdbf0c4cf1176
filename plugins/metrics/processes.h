/* SPDX-License-Identifier: MIT */
/* The process families, for every worker and not only the one that is asked: each writes down its
 * own figures in shared memory. */
#pragma once

#include <tenon/tenon.h>

struct processes;

/* Joins the workers' shared notes. NULL after tn_fail. From start. */
struct processes *processes_start(struct tn_host *host);

/* Shows the families of all workers, as they were written down within the last seconds. Any thread. */
void processes_expose(const struct processes *processes,
                      void (*visit)(void *context, const struct tn_sample *sample), void *context);
