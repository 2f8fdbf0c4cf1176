/* SPDX-License-Identifier: MIT */
/* Reading series: one family's, summed over the lanes of all processes. */
#include <stdlib.h>

#include <base/arena.h>
#include <tenon/observe.h>
#include <zones/series.h>

void series_raise(struct tn_series *series, double value)
{
    if (value > cell_number(series->cells))
        tn_series_set(series, value);
}

struct collected {
    struct tn_series **items;
    size_t count, room;
};

static void gather(struct collected *all, struct tn_series *series)
{
    for (; series; series = series->next) {
        if (all->count == all->room) {
            all->room = all->room ? 2 * all->room : 64;
            all->items = memory_resize(all->items, all->room * sizeof(*all->items));
        }
        all->items[all->count++] = series;
    }
}

static int by_labels(const void *left, const void *right)
{
    struct tn_text a = (*(struct tn_series *const *)left)->labels;
    struct tn_text b = (*(struct tn_series *const *)right)->labels;
    int order = memcmp(a.at, b.at, a.size < b.size ? a.size : b.size);
    return order ? order : (a.size > b.size) - (a.size < b.size);
}

/* One sample and the room for what it points to. */
struct summing {
    struct tn_sample sample;
    const char *names[TN_LABELS_MAX + 1];
    struct tn_text values[TN_LABELS_MAX + 1];
    uint64_t below[TN_BUCKETS_MAX + 1];
};

/* The label values of the identity's bytes; what does not fit is left empty. */
static void set_labels(struct summing *sum, struct tn_text labels, size_t first)
{
    size_t at = 0;
    for (size_t i = first; i < sum->sample.labels; i++) {
        size_t size = at < labels.size ? (unsigned char)labels.at[at] : 0;
        bool fits = at + 1 + size <= labels.size;
        sum->values[i] = fits ? (struct tn_text){ labels.at + at + 1, size } : TN_TEXT("");
        at += 1 + size;
    }
}

static void set_names(struct summing *sum, const struct series_family *family)
{
    size_t count = 0;
    if (family->entry) {
        sum->names[count] = "entry";
        sum->values[count++] = tn_text(family->entry);
    }
    for (size_t i = 0; i < identity_label_count(family->metric); i++)
        sum->names[count++] = family->metric->labels[i];
    sum->sample.labels = count;
    sum->sample.label_names = sum->names;
    sum->sample.label_values = sum->values;
}

static void add_histogram(struct summing *sum, const struct tn_series *series)
{
    uint64_t count = 0;
    for (unsigned i = 0; i <= series->buckets; i++) {
        count += cell_read(&series->cells[i]);
        sum->below[i] += count;
    }
    sum->sample.count += count;
    sum->sample.value += cell_number(&series->cells[series->buckets + 1]);
}

/* Sums the first of the sorted series with all behind it that have the same labels; returns how many. */
static size_t sum_run(struct summing *sum, struct tn_series *const *series, size_t count)
{
    size_t run = 0;
    sum->sample.value = 0;
    sum->sample.count = 0;
    memset(sum->below, 0, sizeof sum->below);
    for (; run < count && tn_text_equal(series[run]->labels, series[0]->labels); run++) {
        if (series[run]->kind == TN_HISTOGRAM)
            add_histogram(sum, series[run]);
        else
            sum->sample.value += cell_number(&series[run]->cells[0]);
    }
    return run;
}

void series_collect(struct series_store *const *stores, size_t count,
                    const struct series_family *family,
                    void (*visit)(void *context, const struct tn_sample *sample), void *context)
{
    struct identity identity;
    struct collected all = { 0 };
    struct summing sum = { .sample = { .sample_size = sizeof sum.sample,
                                       .family = family->name,
                                       .kind = family->metric->kind,
                                       .unit = family->metric->unit,
                                       .summary = family->metric->summary } };
    sum.sample.buckets = series_bounds(family->metric, &sum.sample.bounds);
    sum.sample.below = sum.below;
    set_names(&sum, family);
    identity_family(&identity, family);
    for (size_t i = 0; i < count; i++)
        gather(&all, store_series(stores[i], &identity));
    if (all.count)
        qsort(all.items, all.count, sizeof(*all.items), by_labels);
    for (size_t at = 0, run; at < all.count; at += run) {
        run = sum_run(&sum, all.items + at, all.count - at);
        set_labels(&sum, all.items[at]->labels, family->entry ? 1 : 0);
        visit(context, &sum.sample);
    }
    free(all.items);
}
