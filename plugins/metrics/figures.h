/* SPDX-License-Identifier: MIT */
/* What bodies want to know of all requests, whatever families the file declares: statuses,
 * durations, sizes, and the last errors. Shared by all workers. */
#pragma once

#include "label.h"
#include "sketch.h"

struct figures;

/* Joins the workers' figures. NULL after tn_fail. Hook: start. */
struct figures *figures_start(struct tn_host *host, uint64_t window_ns);

void figures_count(struct figures *figures, const struct observation *observation);

/* How many requests ended with a status from `first` to `last`. */
uint64_t figures_statuses(const struct figures *figures, int first, int last);

/* The mean of all durations in seconds, and of all replies' sizes in bytes; 0 if there are none. */
double figures_mean_seconds(const struct figures *figures);
double figures_mean_bytes(const struct figures *figures);

/* A quantile of the window's durations in seconds; 1 is the longest. 0 if there are none. */
double figures_seconds(const struct figures *figures, double quantile);

/* The last 100 replies with a status of 400 or more, the newest first: a JSON array of timestamp,
 * type, message (at most 200 bytes) and endpoint. In the request's arena. */
struct tn_text figures_recent(const struct figures *figures, struct tn_request *request);
