/* SPDX-License-Identifier: MIT */
/* What evaluations leave for later ones: whole results, and geometry that processes want to be kept. The worker's own cache comes first,
 * then what all workers have in common, which outlives them. */
#pragma once

#include "cache.h"
#include "task.h"

struct kept_settings {
    size_t results;       /* in the worker's own cache; 0: none */
    size_t results_bytes; /* there */
    size_t common_bytes;  /* 0: the workers have nothing in common */
    const char *program;  /* what it makes is not what another makes */
};

struct kept;

/* NULL after tn_fail. Hooks: start. */
struct kept *kept_open(struct tn_host *host, const struct kept_settings *settings);
void kept_close(struct kept *kept);

/* The largest geometry that is kept of so many bytes in common. */
size_t kept_geometry_max(size_t common_bytes);

/* Names the task, for the two below. */
void kept_note_task(const struct kept *kept, struct task *task);

/* The result that was worked out for the same request before. */
bool kept_find_result(struct kept *kept, struct task *task, struct outcome *outcome);

/* Keeps a result, if the same request will have it again; what is returned holds its memory. */
struct outcome kept_put_result(struct kept *kept, const struct task *task,
                               const struct outcome *outcome);

/* Geometry by a process's name for it; content to be given to free(), or false. */
bool kept_find_geometry(struct kept *kept, struct tn_text name, struct tn_text *content);
void kept_put_geometry(struct kept *kept, const struct protocol_keep *keep);
