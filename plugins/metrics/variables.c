/* SPDX-License-Identifier: MIT */
/* The variables: what bodies and families of values take their numbers from. */
#include <math.h>

#include "question.h"

enum { STATUS_LAST = 599, GOOD_LAST = 399, BAD_FIRST = 400 };

static const double megabyte = 1048576;

static double rounded_to(double value, double digits)
{
    return round(value * digits) / digits;
}

static struct tn_value count(uint64_t number)
{
    return tn_value_integer((int64_t)number);
}

static struct tn_value total(struct tn_request *request, void *self, struct tn_text rest)
{
    const struct metrics *metrics = self;
    (void)request, (void)rest;
    return count(figures_statuses(metrics->figures, 0, STATUS_LAST));
}

static struct tn_value successful(struct tn_request *request, void *self, struct tn_text rest)
{
    const struct metrics *metrics = self;
    (void)request, (void)rest;
    return count(figures_statuses(metrics->figures, 0, GOOD_LAST));
}

static struct tn_value failed(struct tn_request *request, void *self, struct tn_text rest)
{
    const struct metrics *metrics = self;
    (void)request, (void)rest;
    return count(figures_statuses(metrics->figures, BAD_FIRST, STATUS_LAST));
}

static struct tn_value by_status(struct tn_request *request, void *self, struct tn_text rest)
{
    const struct metrics *metrics = self;
    struct tn_text map = TN_TEXT("{");
    (void)rest;
    for (int status = 0; status <= STATUS_LAST; status++) {
        uint64_t number = figures_statuses(metrics->figures, status, status);
        if (number)
            map = tn_request_print(request, "%" TN_PRI "%s\"%d\":%llu", TN_ARG(map),
                                   map.size > 1 ? "," : "", status, (unsigned long long)number);
    }
    return tn_value_json(tn_request_print(request, "%" TN_PRI "}", TN_ARG(map)));
}

/* The sum of one of the server's own families, as a whole number. */
static struct tn_value sum_of(struct metrics *metrics, const char *family)
{
    const struct question question = { .family = tn_text(family) };
    return tn_value_integer((int64_t)question_answer(metrics, &question).sum);
}

static struct tn_value active(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)request, (void)rest;
    return sum_of(self, "tenon_http_requests_in_flight");
}

static struct tn_value connections(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)request, (void)rest;
    return sum_of(self, "tenon_http_connections");
}

static struct tn_value milliseconds(double seconds)
{
    return tn_value_number(rounded_to(seconds * 1000, 1000));
}

static struct tn_value average_ms(struct tn_request *request, void *self, struct tn_text rest)
{
    const struct metrics *metrics = self;
    (void)request, (void)rest;
    return milliseconds(figures_mean_seconds(metrics->figures));
}

static struct tn_value quantile_ms(const struct metrics *metrics, double quantile)
{
    return milliseconds(figures_seconds(metrics->figures, quantile));
}

static struct tn_value p50_ms(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)request, (void)rest;
    return quantile_ms(self, 0.5);
}

static struct tn_value p95_ms(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)request, (void)rest;
    return quantile_ms(self, 0.95);
}

static struct tn_value p99_ms(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)request, (void)rest;
    return quantile_ms(self, 0.99);
}

static struct tn_value max_ms(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)request, (void)rest;
    return quantile_ms(self, 1);
}

static struct tn_value average_bytes(struct tn_request *request, void *self, struct tn_text rest)
{
    const struct metrics *metrics = self;
    (void)request, (void)rest;
    return tn_value_number(rounded_to(figures_mean_bytes(metrics->figures), 100));
}

static struct tn_value recent(struct tn_request *request, void *self, struct tn_text rest)
{
    const struct metrics *metrics = self;
    (void)rest;
    return tn_value_json(figures_recent(metrics->figures, request));
}

static struct tn_value sum(struct tn_request *request, void *self, struct tn_text rest)
{
    const struct question question = question_read(rest);
    struct answer answer = question_answer(self, &question);
    (void)request;
    return answer.known ? tn_value_number(answer.sum) : tn_value_absent();
}

static struct tn_value share(struct tn_request *request, void *self, struct tn_text rest)
{
    const struct question question = question_read(rest);
    struct answer answer = question_answer(self, &question);
    (void)request;
    if (!answer.known)
        return tn_value_absent();
    return tn_value_number(answer.total > 0 ? rounded_to(answer.sum / answer.total, 10000) : 0);
}

static struct tn_value by(struct tn_request *request, void *self, struct tn_text rest)
{
    const struct question question = question_read(rest);
    struct tn_text map = question_map(self, &question, request);
    return map.at ? tn_value_json(map) : tn_value_absent();
}

static const struct tn_process *process_of(struct metrics *metrics)
{
    return snapshot_process(metrics->snapshot);
}

static struct tn_value resident(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)request, (void)rest;
    return count(process_of(self)->resident_bytes);
}

static struct tn_value heap_used(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)request, (void)rest;
    return count(process_of(self)->heap_used_bytes);
}

static struct tn_value heap_total(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)request, (void)rest;
    return count(process_of(self)->heap_total_bytes);
}

static struct tn_value heap_percent(struct tn_request *request, void *self, struct tn_text rest)
{
    const struct tn_process *process = process_of(self);
    (void)request, (void)rest;
    return tn_value_number(
        process->heap_total_bytes
            ? rounded_to((double)process->heap_used_bytes / (double)process->heap_total_bytes * 100,
                         100)
            : 0);
}

