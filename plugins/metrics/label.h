/* SPDX-License-Identifier: MIT */
/*
 * Labels of the families that the file declares. Each has a finite set of values that is known when
 * the file is read, so that no client can make series: what is not in the set is "other".
 */
#pragma once

#include "settings.h"

/* One request that is over. */
struct observation {
    struct tn_request *request;
    int status; /* as the access log has it; 499: the client has gone */
    uint64_t now_ns, duration_ns;
    int64_t request_bytes, response_bytes; /* negative: unknown */
};

/* Room for a value that is not the file's own. */
enum { LABEL_TEXT_MAX = 8 };

/* Checks a label; `way` is where it stands in the file ("families.x.labels.y"). False after tn_fail. */
bool label_check(struct tn_host *host, const char *way, const struct label_settings *label);

/* How many values there are, "other" included; and which one a request has, from 0. */
uint64_t label_count(const struct label_settings *label);
uint64_t label_index(const struct label_settings *label, const struct observation *observation);

/* The value of an index, in `room` or the file's own. */
struct tn_text label_text(const struct label_settings *label, uint64_t index,
                          char room[LABEL_TEXT_MAX]);
