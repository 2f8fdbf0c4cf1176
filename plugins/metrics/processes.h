/* SPDX-License-Identifier: MIT */
/* The process families, for every worker and not only the one that is asked: each writes down its
 * own figures in shared memory. */
#pragma once

#include <tenon/tenon.h>

#include "exposition.h"

struct processes;

/* Joins the workers' shared notes. NULL after tn_fail. From start. */
struct processes *processes_start(struct tn_host *host);

/* Writes this worker's figures down, then the families for all workers into the exposition. */
void processes_expose(struct processes *processes, struct exposition *exposition);
