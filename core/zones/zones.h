/* SPDX-License-Identifier: MIT */
/* Shared memory: regions by name, tables and series in them. Knows no process: who hands out the descriptors is the caller's. */
#pragma once

#include <tenon/metric.h>
#include <tenon/zone.h>

/* Makes an anonymous region (memfd_create) of `size` zeroed bytes; -1 with errno. */
int zone_create(const char *name, size_t size);
/* Maps it, shared. NULL with errno. */
void *zone_map(int fd, size_t size);

/*
 * A table laid out in mapped memory, and the bytes it needs for a capacity. Any bytes are a valid table; zeros an empty one. The
 * struct is the process's own; the memory stays the caller's.
 */
size_t table_bytes(size_t capacity);
/* The capacity of a table of so many bytes. */
size_t table_capacity(size_t bytes);
struct tn_table *table_attach(void *memory, size_t capacity);
void table_detach(struct tn_table *table);

/* What stands behind the name of a zone that is a table, so that its bytes are never taken for a plain zone's. */
#define TABLE_SUFFIX " (table)"

/* SipHash-2-4 (Aumasson and Bernstein, 2012). */
uint64_t siphash(const uint8_t key[16], const void *data, size_t size);

/*
 * Series live in lanes of one zone. A lane is written by one process at a time: whoever starts workers gives each a lane that no
 * living process has. Counters and histograms go on where the lane's last owner left them; its gauges go with it. Readers sum
 * over all lanes.
 */
#define SERIES_ZONE \
    "tenon/series 1" /* carries the layout, so that a newer host beside this one does not read it wrongly */
enum { SERIES_LANES = 768 };
size_t series_zone_bytes(void);
/* The memory of a lane, and how many lanes, from 0, have ever been taken. */
void *series_lane(void *zone, unsigned lane);
unsigned series_lanes_taken(const void *zone);
void series_lane_take(void *zone, unsigned lane);
/* Zeroes the gauges of a lane whose owner is gone. */
void series_forget_gauges(void *lane);

/* One lane as this process sees it; only its owner may call series_find. */
struct series_store;
struct series_store *series_attach(void *lane);
void series_detach(struct series_store *store);

/* A family as the store knows it: the full name and the rows' facts. */
struct series_family {
    const char *name;
    const struct tn_metric *metric;
    const char *entry; /* value of the label `entry`, or NULL for the host's own families */
};

/* The series with these label values, one per label name of the metric; made if need be. Never NULL. Good until series_detach. */
struct tn_series *series_find(struct series_store *store, const struct series_family *family,
                              const struct tn_text *labels);

/* How often since the last call a series was asked for that had no room. */
unsigned series_dropped(struct series_store *store);

/* Sets a gauge if that makes it greater. */
void series_raise(struct tn_series *series, double value);

/* Sums one family over stores; `visit` sees each set of label values once, in a stable order. */
struct tn_sample;
void series_collect(struct series_store *const *stores, size_t count,
                    const struct series_family *family,
                    void (*visit)(void *context, const struct tn_sample *sample), void *context);

/*
 * A ring of the newest `count` records, each as JSON and as text for people, whoever wrote them. Any bytes are a valid ring; zeros
 * an empty one. `ring_put` is false where the record is given up: it is too large, or another process is just at its slot.
 */
enum { RING_RECORD_MAX = 16 << 10 };
/* Of requests that were traced, and of those that failed or were slow: the names carry the layout. */
#define RING_TRACED  "tenon/traced 1"
#define RING_NOTICED "tenon/noticed 1"
size_t ring_bytes(size_t count);
bool ring_put(void *zone, size_t count, struct tn_text json, struct tn_text text);
/* Newest first; what is being written is left out. The texts are borrowed for the call. */
void ring_read(void *zone, size_t count,
               void (*visit)(void *context, struct tn_text json, struct tn_text text),
               void *context);
