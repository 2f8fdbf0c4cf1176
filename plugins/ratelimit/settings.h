/* SPDX-License-Identifier: MIT */
/* An entry's options, as in the file. */
#pragma once

#include "rule.h"

/* What a new key does to a full table. */
enum settings_full { FULL_FORGET, FULL_REFUSE };

/* What Retry-After says. */
enum settings_retry { RETRY_WAIT, RETRY_WINDOW };

/* What holds while a store fails. */
enum settings_without { WITHOUT_LOCAL, WITHOUT_ALLOW, WITHOUT_DENY };

struct settings {
    struct rule_settings rule; /* the entry's only one, or */
    struct tn_groups policies; /* of struct rule_settings */
    struct tn_texts refund;
    struct tn_patterns peek;
    int headers;
    int retry_after; /* enum settings_retry */
    int64_t status;
    const char *code;
    const char *message;
    int64_t keys;
    int on_store_error; /* enum settings_without */
    const char *prefix;
    int full; /* enum settings_full */
};
