/* SPDX-License-Identifier: MIT */
/* The number of the ABI, its history, and the few macros that every other header uses. */
#pragma once

/*
 * Trust: a plugin runs inside the worker's process with all of its rights. Load only what you
 * trust. What handles a stranger's program belongs in a child process without rights (see the
 * evaluator plugin).
 *
 * Promise: a plugin built against ABI M.n loads in every host of ABI M.m with m >= n. Within one
 * major number, functions and fields are added, never moved or taken away. Every struct that a
 * plugin defines and the host reads begins with, or is described by, its own size.
 *
 * History, one line a change:
 *   1.0   The first promise.
 */
#define TN_ABI_MAJOR 1
#define TN_ABI_MINOR 0

/* A function of the host, exported by libtenon.so.1. */
#define TN_API __attribute__((visibility("default")))

/* Put before the plugin's one exported object. */
#define TN_EXPORT __attribute__((visibility("default")))

/* The function checks its format string like printf. */
#define TN_PRINTF(format, first) __attribute__((__format__(__printf__, format, first)))

/*
 * In the comments of these headers:
 *   "Hooks:" lists the hooks of struct tn_plugin that may call the function; "any" is every hook,
 *   and any callback that the host runs on the worker's loop. Elsewhere, a job's `run` included,
 *   only what is marked "any thread" may be called.
 *   A returned pointer is borrowed, never to be freed; the comment says until when it is good.
 *   A call that breaks these rules is a mistake in the plugin, not a condition. The host stops the
 *   process with a message that names the entry, the hook and the rule. What it cannot know (a
 *   pointer that is no longer good, a NULL that is not allowed) is as undefined as anywhere in C.
 */
