/* SPDX-License-Identifier: MIT */
/* What makes a series the same in two processes: its family's facts and its label values, as bytes. */
#include <assert.h>

#include <base/current.h>
#include <zones/series.h>

size_t identity_label_count(const struct tn_metric *metric)
{
    size_t count = 0;
    while (count < TN_LABELS_MAX && metric->labels[count])
        count++;
    return count;
}

/* Names are a plugin's own constants: one that does not fit is a mistake in the plugin. */
static void add(struct identity *identity, const void *bytes, size_t size)
{
    plugin_must(identity->size + size <= sizeof identity->bytes,
                "the names of a metric and its labels are too long");
    memcpy(identity->bytes + identity->size, bytes, size);
    identity->size += size;
}

static void add_string(struct identity *identity, const char *string)
{
    add(identity, string ? string : "", string ? strlen(string) + 1 : 1);
}

void identity_family(struct identity *identity, const struct series_family *family)
{
    const double *bounds = NULL;
    unsigned buckets = series_bounds(family->metric, &bounds);
    uint32_t kind = (uint32_t)family->metric->kind;
    identity->size = 0;
    add(identity, &kind, sizeof kind);
    add_string(identity, family->name);
    add_string(identity, family->entry);
    for (size_t i = 0; i < identity_label_count(family->metric); i++)
        add_string(identity, family->metric->labels[i]);
    for (unsigned i = 0; i < buckets; i++)
        add(identity, &bounds[i], sizeof bounds[i]);
    assert(identity->size <= FAMILY_IDENTITY_MAX);
    identity->family_size = identity->size;
}

void identity_labels(struct identity *identity, const struct series_family *family,
                     const struct tn_text *labels)
{
    identity->size = identity->family_size;
    for (size_t i = 0; i < identity_label_count(family->metric); i++) {
        size_t size = labels[i].size < LABEL_VALUE_MAX ? labels[i].size : LABEL_VALUE_MAX;
        unsigned char length = (unsigned char)size;
        add(identity, &length, 1);
        if (size)
            add(identity, labels[i].at, size);
    }
}
