/* SPDX-License-Identifier: MIT */
/* A limit in words: the policy's name, the window for people, and the values of the header fields.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* "100-in-15min": the name that clients know the policy by. */
void policy_name(char *name, size_t room, int64_t count, int64_t period_ms);

/* "15 minutes", "1 minute", "90 seconds", in the largest unit that divides it. */
void policy_window(char *text, size_t room, int64_t period_ms);

enum { POLICY_DIGEST_SIZE = 33 };

/* The first half of SHA-256 of a key, in hex, NUL-terminated: it takes the key's place where others
 * could read it. */
void policy_digest(char digest[POLICY_DIGEST_SIZE], const void *key, size_t size);

enum { POLICY_PARTITION_SIZE = 17 };

/* The partition key of draft-ietf-httpapi-ratelimit-headers: base64 of the first twelve hex digits
 * of SHA-256 of the key, NUL-terminated. It tells clients apart without telling who they are. */
void policy_partition(char partition[POLICY_PARTITION_SIZE], const void *key, size_t size);

/* Seconds, rounded up: what a client waits must never be too short. */
uint64_t policy_seconds(uint64_t ns);
