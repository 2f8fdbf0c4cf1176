/* SPDX-License-Identifier: MIT */
/* Random bytes in base64 (RFC 4648, 4). */
#include "nonce.h"

#include <stdint.h>
#include <sys/random.h>

bool nonce_make(char text[NONCE_SIZE + 1])
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint8_t bytes[NONCE_BYTES];
    char *end = text;
    /* So few bytes come at once or not at all (getrandom(2)). */
    if (getrandom(bytes, sizeof bytes, 0) == (ssize_t)sizeof bytes) {
        for (const uint8_t *at = bytes; at < bytes + sizeof bytes; at += 3) {
            uint32_t group = (uint32_t)at[0] << 16 | (uint32_t)at[1] << 8 | at[2];
            for (int shift = 18; shift >= 0; shift -= 6)
                *end++ = digits[group >> shift & 63];
        }
    }
    *end = '\0';
    return end > text;
}
