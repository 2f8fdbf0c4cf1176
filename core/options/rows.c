/* SPDX-License-Identifier: MIT */
/* What is asked of rows without a value. */
#include <options/options.h>

const struct tn_option *options_flagged(const struct tn_option *rows, enum tn_option_flags flag)
{
    for (const struct tn_option *row = rows; row && row->name; row++)
        if (row->flags & flag)
            return row;
    return NULL;
}

bool options_are_pair(const struct tn_option *rows)
{
    const struct tn_option *value = options_flagged(rows, TN_SHORT);
    return value && value->kind < TN_KIND_GROUP && options_flagged(rows, TN_KEY) && rows[1].name &&
           !rows[2].name;
}
