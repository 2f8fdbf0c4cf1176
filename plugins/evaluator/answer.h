/* SPDX-License-Identifier: MIT */
/* From the end of an evaluation to an HTTP reply. */
#pragma once

#include "pool.h"

/* Sets the reply to the task's request and returns the verdict. Sees to it that `outcome->memory` is
 * released. */
enum tn_verdict answer(const struct task *task, const struct outcome *outcome,
                       const struct pool_settings *settings);

/* The same as the last event of a feed. */
void answer_feed(const struct task *task, const struct outcome *outcome,
                 const struct pool_settings *settings);
