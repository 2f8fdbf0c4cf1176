/* SPDX-License-Identifier: MIT */
/* What the file says of headers, and what is wrong with it. */
#pragma once

#include <tenon/tenon.h>

enum hsts_when { HSTS_HTTPS, HSTS_ALWAYS, HSTS_NEVER };

struct settings {
    int preset;
    struct tn_groups set;
    struct tn_patterns remove;
    struct csp {
        const struct tn_template *policy;
        bool report_only;
        const char *report_to;
    } csp;
    struct tn_groups reporting;
    bool html_only;
    struct hsts {
        struct tn_duration age;
        bool subdomains, preload;
        int when;
    } hsts;
};

struct set_row {
    const char *name;
    const struct tn_template *value;
};

struct endpoint {
    const char *name, *url;
};

extern const struct settings settings_defaults;
extern const struct tn_option settings_rows[];

/* Says all that is wrong; false if anything is. */
bool settings_check(struct tn_host *host, const struct settings *settings);

/* Whether one of the first `before` rows of `set` has that name. */
bool settings_set(const struct settings *settings, const char *name, size_t before);

/* Whether the file takes the header away. */
bool settings_remove(const struct settings *settings, const char *name);

/* The endpoint of that name, or NULL. */
const struct endpoint *settings_endpoint(const struct settings *settings, const char *name);
