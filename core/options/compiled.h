/* SPDX-License-Identifier: MIT */
/* A compiled template as those who compile it and those who render it see it. */
#pragma once

#include <base/node.h>
#include <options/program.h>

struct template_member {
    struct tn_text key;
    const struct tn_template *value;
};

struct tn_template {
    enum node_kind kind;
    struct tn_value literal; /* of a scalar without variables, with its type */
    struct program text;     /* of a scalar; a map or list has its JSON here too */
    struct program json;
    bool is_variable; /* a scalar that is exactly one variable */
    size_t member_count;
    struct template_member *members;
};
