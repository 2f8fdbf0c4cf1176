/* SPDX-License-Identifier: MIT */
/*
 * Questions to the file system, which may hang for ever: each goes to a thread of its own, so that
 * one that hangs holds up neither the loop, nor the jobs of others, nor the end of the worker.
 */
#pragma once

#include <tenon/loop.h>
#include <tenon/tenon.h>

enum errand_kind { ERRAND_DISK, ERRAND_WRITABLE, ERRAND_EXISTS };

struct errand_task;

struct errand {
    struct tn_check *check;
    enum errand_kind kind;
    const char *path;
    uint64_t free_bytes;
    uv_async_t wake;
    struct errand_task *task; /* under way; NULL: none */
};

/* Hook: start. The fields up to `wake` are filled. */
void errand_open(struct errand *errand, struct tn_host *host);
/* Asks, and reports to the check. */
void errand_ask(void *context);
/* A thread that is still under way is left to itself. Hook: stop. */
void errand_close(struct errand *errand);
