/* SPDX-License-Identifier: MIT */
/* What all workers have in common: contents by their names, in memory that outlives the workers. The newest are written over the oldest.
 * A worker may die at any instant, and two may write at once: content that is not whole is not found. */
#pragma once

#include <tenon/text.h>

#include "base/digest.h"

struct common;

/* How large a zone is that holds about so many bytes of contents. */
size_t common_zone_bytes(size_t bytes);

/* The contents of a zone of common_zone_bytes(bytes), zeroed when it was made. To be given to free(); the zone stays as it is. */
struct common *common_open(void *zone, size_t bytes);

/* The largest content that is kept. */
size_t common_content_max(size_t bytes);

/* The content of that name, to be given to free(); false if there is none. */
bool common_find(struct common *common, const struct digest *name, struct tn_text *content);

/* Keeps content that is not too large. */
void common_put(struct common *common, const struct digest *name, struct tn_text content);
