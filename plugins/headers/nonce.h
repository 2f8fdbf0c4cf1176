/* SPDX-License-Identifier: MIT */
/* A number used once: what tells a page's own inline scripts from injected ones (CSP Level 3, 7.1). */
#pragma once

#include <stdbool.h>

enum {
    NONCE_BYTES = 18,                 /* 144 bits; the standard wants 128 */
    NONCE_SIZE = NONCE_BYTES / 3 * 4, /* in base64, where a multiple of three needs no padding */
};

/* NUL-terminated. False, and empty, if the system has no random bytes: then no script matches. */
bool nonce_make(char text[NONCE_SIZE + 1]);
