/* SPDX-License-Identifier: MIT */
/* Whether an entry's `match` and `except` hold for a request. */
#pragma once

#include <http/request.h>

/* In what the request differs from the condition: "path", "method", "host" or "header"; NULL: in nothing, it holds. */
const char *condition_differs(const struct http_condition *condition, struct tn_request *request);

/* Any of `match` (or none is given) and none of `except`. */
bool condition_entry_applies(const struct http_entry *entry, struct tn_request *request);
