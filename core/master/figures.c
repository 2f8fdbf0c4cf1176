/* SPDX-License-Identifier: MIT */
/* The master asks no worker for these: one that hangs, or has crashed, has left its figures where they are. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <base/arena.h>
#include <master/figures.h>
#include <tenon/observe.h>
#include <worker/attached.h>

struct reading {
    struct figures *figures;
    size_t count;
    double requests;
    enum status_series which;
};

static struct figures *find(struct reading *reading, struct tn_text name)
{
    for (size_t i = 0; i < reading->count; i++)
        if (tn_text_is(name, reading->figures[i].entry->name))
            return &reading->figures[i];
    return NULL;
}

/* The place of a hook among the slow ones; NULL: there are too many, or it is not yet among them and `add` is false. */
static size_t slow_place(struct figures *figures, struct tn_text hook, bool add)
{
    size_t i = 0;
    while (i < figures->hooks && !tn_text_is(hook, figures->slow[i].name))
        i++;
    if (i == figures->hooks && add && i < FIGURES_HOOKS_MAX) {
        snprintf(figures->slow[i].name, sizeof figures->slow[i].name, "%" TN_PRI, TN_ARG(hook));
        figures->hooks++;
    }
    return i;
}

static void raise_to(double *longest, double seconds)
{
    if (seconds > *longest)
        *longest = seconds;
}

/* Verdicts and slow hooks have a second label. */
static void take(void *context, const struct tn_sample *sample)
{
    struct reading *reading = context;
    double value = sample->value;
    if (reading->which == STATUS_REQUESTS) {
        reading->requests += value;
        return;
    }
    struct figures *figures = find(reading, sample->label_values[0]);
    if (!figures)
        return;
    struct tn_text second = sample->labels > 1 ? sample->label_values[1] : TN_TEXT("");
    double *sums[] = { [STATUS_SECONDS] = &figures->seconds,
                       [STATUS_SHADOW] = &figures->shadow_replies,
                       [STATUS_REFUSALS] = &figures->refusals,
                       [STATUS_CALLS] = &figures->calls };
    if (reading->which == STATUS_VERDICTS) {
        figures->replies += tn_text_is(second, "reply") ? value : 0;
        figures->failed += tn_text_is(second, "failed") ? value : 0;
    } else if (reading->which == STATUS_SLOW_HOOKS) {
        size_t place = slow_place(figures, second, value > 0);
        if (place < figures->hooks)
            figures->slow[place].count += value;
    } else if (reading->which == STATUS_LONGEST) {
        size_t place = slow_place(figures, second, false);
        raise_to(&figures->longest_seconds, value);
        if (place < figures->hooks)
            raise_to(&figures->slow[place].longest_seconds, value);
    } else {
        *sums[reading->which] += value;
    }
}

/* Lane by lane, since not everything is to be summed. */
static void read_lanes(const struct master *master, struct reading *reading)
{
    for (unsigned lane = 0; lane < series_lanes_taken(master->series_zone); lane++) {
        struct series_store *store = series_attach(series_lane(master->series_zone, lane));
        for (int which = STATUS_REQUESTS; which <= STATUS_LONGEST; which++) {
            struct series_family family = series_for_status((enum status_series)which);
            reading->which = (enum status_series)which;
            series_collect(&store, 1, &family, take, reading);
        }
        series_detach(store);
    }
}

struct figures *figures_read(const struct master *master, size_t *count, double *requests)
{
    const struct config *config = master->current ? master->current->config : NULL;
    struct reading reading = { .count = config ? config->entry_count : 0 };
    reading.figures = memory_alloc((reading.count + 1) * sizeof *reading.figures);
    for (size_t i = 0; i < reading.count; i++)
        reading.figures[i].entry = &config->entries[i];
    if (master->series)
        read_lanes(master, &reading);
    *count = reading.count;
    *requests = reading.requests;
    return reading.figures;
}

struct looking {
    void (*visit)(void *context, const struct zone_figures *zone);
    void *context;
};

static void look_at_zone(void *context, const char *name, size_t size, int fd)
{
    const struct looking *looking = context;
    struct zone_figures zone = { .name = name, .bytes = size };
    size_t length = strlen(name), suffix = strlen(TABLE_SUFFIX);
    bool is_table = length > suffix && strcmp(name + length - suffix, TABLE_SUFFIX) == 0;
    void *memory = is_table ? zone_map(fd, size) : NULL;
    if (memory) {
        struct tn_table *table = table_attach(memory, table_capacity(size));
        zone.count = tn_table_count(table);
        table_detach(table);
        munmap(memory, size);
    }
    looking->visit(looking->context, &zone);
}

void figures_zones(const struct master *master,
                   void (*visit)(void *context, const struct zone_figures *zone), void *context)
{
    struct looking looking = { visit, context };
    registry_visit(&master->registry, look_at_zone, &looking);
}
