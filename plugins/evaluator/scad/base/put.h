/* SPDX-License-Identifier: MIT */
/* What numbers are written with. Each writes at `at` and returns where it ended; there must be room, and no NUL follows. */
#ifndef SCAD_BASE_PUT_H
#define SCAD_BASE_PUT_H

#include <stdint.h>
#include <string.h>

static inline char *put(char *at, const char *bytes, int count)
{
    memcpy(at, bytes, (size_t)count);
    return at + count;
}

static inline char *put_zeros(char *at, int count)
{
    memset(at, '0', (size_t)count);
    return at + count;
}

static inline char *put_whole(char *at, uint64_t number)
{
    char reversed[20];
    int count = 0;
    do
        reversed[count++] = (char)('0' + number % 10);
    while (number /= 10);
    while (count > 0)
        *at++ = reversed[--count];
    return at;
}

#endif
