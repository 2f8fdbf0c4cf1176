/* SPDX-License-Identifier: MIT */
/* A page's life: asked for, written on a thread, finished on the loop, sent, freed with its last
 * reader. */
#include "page.h"

#include <stdio_ext.h>
#include <stdlib.h>

struct piece {
    char *text;
    size_t size;
};

struct waiter {
    struct waiter *next;
    struct tn_request *request;
};

struct page {
    struct metrics *metrics;
    struct exposition exposition;
    struct samples *samples; /* for the values of this moment */
    struct piece counted, values;
    bool whole;
    struct waiter *waiters;
    size_t readers;
};

/* Where a reply is in its page. */
struct reader {
    struct page *page;
    size_t offset;
};

static void page_free(struct page *page)
{
    if (page->samples)
        samples_free(page->samples);
    free(page->counted.text);
    free(page->values.text);
    free(page);
}

static size_t copy_from(const struct piece *piece, size_t offset, char *buffer, size_t room)
{
    size_t left = offset < piece->size ? piece->size - offset : 0;
    size_t size = left < room ? left : room;
    if (size)
        memcpy(buffer, piece->text + offset, size);
    return size;
}

static ptrdiff_t read_page(void *context, char *buffer, size_t room)
{
    struct reader *reader = context;
    const struct page *page = reader->page;
    size_t size = copy_from(&page->counted, reader->offset, buffer, room);
    if (!size)
        size = copy_from(&page->values, reader->offset - page->counted.size, buffer, room);
    reader->offset += size;
    return size ? (ptrdiff_t)size : TN_STREAM_END;
}

static void close_page(void *context)
{
    struct reader *reader = context;
    if (--reader->page->readers == 0)
        page_free(reader->page);
}

static const char *type_of(const struct page *page)
{
    const char *own = page->metrics->settings->type;
    bool ours = page->exposition.format == EXPOSITION_OPENMETRICS || !own;
    return ours ? exposition_type(page->exposition.format) : own;
}

static enum tn_verdict send_page(struct page *page, struct tn_request *request)
{
    struct reader *reader = tn_request_alloc(request, sizeof *reader);
    reader->page = page;
    page->readers++;
    const struct tn_stream stream = {
        .stream_size = sizeof stream,
        .read = read_page,
        .close = close_page,
        .context = reader,
        .length = (int64_t)(page->counted.size + page->values.size),
    };
    return tn_reply_stream(request, 200, type_of(page), &stream);
}

/* Nothing else has the stream while it is written: it needs no lock for each character. */
static bool open_piece(struct page *page, struct piece *piece)
{
    page->exposition.stream = open_memstream(&piece->text, &piece->size);
    if (page->exposition.stream)
        __fsetlocking(page->exposition.stream, FSETLOCKING_BYCALLER);
    return page->exposition.stream;
}

static bool close_piece(struct page *page)
{
    bool whole = !ferror(page->exposition.stream);
    return fclose(page->exposition.stream) == 0 && whole;
}

/* The patterns of `show` are held against the name with `_total` and without. */
static bool is_shown(const struct metrics *metrics, const char *family)
{
    char counter[200];
    snprintf(counter, sizeof counter, "%s_total", family);
    return tn_patterns_match(&metrics->settings->show, tn_text(family)) ||
           tn_patterns_match(&metrics->settings->show, tn_text(counter));
}

static void expose(struct page *page, const struct tn_sample *sample)
{
    if (is_shown(page->metrics, sample->family))
        exposition_sample(&page->exposition, sample);
}

static void write_sample(void *context, const struct tn_sample *sample)
{
    struct page *page = context;
    if (page->samples)
        samples_add(page->samples, sample);
    expose(page, sample);
}

