/* SPDX-License-Identifier: MIT */
/* The checks of every entry as a metric: what alerts look at, without asking for `full`. */
#pragma once

#include <tenon/tenon.h>

/* Sets the gauge of each check every few seconds; `row` is its family, with the label `check`. Hook:
 * start. */
void gauge_start(struct tn_host *host, unsigned row);
