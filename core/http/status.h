/* SPDX-License-Identifier: MIT */
/* The names of status codes (RFC 9110, 15). */
#pragma once

#include <stdbool.h>

/* "Not Found"; "Error" for a code without a name of its own. Static. */
const char *status_title(int status);

/* Whether a reply of this status has no body, whatever is set (RFC 9110, 6.4.1). */
bool status_has_no_body(int status);
