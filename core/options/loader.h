/* SPDX-License-Identifier: MIT */
/* What the loading of groups and the reading of single values share. */
#pragma once

#include <options/options.h>

/* How one got to an option: "checks", then "disk", then "path". Lives on the stack. */
struct way {
    const struct way *above;
    struct tn_text name;
};

struct loader {
    const struct options_load *load;
    bool good;
};

/* Adds an error and marks the loading as failed. */
struct error *loader_error(struct loader *loader, struct place place, const char *format, ...)
    TN_PRINTF(3, 4);

/* "checks.disk.path", in the errors' arena. */
const char *way_text(struct loader *loader, const struct way *way);

/* Whether the value was left out on purpose: `key:`, `~` or `null` without quotes. */
bool node_is_null(const struct node *node);

/* Reads one value into its field; every kind but the groups. */
void value_fill(struct loader *loader, const struct way *way, const struct tn_option *row,
                const struct node *node, void *field);

/* Whether the number of items is within the row's bounds; else adds the error. */
bool count_fits(struct loader *loader, const struct way *way, const struct tn_option *row,
                const struct node *node, size_t count);
