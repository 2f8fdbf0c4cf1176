/* SPDX-License-Identifier: MIT */
/* Shared memory: regions by name, tables and series in them. Knows no process: who hands out the descriptors is the caller's. */
#pragma once

#include <tenon/metric.h>
#include <tenon/zone.h>

/* Makes an anonymous region (memfd_create) of `size` zeroed bytes; -1 with errno. */
int zone_create(const char *name, size_t size);
/* Maps it, shared. NULL with errno. Never unmapped while the worker lives. */
void *zone_map(int fd, size_t size);

/* A table laid out in mapped memory, and the bytes it needs for a capacity. Any bytes are a valid table; zeros an empty one. */
size_t table_bytes(size_t capacity);
struct tn_table *table_attach(void *memory, size_t capacity);

/* SipHash-2-4 (Aumasson and Bernstein, 2012). */
uint64_t siphash(const uint8_t key[16], const void *data, size_t size);

/*
 * Series: a store for one worker slot in mapped memory; the same slot of the next generation goes on with it. Readers sum the
 * stores of all slots.
 */
struct series_store;
size_t series_bytes(void);
struct series_store *series_attach(void *memory);

/* A family as the store knows it: the full name and the rows' facts. */
struct series_family {
    const char *name;
    const struct tn_metric *metric;
    const char *entry; /* value of the label `entry`, or NULL for the host's own families */
};
struct tn_series *series_find(struct series_store *store, const struct series_family *family,
                              const struct tn_text *labels);

/* Sums one family over stores; `visit` sees each set of label values once, in a stable order. */
struct tn_sample;
void series_collect(struct series_store *const *stores, size_t count,
                    const struct series_family *family,
                    void (*visit)(void *context, const struct tn_sample *sample), void *context);
