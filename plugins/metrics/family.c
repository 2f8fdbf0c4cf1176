/* SPDX-License-Identifier: MIT */
/* Counting into a family, and showing it. What it must be like is checked in definition.c. */
#include "family.h"

#include <math.h>
#include <stdlib.h>

#include "sketch.h"

/* The cells of a series: a counter's number; a histogram's buckets, the last without a bound; a
 * summary's sketch. */
struct cells {
    _Atomic uint64_t count, sum;
    _Atomic uint64_t buckets[TN_BUCKETS_MAX + 1];
};
struct summary_cells {
    _Atomic uint64_t count, sum;
    struct sketch sketch;
};

static size_t cell_bytes(const struct family *family)
{
    if (family->settings->kind == KIND_SUMMARY)
        return sizeof(struct summary_cells);
    size_t buckets = family->settings->kind == KIND_HISTOGRAM ? family->bounds + 1 : 0;
    return offsetof(struct cells, buckets) + buckets * sizeof(uint64_t);
}

static void describe_labels(FILE *stream, const struct family *family)
{
    for (size_t i = 0; i < family->label_count; i++) {
        const struct label_settings *label = &family->labels[i];
        fprintf(stream, "|%s:%d", label->name, label->of);
        for (size_t j = 0; j < label->among.count; j++)
            fprintf(stream, ":%zu:%s", strlen(label->among.items[j]), label->among.items[j]);
    }
}

/* A key for what the cells mean: a family that a reload changes begins anew, others go on. */
static uint64_t meaning(const struct family *family)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (!stream)
        return 0;
    fprintf(stream, "1|%d|%d", family->settings->kind, family->settings->observe);
    describe_labels(stream, family);
    for (size_t i = 0; i < family->bounds; i++)
        fprintf(stream, "|%a", family->bound[i]);
    for (size_t i = 0; i < family->settings->statuses.count; i++)
        fprintf(stream, "|%s", family->settings->statuses.items[i]);
    fclose(stream);
    uint64_t key = tn_key((struct tn_text){ text, size });
    free(text);
    return key;
}

bool family_start(struct tn_host *host, struct family *family)
{
    char name[200];
    if (family->settings->observe == OBSERVE_NOTHING)
        return true;
    size_t most = (size_t)family->settings->series;
    if (family->numbers < most)
        most = (size_t)family->numbers;
    snprintf(name, sizeof name, "%s %016llx", family->name, (unsigned long long)meaning(family));
    void *memory = tn_zone(host, name, store_bytes(most, cell_bytes(family)));
    if (memory)
        family->store = store_attach(host, memory, most, cell_bytes(family));
    return memory != NULL;
}

static bool observed_value(const struct family *family, const struct observation *observation,
                           uint64_t *value)
{
    int64_t bytes = family->settings->observe == OBSERVE_REQUEST_SIZE ? observation->request_bytes
                                                                      : observation->response_bytes;
    switch ((enum observed)family->settings->observe) {
    case OBSERVE_REQUESTS:
        *value = 1;
        return true;
    case OBSERVE_DURATION:
        *value = observation->duration_ns;
        return true;
    case OBSERVE_REQUEST_SIZE:
    case OBSERVE_RESPONSE_SIZE:
        *value = (uint64_t)bytes;
        return bytes >= 0;
    case OBSERVE_NOTHING:
        break;
    }
    return false;
}

static bool status_counts(const struct family *family, int status)
{
    char text[12];
    if (!family->settings->statuses.count)
        return true;
    snprintf(text, sizeof text, "%d", status);
    return tn_patterns_match(&family->settings->statuses, tn_text(text));
}

static uint64_t number_of(const struct family *family, const struct observation *observation)
{
    uint64_t number = 0;
    for (size_t i = 0; i < family->label_count; i++)
        number =
            number * label_count(&family->labels[i]) + label_index(&family->labels[i], observation);
    return number;
}

static void add(_Atomic uint64_t *cell, uint64_t amount)
{
    atomic_fetch_add_explicit(cell, amount, memory_order_relaxed);
}

static uint64_t read_cell(const _Atomic uint64_t *cell)
{
    return atomic_load_explicit(cell, memory_order_relaxed);
}

static void add_to_bucket(const struct family *family, struct cells *cells, uint64_t value)
{
    size_t bucket = 0;
    while (bucket < family->bounds && (double)value / family->divisor > family->bound[bucket])
        bucket++;
    add(&cells->buckets[bucket], 1);
}

void family_count(struct family *family, const struct observation *observation)
{
    uint64_t value;
    if (!family->store || !observed_value(family, observation, &value) ||
        !status_counts(family, observation->status))
        return;
    void *place = store_cells(family->store, number_of(family, observation));
    struct cells *cells = place;
    struct summary_cells *summary = place;
    add(&cells->count, 1);
    add(&cells->sum, value);
    if (family->settings->kind == KIND_HISTOGRAM)
        add_to_bucket(family, cells, value);
    else if (family->settings->kind == KIND_SUMMARY)
        sketch_add(&summary->sketch, value, observation->now_ns, family->window_ns);
}

/* One sample and the room for what it points to. */
struct showing {
    struct family *family;
    void (*visit)(void *context, const struct tn_sample *sample);
    void *context;
    bool sorted;
    struct tn_sample sample;
    const void *cells; /* of the sample that is being shown */
    const char *names[TN_LABELS_MAX];
    struct tn_text values[TN_LABELS_MAX];
    char texts[TN_LABELS_MAX][LABEL_TEXT_MAX];
    uint64_t below[TN_BUCKETS_MAX + 1];
};

