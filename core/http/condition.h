/* SPDX-License-Identifier: MIT */
/* Whether an entry's `match` and `except` hold for a request. */
#pragma once

#include <http/request.h>

/* Any of `match` (or none is given) and none of `except`. */
bool condition_entry_applies(const struct http_entry *entry, struct tn_request *request);
