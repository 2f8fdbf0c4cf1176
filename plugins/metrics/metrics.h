/* SPDX-License-Identifier: MIT */
/* One entry of the plugin, as its files share it. */
#pragma once

#include "family.h"
#include "figures.h"
#include "processes.h"
#include "snapshot.h"

struct page;

struct metrics {
    struct tn_host *host;
    const struct settings *settings;
    struct processes *processes;
    struct figures *figures;
    struct snapshot *snapshot;
    struct family *families;
    size_t family_count;
    struct page *pages[EXPOSITION_FORMATS]; /* that are being written (page.h) */
};

/* The variables, variables.c. */
extern const struct tn_variable metrics_variables[];
