/* SPDX-License-Identifier: MIT */
/* A hash of three whole numbers. */
#ifndef SCAD_KERNEL_HASH_H
#define SCAD_KERNEL_HASH_H

#include <stdint.h>

static inline uint64_t hash3(int64_t a, int64_t b, int64_t c)
{
    uint64_t hash = (uint64_t)a * 0x9E3779B97F4A7C15u;
    hash ^= (uint64_t)b * 0xC2B2AE3D27D4EB4Fu + 0x165667B19E3779F9u;
    hash ^= (uint64_t)c * 0xD6E8FEB86659FD93u;
    hash = (hash ^ hash >> 29) * 0xBF58476D1CE4E5B9u;
    return hash ^ hash >> 32;
}

#endif
