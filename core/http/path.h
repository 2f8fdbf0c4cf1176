/* SPDX-License-Identifier: MIT */
/* The target of a request taken apart, and its path decoded and normalised, once and for all. */
#pragma once

#include <base/arena.h>

/* A target in one of the forms that a server must take (RFC 9112, 3.2). */
struct target {
    struct tn_text authority; /* of the absolute form, else absent */
    struct tn_text path;      /* undecoded; "/" for the asterisk form and an empty absolute path */
    struct tn_text query;     /* undecoded, without the question mark; absent if there is none */
    bool asterisk;
};

/* Takes a target apart. False if it has no such form or holds what a target may not hold. */
bool target_parse(struct tn_text text, struct target *target);

/*
 * Decodes, merges slashes and resolves dot segments (RFC 3986, 5.2.4, 6.2.2). An encoded slash stays, as "%2F", so that it
 * never becomes a separator. Absent if the path holds "%00" or a percent sign without two hexadecimal digits.
 */
struct tn_text path_normalise(struct tn_text raw, struct arena *arena);

/* The first value of a query parameter (application/x-www-form-urlencoded), decoded; absent if there is none. */
struct tn_text query_find(struct tn_text query, struct tn_text name, struct arena *arena);
