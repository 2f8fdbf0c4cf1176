/* SPDX-License-Identifier: MIT */
/* What the files of the series share: the record in shared memory, and the series as this process sees it. */
#pragma once

#include <zones/zones.h>

/*
 * One series in a lane. Records are appended and never moved; a record counts once the lane's `used` covers it, which is set
 * last. Behind the cells stands the identity: what the family is, then the label values, each with its length in front.
 */
struct record {
    uint32_t size; /* of all of it, a multiple of 8 */
    uint32_t family_size, identity_size;
    uint16_t kind, buckets;
    /* Doubles as bits: the value; or a histogram's counts (the last: +Inf), then its sum. */
    uint64_t cells[];
};

/* The series as a process knows it. What bounds an access is kept here, not read from shared memory. */
struct tn_series {
    struct tn_series *next; /* of the family */
    enum tn_metric_kind kind;
    unsigned buckets;
    double bounds[TN_BUCKETS_MAX];
    uint64_t *cells;
    struct tn_text labels; /* as in the identity */
    bool own_cells;        /* on the heap: the lane was full */
};

/* The bytes that identify a family and a series of it. */
enum { LABEL_VALUE_MAX = 64, FAMILY_IDENTITY_MAX = 1024 };
struct identity {
    size_t family_size, size;
    char bytes[FAMILY_IDENTITY_MAX + TN_LABELS_MAX * (LABEL_VALUE_MAX + 1)];
};
void identity_family(struct identity *identity, const struct series_family *family);
void identity_labels(struct identity *identity, const struct series_family *family,
                     const struct tn_text *labels);
size_t identity_label_count(const struct tn_metric *metric);

/* The bounds of a histogram, the usual ones if the row states none; 0 for another kind. */
unsigned series_bounds(const struct tn_metric *metric, const double **bounds);

/* The series of a family that this store knows, those that its owner has added since the last call included. */
struct tn_series *store_series(struct series_store *store, const struct identity *family);

uint64_t cell_read(const uint64_t *cell);
double cell_number(const uint64_t *cell);
