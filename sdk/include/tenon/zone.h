/* SPDX-License-Identifier: MIT */
/* Shared memory that outlives workers: it survives crash and reload, and all see the same. */
#pragma once

#include <tenon/plugin.h>

/*
 * A region of `size` bytes named ENTRY/NAME, zeroed when it is made. A reload that asks for the
 * same name and size gets the same bytes; another size gets a new region. Workers write at the same
 * time and may die at any instant: use atomics, and never a lock. Good until destroy. NULL after
 * tn_fail: the system gave no memory. Hooks: start.
 */
TN_API void *tn_zone(struct tn_host *host, const char *name, size_t size);

struct tn_table;

/* A table in a zone: at most `capacity` keys (rounded up) of 64 bits, each with a value of 64 bits.
 * It never grows and never blocks. A key without a value reads as 0. When the place for a new key
 * is full, the key with the smallest value there gives way, or see tn_table_on_full. Hash what you
 * have into a key with tn_key. Good until destroy. NULL after tn_fail. Hooks: start. */
TN_API struct tn_table *tn_table(struct tn_host *host, const char *name, size_t capacity);

/* Lets the key whose value is worth least give way, one worth TN_TABLE_KEEP never, and tells `gone`
 * of it. Both only compute and count. Hooks: start. */
#define TN_TABLE_KEEP UINT64_MAX
TN_API void tn_table_on_full(struct tn_table *table,
                             uint64_t (*worth)(uint64_t value, void *context),
                             void (*gone)(uint64_t value, void *context), void *context);

/* A key from bytes: SipHash-2-4 under a secret that the server makes when it starts, so that nobody
 * can aim at a place. Hooks: any. */
TN_API uint64_t tn_key(struct tn_text text);

/* The value of a key; 0 if it has none. Hooks: any. Any thread. */
TN_API uint64_t tn_table_get(const struct tn_table *table, uint64_t key);

/* Changes the value of a key in one step that no other worker can come between: `change` is given
 * the old value and returns the new one. It may be called several times, so it must only compute.
 * Returns the new value, or 0 if the key found no place. Hooks: any. Any thread. */
TN_API uint64_t tn_table_change(struct tn_table *table, uint64_t key,
                                uint64_t (*change)(uint64_t old, void *context), void *context);

/* How full the table is, and how many keys have given way since it was made: for metrics, since it
 * looks at every place. Hooks: any. */
struct tn_table_count {
    uint64_t used, capacity, evicted;
};
TN_API struct tn_table_count tn_table_count(const struct tn_table *table);
