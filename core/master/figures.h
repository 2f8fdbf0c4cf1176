/* SPDX-License-Identifier: MIT */
/* What the entries have done and how full the zones are, read from the memory that the workers share. */
#pragma once

#include <master/master.h>

enum { FIGURES_HOOKS_MAX = 8 };

/* One entry, all workers together, since the server was started; the longest times are of workers that live. */
struct figures {
    const struct config_entry *entry;
    double calls, seconds, replies, refusals, failed, shadow_replies, longest_seconds;
    size_t hooks; /* those that have been slow */
    struct {
        char name[24];
        double count, longest_seconds;
    } slow[FIGURES_HOOKS_MAX];
};

/* One for each entry of the current generation, to be freed; `requests` is how many have ended. */
struct figures *figures_read(const struct master *master, size_t *count, double *requests);

/* A zone: a table's `capacity` is not 0. */
struct zone_figures {
    const char *name;
    size_t bytes;
    struct tn_table_count count;
};
void figures_zones(const struct master *master,
                   void (*visit)(void *context, const struct zone_figures *zone), void *context);