static void write_memory(struct page *page)
{
    struct memory memory;
    if (!memory_measure("", &memory))
        return;
    expose(page, &(struct tn_sample){ .family = "tenon_memory_used_bytes",
                                      .kind = TN_GAUGE,
                                      .unit = "bytes",
                                      .summary = "Memory used of tenon_memory_limit_bytes, by the "
                                                 "server and what runs beside it.",
                                      .value = (double)memory.used_bytes });
    expose(page, &(struct tn_sample){ .family = "tenon_memory_limit_bytes",
                                      .kind = TN_GAUGE,
                                      .unit = "bytes",
                                      .summary = "Limit of the control group (version 2), or all "
                                                 "memory of the machine.",
                                      .value = (double)memory.limit_bytes });
}

/* Requests whose labels found no series of their own, by family. */
static void write_dropped(struct page *page)
{
    static const char *const names[] = { "entry", "family" };
    const struct metrics *metrics = page->metrics;
    for (size_t i = 0; i < metrics->family_count; i++) {
        const struct family *family = &metrics->families[i];
        const struct tn_text values[] = { tn_text(tn_name(metrics->host)), tn_text(family->name) };
        if (family->store)
            expose(page,
                   &(struct tn_sample){ .family = "tenon_metrics_overflowed",
                                        .kind = TN_COUNTER,
                                        .summary = "Requests that a family counted in its series "
                                                   "`overflow`, since it had no room for theirs.",
                                        .labels = 2,
                                        .label_names = names,
                                        .label_values = values,
                                        .value = (double)store_dropped(family->store) });
    }
}

static bool has_values(const struct metrics *metrics)
{
    for (size_t i = 0; i < metrics->family_count; i++)
        if (!metrics->families[i].store)
            return true;
    return false;
}

/* On a thread. */
static void write_page(void *context)
{
    struct page *page = context;
    const struct metrics *metrics = page->metrics;
    if (!open_piece(page, &page->counted))
        return;
    tn_observe_metrics(metrics->host, write_sample, page);
    write_memory(page);
    write_dropped(page);
    if (metrics->processes)
        processes_expose(metrics->processes, write_sample, page);
    for (size_t i = 0; i < metrics->family_count; i++)
        family_expose(&metrics->families[i], &page->exposition);
    page->whole = close_piece(page);
}

/* On the loop: variables need a request. */
static void write_values(struct page *page, struct tn_request *request)
{
    struct metrics *metrics = page->metrics;
    if (page->samples)
        snapshot_take(metrics->snapshot, page->samples);
    page->samples = NULL;
    page->whole = page->whole && open_piece(page, &page->values);
    if (!page->whole)
        return;
    for (size_t i = 0; i < metrics->family_count; i++)
        family_expose_value(&metrics->families[i], request, &page->exposition);
    exposition_end(&page->exposition);
    page->whole = close_piece(page);
}

static void finish_page(void *context, enum tn_job_end end)
{
    struct page *page = context;
    page->metrics->pages[page->exposition.format] = NULL;
    page->readers++; /* this one, until all have been told */
    if (end == TN_JOB_FINISHED)
        write_values(page, page->waiters->request);
    for (struct waiter *waiter = page->waiters, *next; waiter; waiter = next) {
        struct tn_request *request = waiter->request;
        next = waiter->next; /* it is in the request's arena */
        bool lost = !page->whole || tn_request_cancelled(request);
        tn_resume(request, lost ? TN_FAILED : send_page(page, request));
    }
    if (--page->readers == 0)
        page_free(page);
}

static struct page *page_begin(struct metrics *metrics, struct tn_request *request,
                               enum exposition_format format)
{
    struct page *page = calloc(1, sizeof *page);
    if (!page)
        abort();
    page->metrics = metrics;
    page->exposition.format = format;
    page->exposition.spaced = metrics->settings->spaced;
    page->samples = has_values(metrics) ? samples_new() : NULL;
    metrics->pages[format] = page;
    tn_job(metrics->host, request, write_page, finish_page, page);
    return page;
}

enum tn_verdict page_answer(struct metrics *metrics, struct tn_request *request,
                            enum exposition_format format)
{
    struct waiter *waiter = tn_request_alloc(request, sizeof *waiter);
    struct page *page = metrics->pages[format];
    if (!page)
        page = page_begin(metrics, request, format);
    *waiter = (struct waiter){ page->waiters, request };
    page->waiters = waiter;
    return TN_LATER;
}
