/* SPDX-License-Identifier: MIT */
/* Lanes of series in shared memory: appending by the owner, indexing by everyone, forgetting gauges. */
#include <stdatomic.h>
#include <stdlib.h>

#include <base/arena.h>
#include <zones/series.h>

enum { LANE_BYTES = 256 << 10, SERIES_DEFAULT = 100, CHAINS = 128, ZONE_HEAD = 4096 };

/* The head of a zone of series. */
struct zone_head {
    _Atomic uint32_t lanes_taken;
};

/* The head of a lane; records follow. */
struct lane {
    _Atomic uint64_t used; /* bytes of whole records */
    char records[];
};

struct family {
    struct family *next;
    struct tn_text identity;
    struct tn_series *first, **last;
    unsigned count;
};

struct series_store {
    struct lane *lane;
    size_t indexed;   /* how much of the lane's `used` the chains know */
    unsigned dropped; /* look-ups of series that had no room */
    struct family *chains[CHAINS];
};

size_t series_zone_bytes(void)
{
    return ZONE_HEAD + (size_t)SERIES_LANES * LANE_BYTES;
}

void *series_lane(void *zone, unsigned lane)
{
    return (char *)zone + ZONE_HEAD + (size_t)lane * LANE_BYTES;
}

unsigned series_lanes_taken(const void *zone)
{
    uint32_t taken = atomic_load(&((const struct zone_head *)zone)->lanes_taken);
    return taken < SERIES_LANES ? taken : SERIES_LANES;
}

void series_lane_take(void *zone, unsigned lane)
{
    struct zone_head *head = zone;
    uint32_t taken = atomic_load(&head->lanes_taken);
    while (taken < lane + 1 && !atomic_compare_exchange_weak(&head->lanes_taken, &taken, lane + 1))
        ;
}

enum { RECORDS_MAX = LANE_BYTES - (int)sizeof(struct lane) };

static size_t cell_count(unsigned kind, unsigned buckets)
{
    return kind == TN_HISTOGRAM ? (size_t)buckets + 2 : 1;
}

/* The record at an offset if it is whole and makes sense: what is in shared memory is believed by nobody. */
static struct record *record_at(struct lane *lane, size_t offset, size_t used)
{
    struct record *record = (struct record *)(void *)(lane->records + offset);
    if (used - offset < sizeof *record || record->size > used - offset || record->size % 8 != 0 ||
        record->size < sizeof *record || record->buckets > TN_BUCKETS_MAX)
        return NULL;
    size_t cells = cell_count(record->kind, record->buckets) * sizeof(uint64_t);
    if (record->family_size > record->identity_size ||
        sizeof *record + cells + record->identity_size > record->size)
        return NULL;
    return record;
}

static size_t lane_used(struct lane *lane)
{
    uint64_t used = atomic_load_explicit(&lane->used, memory_order_acquire);
    return used <= RECORDS_MAX ? (size_t)used : 0;
}

static const char *record_identity(const struct record *record)
{
    return (const char *)&record->cells[cell_count(record->kind, record->buckets)];
}

/* FNV-1a: the bytes are ours, nobody aims at a chain. */
static unsigned chain_of(struct tn_text identity)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < identity.size; i++)
        hash = (hash ^ (unsigned char)identity.at[i]) * 16777619u;
    return hash % CHAINS;
}

static struct family *family_of(struct series_store *store, struct tn_text identity)
{
    struct family **chain = &store->chains[chain_of(identity)];
    for (struct family *family = *chain; family; family = family->next)
        if (tn_text_equal(family->identity, identity))
            return family;
    struct family *family = memory_alloc(sizeof *family + identity.size);
    memcpy(family + 1, identity.at, identity.size);
    family->identity = (struct tn_text){ (const char *)(family + 1), identity.size };
    family->last = &family->first;
    family->next = *chain;
    *chain = family;
    return family;
}

static struct tn_series *family_add(struct family *family, unsigned kind, unsigned buckets,
                                    uint64_t *cells, struct tn_text labels)
{
    struct tn_series *series = memory_alloc(sizeof *series + labels.size);
    series->kind = (enum tn_metric_kind)kind;
    series->buckets = buckets;
    series->cells = cells;
    memcpy(series + 1, labels.at, labels.size);
    series->labels = (struct tn_text){ (const char *)(series + 1), labels.size };
    /* The bounds are the end of the family's identity. */
    size_t size = buckets * sizeof *series->bounds;
    if (size <= family->identity.size)
        memcpy(series->bounds, family->identity.at + family->identity.size - size, size);
    *family->last = series;
    family->last = &series->next;
    family->count++;
    return series;
}

