/* SPDX-License-Identifier: MIT */
/* Which entry and hook a thread is in: written around every call of a plugin, read when one crashes or breaks a rule. */
#pragma once

#include <tenon/abi.h>

/* Strings that outlive the call: the crash handler reads them at any instant. */
struct current {
    /* NULL: the host itself. */
    const char *volatile entry;
    const char *volatile hook;
};

/* Each thread's own, so that a job is named too. Laid out at load, since a signal handler must not allocate it. */
extern _Thread_local struct current current __attribute__((tls_model("initial-exec")));

/* Before a call; what it returns is put back behind it. */
static inline struct current current_enter(const char *entry, const char *hook)
{
    struct current outer = current;
    current.entry = entry;
    current.hook = hook;
    return outer;
}

/* Says which entry and hook break a rule of the sdk, and how, and ends the process. */
_Noreturn void current_blame(const char *format, ...) TN_PRINTF(1, 2);

/* A rule of the sdk that a plugin has to keep, stated as the plugin's author should read it when it is broken. */
#define plugin_must(kept, ...) ((kept) ? (void)0 : current_blame(__VA_ARGS__))