static struct tn_value external(struct tn_request *request, void *self, struct tn_text rest)
{
    const struct tn_process *process = process_of(self);
    (void)request, (void)rest;
    bool more = process->resident_bytes > process->heap_total_bytes;
    return count(more ? process->resident_bytes - process->heap_total_bytes : 0);
}

static struct tn_value cpu_percent(struct tn_request *request, void *self, struct tn_text rest)
{
    struct metrics *metrics = self;
    (void)request, (void)rest;
    return tn_value_number(rounded_to(snapshot_cpu_percent(metrics->snapshot), 10));
}

static const struct memory *memory_of(struct metrics *metrics)
{
    return snapshot_memory(metrics->snapshot);
}

static struct tn_value memory_used(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)request, (void)rest;
    return count(memory_of(self)->used_bytes);
}

static struct tn_value memory_limit(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)request, (void)rest;
    return count(memory_of(self)->limit_bytes);
}

static struct tn_value memory_percent(struct tn_request *request, void *self, struct tn_text rest)
{
    const struct memory *memory = memory_of(self);
    (void)request, (void)rest;
    double limit = (double)memory->limit_bytes;
    return tn_value_number(limit > 0 ? rounded_to((double)memory->used_bytes / limit * 100, 100)
                                     : 0);
}

static struct tn_value find(struct tn_request *request, void *self, struct tn_text name);

static double number_of(struct tn_value value)
{
    return value.kind == TN_VALUE_INTEGER ? (double)value.integer : value.number;
}

static bool is_number(struct tn_value value)
{
    return value.kind == TN_VALUE_INTEGER || value.kind == TN_VALUE_NUMBER;
}

static struct tn_value whole(struct tn_request *request, void *self, struct tn_text rest)
{
    struct tn_value value = find(request, self, rest);
    return is_number(value) ? tn_value_integer((int64_t)llround(number_of(value)))
                            : tn_value_absent();
}

static struct tn_value megabytes(struct tn_request *request, void *self, struct tn_text rest)
{
    struct tn_value value = find(request, self, rest);
    return is_number(value) ? tn_value_number(rounded_to(number_of(value) / megabyte, 100))
                            : tn_value_absent();
}

/* clang-format off */
const struct tn_variable metrics_variables[] = {
    { "requests.total", total, 0, "Requests that are over." },
    { "requests.successful", successful, 0, "Those of them with a status below 400." },
    { "requests.failed", failed, 0, "Those of them with a status of 400 or more." },
    { "requests.active", active, 0, "Requests that are not over yet, this one included." },
    { "requests.by_status", by_status, 0, "Requests that are over, as a map by status." },
    { "errors.recent", recent, 0, "The last 100 replies with a status of 400 or more: timestamp, type, message, endpoint." },
    { "duration.average_ms", average_ms, 0, "The mean of the requests' durations in milliseconds." },
    { "duration.p50_ms", p50_ms, 0, "What half of the window's requests did not exceed, in milliseconds." },
    { "duration.p95_ms", p95_ms, 0, "What 95 % of the window's requests did not exceed, in milliseconds." },
    { "duration.p99_ms", p99_ms, 0, "What 99 % of the window's requests did not exceed, in milliseconds." },
    { "duration.max_ms", max_ms, 0, "The longest of the window's requests, in milliseconds." },
    { "response.average_bytes", average_bytes, 0, "The mean of the replies' sizes." },
    { "connections", connections, 0, "Connections that are open." },
    { "sum.*", sum, 0, "The sum of a family, the server's or the file's: FAMILY, or FAMILY.LABEL.VALUE for the series with that label." },
    { "share.*", share, 0, "What share, 0 to 1, the series with a label have of their family: FAMILY.LABEL.VALUE." },
    { "by.*", by, 0, "A family's sums as a map by the values of a label: FAMILY.LABEL." },
    { "process.resident_bytes", resident, 0, "Memory of this worker." },
    { "process.heap_used_bytes", heap_used, 0, "What of this worker's heap is in use." },
    { "process.heap_total_bytes", heap_total, 0, "The size of this worker's heap." },
    { "process.heap_percent", heap_percent, 0, "What of this worker's heap is in use, in percent." },
    { "process.external_bytes", external, 0, "Memory of this worker that is not its heap." },
    { "process.cpu_percent", cpu_percent, 0, "Processor time that this worker has used lately, in percent of one processor." },
    { "memory.used_bytes", memory_used, 0, "Memory used of the limit." },
    { "memory.limit_bytes", memory_limit, 0, "The limit of the control group, or the machine's memory." },
    { "memory.percent", memory_percent, 0, "Memory used of the limit, in percent." },
    { "whole.*", whole, 0, "Another variable of these, as a whole number: whole.duration.p95_ms." },
    { "megabytes.*", megabytes, 0, "Another variable of these in MiB, to two places: megabytes.process.resident_bytes." },
    { 0 },
};
/* clang-format on */

/* One of these by its name. */
static struct tn_value find(struct tn_request *request, void *self, struct tn_text name)
{
    for (const struct tn_variable *row = metrics_variables; row->name; row++) {
        size_t size = strlen(row->name) - 1;
        bool any_ending = row->name[size] == '*';
        struct tn_text none = { NULL, 0 };
        if (!any_ending && tn_text_is(name, row->name))
            return row->get(request, self, none);
        if (any_ending && name.size > size && memcmp(name.at, row->name, size) == 0)
            return row->get(request, self, (struct tn_text){ name.at + size, name.size - size });
    }
    return tn_value_absent();
}
