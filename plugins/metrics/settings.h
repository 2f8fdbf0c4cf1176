/* SPDX-License-Identifier: MIT */
/* What the file says, as the rows in metrics.c fill it in. */
#pragma once

#include <tenon/tenon.h>

/* What a label's value is taken from. The first two need a list of the values that may appear. */
enum label_of { LABEL_VALUE, LABEL_PATH, LABEL_METHOD, LABEL_STATUS, LABEL_CLASS };

struct label_settings {
    const char *name;
    int of; /* enum label_of */
    const struct tn_template *value;
    struct tn_patterns among;
};

enum family_kind { KIND_COUNTER, KIND_GAUGE, KIND_HISTOGRAM, KIND_SUMMARY };

/* What is observed at the end of each request. */
enum observed {
    OBSERVE_NOTHING, /* the family shows a value of the moment of the scrape */
    OBSERVE_REQUESTS,
    OBSERVE_DURATION,
    OBSERVE_REQUEST_SIZE,
    OBSERVE_RESPONSE_SIZE,
};

struct family_settings {
    const char *name;
    int kind; /* enum family_kind */
    const char *help;
    int observe; /* enum observed */
    const struct tn_template *value;
    struct tn_groups labels; /* of struct label_settings */
    struct tn_texts buckets, quantiles;
    struct tn_patterns statuses;
    struct tn_duration window;
    int64_t series;
};

struct settings {
    const char *path;
    bool process;
    struct tn_patterns show;
    struct tn_groups families; /* of struct family_settings */
    struct tn_duration window;
    const char *type;
    bool spaced;
    const struct tn_template *body;
    const char *json;
};
