/* SPDX-License-Identifier: MIT */
/* What a header field may be called and hold, and the text of Strict-Transport-Security. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FIELD_POLICY "Content-Security-Policy"
#define FIELD_TRIAL  "Content-Security-Policy-Report-Only"
#define FIELD_HSTS   "Strict-Transport-Security"

/* Whether it is a token (RFC 9110, 5.6.2). */
bool field_name_valid(const char *name);

/* Whether it holds no control character but the tab (RFC 9110, 5.5). */
bool field_value_valid(const char *value, size_t size);

/* Whether the field says how the message is framed, which is the server's business alone. */
bool field_is_framing(const char *name);

/* Whether browsers heed the field only where the reply is shown as a page. */
bool field_is_for_pages(const char *name);

/* RFC 6797, 6.1. */
void field_hsts(char *value, size_t room, int64_t age_seconds, bool subdomains, bool preload);
