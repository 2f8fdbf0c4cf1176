/* SPDX-License-Identifier: MIT */
/* Content-Security-Policy and where browsers report to: what the file may say of them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/*
 * The first word of a policy that is a keyword without its quotes, such as `self`, which browsers
 * take for a host of that name; NULL if there is none. The word is `*size` long, within the policy.
 */
const char *policy_bare_keyword(const char *policy, size_t *size);

/* Whether it names an endpoint: a key of a dictionary (RFC 8941, 3.2). */
bool endpoint_name_valid(const char *name);

/* Whether reports may be sent there: a URL of http or https, or a path of this server. */
bool endpoint_url_valid(const char *url);
