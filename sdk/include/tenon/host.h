/* SPDX-License-Identifier: MIT */
/* The host as an instance sees it: its name, its memory, its failures, the clock. */
#pragma once

#include <tenon/plugin.h>

/* The entry's name: `name:` if given, else the plugin's. Good until destroy. Hooks: any. */
TN_API const char *tn_name(struct tn_host *host);

/*
 * Reports why create or start fails, as file:line:column of the entry with an excerpt. Say what was
 * expected and what was found; no trailing full stop or newline. Returns false. In create, `return
 * tn_fail(…), NULL`. Hooks: create, start.
 */
TN_API bool tn_fail(struct tn_host *host, const char *format, ...) TN_PRINTF(2, 3);

/*
 * The same, pointing at one option: a name, or a way such as "checks.disk.path" or "rules.2" (the
 * third of a list or map). Where the file does not hold the option, the entry is shown. Hooks:
 * create, start.
 */
TN_API bool tn_fail_at(struct tn_host *host, const char *option, const char *format, ...)
    TN_PRINTF(3, 4);

/* A remark about the configuration at load and at `tenon check`, shown like an error; nothing
 * fails. Hooks: create. */
TN_API void tn_warn_at(struct tn_host *host, const char *option, const char *format, ...)
    TN_PRINTF(3, 4);

/* Says what the instance is, so that the host can warn of what does not go together: it refuses who
 * asks too often; machines ask it how the server is; it tells clients by address. Hooks: create. */
enum tn_role { TN_LIMITS = 1, TN_PROBED = 2, TN_KNOWS_CLIENTS = 4 };
TN_API void tn_declare(struct tn_host *host, unsigned roles);

/*
 * Memory for as long as the instance lives: zeroed, aligned for anything, freed after destroy.
 * Never NULL: out of memory stops the process. Cap what a stranger can drive before you ask. Hooks:
 * any but request, reply and done.
 */
TN_API void *tn_instance_alloc(struct tn_host *host, size_t size);

/* Zeroed memory in the request's arena, good until its `done` hooks have run. Never NULL. Hooks:
 * any with a request. */
TN_API void *tn_request_alloc(struct tn_request *request, size_t size);

/* Formats into the request's arena. The text is NUL-terminated there. Hooks: any with a request. */
TN_API struct tn_text tn_request_print(struct tn_request *request, const char *format, ...)
    TN_PRINTF(2, 3);

/* Copies a text into the request's arena, NUL-terminated; an absent one stays absent. Hooks: any
 * with a request. */
TN_API struct tn_text tn_request_copy(struct tn_request *request, struct tn_text text);

/*
 * Memory of this instance for this request: zeroed at the first call, the same pointer in each
 * later hook of the same instance; `size` must not change. Good until `done` has run. Hooks: any
 * with a request.
 */
TN_API void *tn_request_state(struct tn_request *request, struct tn_host *host, size_t size);

/* Has `release(pointer)` called when the request is over, after its `done` hooks, last come first.
 * Hooks: any with a request. */
TN_API void tn_request_defer(struct tn_request *request, void (*release)(void *pointer),
                             void *pointer);

/* Nanoseconds of a clock that never goes back and is common to all workers of the machine. Hooks:
 * any; any thread. */
TN_API uint64_t tn_clock_ns(void);

/* Milliseconds since 1970-01-01 UTC, by the wall clock. Hooks: any; any thread. */
TN_API int64_t tn_wall_clock_ms(void);

/* The version of the host, such as "0.1.0". Static. Hooks: any; any thread. */
TN_API const char *tn_host_version(void);

/* Where the worker stands: not serving yet; serving; finishing what it has; without requests. */
enum tn_state { TN_STARTING, TN_READY, TN_DRAINING, TN_STOPPING };

/* The state of this worker. Hooks: any. */
TN_API enum tn_state tn_worker_state(void);

/* The number of this worker's slot, from 0, and of all slots. During a reload an old and a new
 * worker are in the same one. Hooks: any but create. */
TN_API unsigned tn_worker_slot(void);
TN_API unsigned tn_worker_count(void);
