/* SPDX-License-Identifier: MIT */
/* The types that options fill: one a kind, so that a row of the wrong kind does not compile. */
#pragma once

#include <stdint.h>

#include <tenon/abi.h>
#include <tenon/text.h>

/* A span of time: 500ms, 30s, 15m, 1h, 1d, 1w, 1y (365 days). */
struct tn_duration {
    int64_t ms;
};

/* A number of bytes: 512, 8KiB, 10MiB, 1GiB (powers of 1024); kB, MB, GB (powers of 1000). */
struct tn_bytes {
    uint64_t count;
};

/* So many in so long: 100/15m, 10/s. */
struct tn_rate {
    int64_t count;
    int64_t period_ms;
};

/* A file or folder; made absolute against the folder in which the server was started. `at` NULL:
 * absent. */
struct tn_path {
    const char *at;
};

/* A list of texts. */
struct tn_texts {
    size_t count;
    const char *const *items;
};

/* A list of groups: `items` is an array of the row's element struct. */
struct tn_groups {
    size_t count;
    const void *items;
};

/* An IP network: 16 bytes, IPv4 as ::ffff:a.b.c.d (RFC 4291, 2.5.5.2), and the number of leading
 * bits that count. */
struct tn_range {
    uint8_t address[16];
    uint8_t bits;
};

struct tn_ranges {
    size_t count;
    const struct tn_range *items;
};

/* Patterns in which a star stands for any run of characters; all else stands for itself. */
struct tn_patterns {
    size_t count;
    const char *const *items;
};

/*
 * Whether one of the patterns matches the whole text. An empty list matches nothing. O(size of text
 * times patterns). Hooks: any; any thread.
 */
TN_API bool tn_patterns_match(const struct tn_patterns *patterns, struct tn_text text);

/*
 * Whether the address lies in one of the ranges. `address` is 16 bytes, as tn_request_address gives
 * it. Hooks: any; any thread.
 */
TN_API bool tn_ranges_hold(const struct tn_ranges *ranges, const uint8_t address[16]);