static struct tn_sample sample_of(const struct family *family)
{
    static const enum tn_metric_kind kinds[] = { [KIND_COUNTER] = TN_COUNTER,
                                                 [KIND_GAUGE] = TN_GAUGE,
                                                 [KIND_HISTOGRAM] = TN_HISTOGRAM,
                                                 [KIND_SUMMARY] = TN_HISTOGRAM };
    return (struct tn_sample){ .sample_size = sizeof(struct tn_sample),
                               .family = family->name,
                               .kind = kinds[family->settings->kind],
                               .unit = family->unit,
                               .summary = family->settings->help };
}

static void set_labels(struct showing *showing, uint64_t number)
{
    const struct family *family = showing->family;
    for (size_t i = family->label_count; i-- > 0;) {
        uint64_t count = label_count(&family->labels[i]);
        showing->names[i] = family->labels[i].name;
        showing->values[i] =
            number == STORE_OVERFLOW
                ? TN_TEXT("overflow")
                : label_text(&family->labels[i], number % count, showing->texts[i]);
        if (number != STORE_OVERFLOW)
            number /= count;
    }
}

static void set_histogram(struct showing *showing, const struct cells *cells)
{
    uint64_t count = 0;
    size_t bounds = showing->family->bounds;
    for (size_t i = 0; i <= bounds; i++) {
        count += read_cell(&cells->buckets[i]);
        showing->below[i] = count;
    }
    showing->sample.count = count; /* as the buckets have it, even while others count */
    showing->sample.buckets = bounds;
    showing->sample.bounds = showing->family->bound;
    showing->sample.below = showing->below;
}

static void show(void *context, uint64_t number, const void *place)
{
    struct showing *showing = context;
    const struct cells *cells = place;
    showing->cells = place;
    set_labels(showing, number);
    showing->sample.value = (double)read_cell(&cells->sum) / showing->family->divisor;
    showing->sample.count = read_cell(&cells->count);
    if (showing->family->settings->kind == KIND_HISTOGRAM)
        set_histogram(showing, cells);
    showing->visit(showing->context, &showing->sample);
}

static void show_all(struct showing *showing)
{
    struct family *family = showing->family;
    if (!family->store)
        return;
    showing->sample = sample_of(family);
    showing->sample.labels = family->label_count;
    showing->sample.label_names = showing->names;
    showing->sample.label_values = showing->values;
    if (!family->label_count)
        store_cells(family->store, 0); /* the only series is there from the beginning, at 0 */
    if (showing->sorted)
        store_visit_sorted(family->store, family->numbers, show, showing);
    else
        store_visit(family->store, family->numbers, show, showing);
}

void family_visit(struct family *family,
                  void (*visit)(void *context, const struct tn_sample *sample), void *context)
{
    struct showing showing = { .family = family, .visit = visit, .context = context };
    show_all(&showing);
}

struct exposing {
    struct showing showing;
    struct exposition *exposition;
};

static void expose_summary(struct exposing *exposing, const struct tn_sample *sample)
{
    const struct family *family = exposing->showing.family;
    const struct summary_cells *cells = exposing->showing.cells;
    struct sketch_sum sum;
    double values[QUANTILES_MAX];
    sketch_read(&cells->sketch, tn_clock_ns(), family->window_ns, &sum);
    for (size_t i = 0; i < family->quantiles; i++)
        values[i] = sketch_quantile(&sum, family->quantile[i]) / family->divisor;
    exposition_summary(
        exposing->exposition, sample,
        &(struct exposition_quantiles){ family->quantiles, family->quantile, values });
}

static void expose_sample(void *context, const struct tn_sample *sample)
{
    struct exposing *exposing = context;
    if (exposing->showing.family->settings->kind == KIND_SUMMARY)
        expose_summary(exposing, sample);
    else
        exposition_sample(exposing->exposition, sample);
}

void family_expose(struct family *family, struct exposition *exposition)
{
    struct exposing exposing = {
        .showing = { .family = family, .visit = expose_sample, .sorted = true },
        .exposition = exposition
    };
    exposing.showing.context = &exposing;
    show_all(&exposing.showing);
}

static bool number_in(const struct tn_value *value, double *number)
{
    char text[40], *end;
    switch (value->kind) {
    case TN_VALUE_INTEGER:
        *number = (double)value->integer;
        return true;
    case TN_VALUE_NUMBER:
        *number = value->number;
        return true;
    case TN_VALUE_BOOLEAN:
        *number = value->boolean;
        return true;
    case TN_VALUE_TEXT:
        break;
    case TN_VALUE_ABSENT:
    case TN_VALUE_JSON:
        return false;
    }
    if (!value->text.size || value->text.size >= sizeof text)
        return false;
    memcpy(text, value->text.at, value->text.size);
    text[value->text.size] = '\0';
    *number = strtod(text, &end);
    return *end == '\0';
}

void family_expose_value(const struct family *family, struct tn_request *request,
                         struct exposition *exposition)
{
    if (family->settings->observe != OBSERVE_NOTHING)
        return;
    struct tn_sample sample = sample_of(family);
    struct tn_value value = tn_template_value(request, family->settings->value);
    if (number_in(&value, &sample.value))
        exposition_sample(exposition, &sample);
}
