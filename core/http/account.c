/* SPDX-License-Identifier: MIT */
/* What is told of requests: lines for the log, and figures for the series. */
#include <stdio.h>

#include <http/chain.h>

void chain_log(struct chain *chain, enum tn_level level, struct tn_request *request,
               const char *format, ...)
{
    if (!chain->options->log)
        return;
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    chain->options->log(chain->options->log_context, level, request, NULL, message);
}

static void flush_one(struct tn_series *series, double amount)
{
    if (series && amount > 0)
        tn_series_add(series, amount);
}

void chain_flush(struct chain *chain)
{
    if (!chain->tallied)
        return;
    chain->tallied = false;
    double each = chain->turn_measured ? (double)chain->turn_runs / chain->turn_measured : 1;
    chain->turn_runs = chain->turn_measured = 0;
    for (size_t i = 0; i < chain->options->count; i++) {
        const struct http_entry *entry = &chain->options->entries[i];
        struct tally *tally = &chain->tallies[i];
        for (size_t hook = 0; hook < 3; hook++)
            flush_one(entry->hook_seconds[hook], (double)tally->ns[hook] * 1e-9 * each);
        for (size_t verdict = 0; verdict < 4; verdict++)
            flush_one(entry->verdicts[verdict], tally->verdicts[verdict]);
        flush_one(entry->shadow_replies, tally->shadow_replies);
        flush_one(entry->refusals, tally->refusals);
        flush_one(entry->calls, tally->calls);
        struct tally rest = { 0 };
        memcpy(rest.longest_ns, tally->longest_ns, sizeof rest.longest_ns);
        for (size_t hook = 0; tally->longer && hook < 3; hook++)
            if (entry->longest_seconds[hook])
                tn_series_set(entry->longest_seconds[hook], (double)rest.longest_ns[hook] * 1e-9);
        *tally = rest;
    }
}

void chain_in_flight(struct chain *chain, int change)
{
    struct tn_series *series = chain->options->series.requests_in_flight;
    if (series)
        tn_series_add(series, change);
}

void chain_count_refused(struct chain *chain, const char *reason)
{
    const struct http_series *series = &chain->options->series;
    struct tn_series *refused = series->refused ? series->refused(series->context, reason) : NULL;
    if (refused)
        tn_series_add(refused, 1);
}
