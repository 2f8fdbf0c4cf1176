/* SPDX-License-Identifier: MIT */
/* Calling a plugin: the crash handler's slot, the time it takes, what it decides, and undoing what a shadow set. */
#pragma once

#include <http/chain.h>

/* The time of the hooks that follow counts from here. */
void hook_begin(struct tn_request *request);

/* Calls a request hook, a handler or a body's `then` of the entry whose turn it is. */
enum tn_verdict hook_call(struct tn_request *request, tn_hook *hook);

/* Calls a `reply`, `done` or `cancel` hook of an entry. */
enum hook_kind { HOOK_REQUEST, HOOK_REPLY, HOOK_DONE, HOOK_CANCEL };
void hook_tell(struct tn_request *request, size_t entry, enum hook_kind kind,
               void (*hook)(struct tn_request *request, void *self));

/* Whether it is a request hook or a handler that is running. */
bool hook_is_request(void);

bool verdict_valid(enum tn_verdict verdict);

/* Counts a verdict of the entry whose turn it is. */
void hook_count(struct tn_request *request, enum tn_verdict verdict);

/* Keeps what the reply is now, and puts it back: around a hook of an entry in shadow. */
void hook_shadow_begin(struct tn_request *request);
void hook_shadow_end(struct tn_request *request);
/* Calls the reply hook of an entry in shadow. */
void hook_tell_shadow(struct tn_request *request, size_t entry);
/* A route of the entry whose turn it is would have answered: counted, logged and traced. */
void hook_shadow_route(struct tn_request *request);
