/* SPDX-License-Identifier: MIT */
/* Families that the file declares: counted at the end of each request, or values of the moment. */
#pragma once

#include "exposition.h"
#include "label.h"
#include "store.h"

enum { QUANTILES_MAX = 10 };

struct family {
    const struct family_settings *settings;
    const char *name; /* without `_total` */
    const char *unit; /* what the name ends in, if it is a base unit */
    const struct label_settings *labels;
    size_t label_count;
    uint64_t numbers; /* of label values, all together */
    size_t bounds, quantiles;
    double bound[TN_BUCKETS_MAX], quantile[QUANTILES_MAX];
    uint64_t window_ns;
    double divisor; /* what is counted are whole nanoseconds or bytes */
    struct store *store;
};

/* Checks what the file says and fills the family in; the window is the entry's unless it has its
 * own. False after tn_fail. Hook: create. */
bool family_prepare(struct tn_host *host, const struct family_settings *settings,
                    const struct settings *entry, struct family *family);

/* Joins the workers' counts, if there is something to count. False after tn_fail. Hook: start. */
bool family_start(struct tn_host *host, struct family *family);

/* Counts a request that is over. */
void family_count(struct family *family, const struct observation *observation);

/* Calls `visit` for each series of what is counted, in any order; of a summary only with count and
 * sum. Any thread. */
void family_visit(struct family *family,
                  void (*visit)(void *context, const struct tn_sample *sample), void *context);

/* Writes what is counted. Any thread. */
void family_expose(struct family *family, struct exposition *exposition);

/* Writes the value of this moment, where there is one. Hook: any with a request. */
void family_expose_value(const struct family *family, struct tn_request *request,
                         struct exposition *exposition);
