/* SPDX-License-Identifier: MIT */
/* Names and values that clients see. */
#include "policy.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <nettle/base64.h>
#include <nettle/sha2.h>

struct unit {
    int64_t ms;
    const char *word, *brief, *briefs; /* "minute" for people, "min" in a policy's name */
};

/* Descending; the last one takes what no other divides. */
static const struct unit units[] = {
    { 24 * 3600 * 1000, "day", "day", "days" }, { 3600 * 1000, "hour", "hr", "hrs" },
    { 60 * 1000, "minute", "min", "min" },      { 1000, "second", "sec", "sec" },
    { 1, "millisecond", "ms", "ms" },
};

static const struct unit *unit_of(int64_t period_ms)
{
    const struct unit *unit = units;
    while (period_ms % unit->ms)
        unit++;
    return unit;
}

void policy_name(char *name, size_t room, int64_t count, int64_t period_ms)
{
    const struct unit *unit = unit_of(period_ms);
    int64_t number = period_ms / unit->ms;
    snprintf(name, room, "%" PRId64 "-in-%" PRId64 "%s", count, number,
             number == 1 ? unit->brief : unit->briefs);
}

void policy_window(char *text, size_t room, int64_t period_ms)
{
    const struct unit *unit = unit_of(period_ms);
    int64_t number = period_ms / unit->ms;
    snprintf(text, room, "%" PRId64 " %s%s", number, unit->word, number == 1 ? "" : "s");
}

void policy_digest(char digest[POLICY_DIGEST_SIZE], const void *key, size_t size)
{
    struct sha256_ctx hash;
    uint8_t bytes[(POLICY_DIGEST_SIZE - 1) / 2];
    sha256_init(&hash);
    sha256_update(&hash, size, key);
    sha256_digest(&hash, sizeof bytes, bytes);

    static const char hex_digits[] = "0123456789abcdef";
    for (size_t i = 0; i < sizeof bytes; i++) {
        digest[2 * i] = hex_digits[bytes[i] >> 4];
        digest[2 * i + 1] = hex_digits[bytes[i] & 15];
    }
    digest[POLICY_DIGEST_SIZE - 1] = '\0';
}

void policy_partition(char partition[POLICY_PARTITION_SIZE], const void *key, size_t size)
{
    enum { DIGITS = 12 };
    char digest[POLICY_DIGEST_SIZE];
    policy_digest(digest, key, size);
    base64_encode_raw(partition, DIGITS, (const uint8_t *)digest);
    partition[BASE64_ENCODE_RAW_LENGTH(DIGITS)] = '\0';
}

uint64_t policy_seconds(uint64_t ns)
{
    return ns / 1000000000 + (ns % 1000000000 != 0);
}
