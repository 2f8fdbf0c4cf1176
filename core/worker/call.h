/* SPDX-License-Identifier: MIT */
/* Around every call of a plugin that no request leads to: who is running, and for how long it held the loop. */
#pragma once

#include <base/current.h>
#include <worker/worker.h>

struct call {
    struct current outer;
    const char *entry, *hook;
    uint64_t began_ns;
};

struct call call_begin(const struct tn_host *host, const char *hook);
/* Names the entry in the log if the call took longer than `timeouts.blocked`. The host may be gone by now. */
void call_end(const struct call *call);