/* Takes note of the records that have been appended since. */
static void catch_up(struct series_store *store)
{
    size_t used = lane_used(store->lane);
    struct record *record;
    while (store->indexed < used && (record = record_at(store->lane, store->indexed, used))) {
        const char *identity = record_identity(record);
        struct tn_text family = { identity, record->family_size };
        struct tn_text labels = { identity + record->family_size,
                                  record->identity_size - record->family_size };
        family_add(family_of(store, family), record->kind, record->buckets, record->cells, labels);
        store->indexed += record->size;
    }
}

struct tn_series *store_series(struct series_store *store, const struct identity *family)
{
    struct tn_text identity = { family->bytes, family->family_size };
    catch_up(store);
    return family_of(store, identity)->first;
}

struct series_store *series_attach(void *lane)
{
    struct series_store *store = memory_alloc(sizeof *store);
    store->lane = lane;
    catch_up(store);
    return store;
}

void series_detach(struct series_store *store)
{
    for (size_t i = 0; i < CHAINS; i++) {
        for (struct family *family = store->chains[i], *next; family; family = next) {
            for (struct tn_series *series = family->first, *after; series; series = after) {
                after = series->next;
                if (series->own_cells)
                    free(series->cells);
                free(series);
            }
            next = family->next;
            free(family);
        }
    }
    free(store);
}

void series_forget_gauges(void *memory)
{
    struct lane *lane = memory;
    size_t used = lane_used(lane), offset = 0;
    struct record *record;
    while (offset < used && (record = record_at(lane, offset, used))) {
        if (record->kind == TN_GAUGE)
            __atomic_store_n(&record->cells[0], 0, __ATOMIC_RELAXED);
        offset += record->size;
    }
}

/* Appends a record: its bytes first, then `used`, so that a crash in between leaves the lane as it was. False: it is full. */
static bool append(struct series_store *store, const struct series_family *family,
                   const struct identity *identity)
{
    const double *bounds;
    unsigned buckets = series_bounds(family->metric, &bounds);
    size_t cells = cell_count(family->metric->kind, buckets);
    size_t used = lane_used(store->lane);
    size_t size = (sizeof(struct record) + cells * sizeof(uint64_t) + identity->size + 7) / 8 * 8;
    /* `indexed` falls behind where a record made no sense: what would come behind it could not be found. */
    if (store->indexed != used || size > RECORDS_MAX - used)
        return false;
    struct record *record = (struct record *)(void *)(store->lane->records + used);
    memset(record, 0, size);
    record->size = (uint32_t)size;
    record->family_size = (uint32_t)identity->family_size;
    record->identity_size = (uint32_t)identity->size;
    record->kind = (uint16_t)family->metric->kind;
    record->buckets = (uint16_t)buckets;
    memcpy(&record->cells[cells], identity->bytes, identity->size);
    atomic_store_explicit(&store->lane->used, used + size, memory_order_release);
    return true;
}

static struct tn_series *find(struct family *family, const struct identity *identity)
{
    struct tn_text labels = { identity->bytes + identity->family_size,
                              identity->size - identity->family_size };
    for (struct tn_series *series = family->first; series; series = series->next)
        if (tn_text_equal(series->labels, labels))
            return series;
    return NULL;
}

/* A series of this process alone, where the lane is full: counting goes on, nobody else sees it. */
static struct tn_series *unshared(struct family *family, const struct series_family *facts,
                                  const struct identity *identity)
{
    const double *bounds;
    unsigned buckets = series_bounds(facts->metric, &bounds);
    struct tn_text labels = { identity->bytes + identity->family_size,
                              identity->size - identity->family_size };
    struct tn_series *series = family_add(
        family, facts->metric->kind, buckets,
        memory_alloc(cell_count(facts->metric->kind, buckets) * sizeof(uint64_t)), labels);
    series->own_cells = true;
    return series;
}

struct tn_series *series_find(struct series_store *store, const struct series_family *family,
                              const struct tn_text *labels)
{
    struct identity identity;
    identity_family(&identity, family);
    identity_labels(&identity, family, labels);
    struct family *known =
        family_of(store, (struct tn_text){ identity.bytes, identity.family_size });
    struct tn_series *series = find(known, &identity);
    if (series)
        return series;
    unsigned most = family->metric->series_max ? family->metric->series_max : SERIES_DEFAULT;
    if (known->count >= most) {
        store->dropped++;
        struct tn_text overflow[TN_LABELS_MAX];
        for (size_t i = 0; i < TN_LABELS_MAX; i++)
            overflow[i] = TN_TEXT("overflow");
        identity_labels(&identity, family, overflow);
        series = find(known, &identity);
        if (series)
            return series;
    }
    if (!append(store, family, &identity)) {
        store->dropped++;
        return unshared(known, family, &identity);
    }
    catch_up(store);
    return find(known, &identity);
}

unsigned series_dropped(struct series_store *store)
{
    unsigned dropped = store->dropped;
    store->dropped = 0;
    return dropped;
}
