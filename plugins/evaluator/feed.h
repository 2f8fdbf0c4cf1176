/* SPDX-License-Identifier: MIT */
/* A reply that tells how far an evaluation is, and then what came of it: server-sent events, for clients that accept text/event-stream. */
#pragma once

#include "pool.h"

struct feed;

/* Whether the client wants one. */
bool feed_is_wanted(struct tn_request *request);

/* Lives in the request's memory. */
struct feed *feed_new(struct task *task, struct pool *pool);

/* Begins the reply. The task is cancelled if the client goes. */
enum tn_verdict feed_reply(struct feed *feed);

void feed_progress(struct feed *feed, const struct protocol_progress *progress);

/* The last event, whose name is static and whose data has no line ends; the task is over. */
void feed_end(struct feed *feed, const char *event, struct tn_text data);
