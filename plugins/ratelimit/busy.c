/* SPDX-License-Identifier: MIT */
/* Counts of requests under way: exact over all workers, and over their deaths, by a journal beside the table. */
#include "busy.h"

#include <stdio.h>

#include "journal.h"

enum { SWEEP_MS = 500 };

void busy_make(struct tn_host *host, struct busy *busy, const struct rule_settings *settings,
               size_t count)
{
    busy->rules = tn_instance_alloc(host, count * sizeof *busy->rules);
    busy->journals = tn_instance_alloc(host, count * sizeof(struct journal *));
    for (size_t i = 0; i < count; i++)
        if (settings[i].concurrent)
            rule_make_concurrent(host, &busy->rules[busy->count++], &settings[i]);
    for (size_t i = 0; i < busy->count; i++)
        busy->journals[i] = tn_instance_alloc(host, journal_size());
}

static uint64_t always_kept(uint64_t state, void *context)
{
    (void)state, (void)context;
    return TN_TABLE_KEEP;
}

static void never_gone(uint64_t state, void *context)
{
    (void)state, (void)context;
}

static void sweep(void *context)
{
    const struct busy *busy = context;
    for (size_t i = 0; i < busy->count; i++)
        journal_sweep(busy->journals[i]);
}

static bool start_one(struct tn_host *host, struct busy *busy, size_t index, size_t keys)
{
    struct rule_tier *tier = &busy->rules[index].tiers[0];
    const char *policy = busy->rules[index].settings->policy;
    char name[160];
    snprintf(name, sizeof name, "%s.concurrent", policy ? policy : "");
    tier->table = tn_table(host, name, keys);
    /* A table of another size begins anew, and so must what is written of it. */
    snprintf(name, sizeof name, "%s.journal of %zu", policy ? policy : "", keys);
    void *shared = tn_zone(host, name, journal_bytes());
    if (!tier->table || !shared)
        return false;
    tn_table_on_full(tier->table, always_kept, never_gone, NULL);
    if (!journal_open(busy->journals[index], shared, tier->table))
        return tn_fail(host, "more than %d workers, old and new together, count what is under way",
                       JOURNAL_BOOKS);
    return true;
}

bool busy_start(struct tn_host *host, struct busy *busy, size_t keys)
{
    for (size_t i = 0; i < busy->count; i++)
        if (!start_one(host, busy, i, keys)) {
            busy_stop(busy);
            return false;
        }
    if (busy->count)
        tn_timer_start(host, SWEEP_MS, SWEEP_MS, sweep, busy);
    return true;
}

void busy_stop(struct busy *busy)
{
    for (size_t i = 0; i < busy->count; i++)
        journal_close(busy->journals[i]);
}

/* A request is one, whatever it costs otherwise; the journal needs a place whose lowest bit is 0 and which is not 0. */
static void read_charge(const struct rule *rule, struct tn_request *request,
                        struct rule_charge *charge, bool peek)
{
    rule_read(rule, request, charge);
    charge->place = (charge->place | 3) ^ 1;
    charge->cost = charge->cost && !peek;
}

/* The journal is full: this worker has as many under way as it can write down. */
static bool refuse_unwritten(struct rule_charge *charge, uint64_t now_ns)
{
    rule_look(charge, now_ns);
    charge->decision.allowed = false;
    return false;
}

static bool take_one(struct journal *journal, struct rule_charge *charge, uint64_t now_ns)
{
    if (charge->cost == 0)
        return rule_look(charge, now_ns);
    if (!journal_begin(journal, charge->place, &charge->cell))
        return refuse_unwritten(charge, now_ns);
    if (rule_take(charge, now_ns)) {
        journal_hold(journal, charge->cell);
        return true;
    }
    journal_end(journal, charge->cell);
    return false;
}

bool busy_take(const struct busy *busy, struct tn_request *request, struct rule_charge *charges,
               bool peek)
{
    bool pass = true;
    uint64_t now_ns = tn_clock_ns();
    for (size_t i = 0; i < busy->count && pass; i++) {
        read_charge(&busy->rules[i], request, &charges[i], peek);
        pass = take_one(busy->journals[i], &charges[i], now_ns);
    }
    if (!pass)
        busy_give_back(busy, charges);
    return pass;
}

void busy_give_back(const struct busy *busy, struct rule_charge *charges)
{
    for (size_t i = 0; i < busy->count; i++) {
        if (!charges[i].charged)
            continue;
        journal_doubt(busy->journals[i], charges[i].cell);
        rule_give_back(&charges[i]);
        journal_end(busy->journals[i], charges[i].cell);
    }
}
