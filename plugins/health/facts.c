/* SPDX-License-Identifier: MIT */
/* The variables of checks. */
#include "facts.h"

#include <math.h>
#include <stdio.h>

#include "json.h"

/* What is kept for a request. */
struct asked {
    struct tn_process process; /* read once: a body asks for several figures */
    const struct endpoint *endpoint;
    bool answered; /* with `summary`, which also later hooks are to see */
    struct summary summary;
    const struct tn_check_state *check; /* `$health.this` */
};

static struct asked *asked_of(struct tn_request *request, const struct facts *facts)
{
    return tn_request_state(request, facts->host, sizeof(struct asked));
}

void facts_ask(struct tn_request *request, const struct facts *facts,
               const struct endpoint *endpoint, const struct summary *summary,
               const struct tn_check_state *check)
{
    struct asked *asked = asked_of(request, facts);
    asked->endpoint = endpoint;
    asked->answered = true;
    asked->summary = *summary;
    asked->check = check;
}

/* Where nobody asked an endpoint, as in an access line, it is about all. */
static struct summary summary_of(struct tn_request *request, const struct facts *facts)
{
    const struct asked *asked = asked_of(request, facts);
    return asked->answered ? asked->summary : summary_make(request, facts->host, NULL);
}

const char *facts_outcome(const struct facts *facts, enum outcome outcome)
{
    const struct states *states = facts->states;
    return outcome == OUTCOME_HEALTHY    ? states->healthy
           : outcome == OUTCOME_DEGRADED ? states->degraded
                                         : states->unhealthy;
}

const char *facts_health(const struct facts *facts, enum tn_health health)
{
    const struct states *states = facts->states;
    switch (health) {
    case TN_HEALTH_UP:
        return states->up;
    case TN_HEALTH_DEGRADED:
        return states->degraded;
    case TN_HEALTH_DOWN:
        return states->down;
    default:
        return states->unknown;
    }
}

/* All together */

static struct tn_value get_status(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)rest;
    return tn_value_text(tn_text(facts_outcome(self, summary_of(request, self).outcome)));
}

static struct tn_value get_ready(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)rest;
    return tn_value_boolean(summary_of(request, self).outcome != OUTCOME_UNHEALTHY);
}

static struct tn_value get_state(struct tn_request *request, void *self, struct tn_text rest)
{
    static const struct tn_text names[] = { [TN_STARTING] = { "STARTING", 8 },
                                            [TN_READY] = { "READY", 5 },
                                            [TN_DRAINING] = { "DRAINING", 8 },
                                            [TN_STOPPING] = { "STOPPING", 8 } };
    (void)request, (void)self, (void)rest;
    return tn_value_text(names[tn_worker_state()]);
}

struct tn_text facts_reason(struct tn_request *request, const struct facts *facts,
                            const struct summary *summary)
{
    static const struct tn_text reasons[] = { [TN_STARTING] = { "starting", 8 },
                                              [TN_DRAINING] = { "draining", 8 },
                                              [TN_STOPPING] = { "stopping", 8 } };
    const struct tn_check_state *failed = &summary->failed;
    if (summary->by_state)
        return reasons[tn_worker_state()];
    if (!summary->any_failed)
        return tn_text(NULL);
    return tn_request_print(request, "%s is %s", summary_short_name(facts->host, failed->name),
                            facts_health(facts, failed->health));
}

static struct tn_value get_reason(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)rest;
    struct summary summary = summary_of(request, self);
    return tn_value_text(facts_reason(request, self, &summary));
}

/* One check */

static struct tn_value milliseconds(double latency_ms)
{
    return latency_ms < 0 ? tn_value_absent() : tn_value_integer(llround(latency_ms));
}

static struct tn_value fact(const struct facts *facts, const struct tn_check_state *state,
                            struct tn_text name)
{
    bool up = state->health == TN_HEALTH_UP;
    if (tn_text_is(name, "name"))
        return tn_value_text(tn_text(summary_short_name(facts->host, state->name)));
    if (tn_text_is(name, "status"))
        return tn_value_text(tn_text(facts_health(facts, state->health)));
    if (tn_text_is(name, "up"))
        return tn_value_boolean(up);
    if (tn_text_is(name, "required"))
        return tn_value_boolean(state->required);
    if (tn_text_is(name, "message"))
        return tn_value_text(tn_text(state->message));
    if (tn_text_is(name, "error"))
        return up ? tn_value_absent() : tn_value_text(tn_text(state->message));
    if (tn_text_is(name, "latency_ms"))
        return milliseconds(state->latency_ms);
    if (tn_text_is(name, "response_ms"))
        return up || state->health == TN_HEALTH_DEGRADED ? milliseconds(state->latency_ms)
                                                         : tn_value_absent();
    if (tn_text_is(name, "since_seconds"))
        return tn_value_integer((tn_wall_clock_ms() - state->changed_ms) / 1000);
    return tn_value_absent();
}

/* "disk.status": the name of a check, which may hold points itself, and one of its facts. */
static struct tn_value get_check(struct tn_request *request, void *self, struct tn_text rest)
{
    const struct facts *facts = self;
    const char *point = rest.size ? memrchr(rest.at, '.', rest.size) : NULL;
    if (!point)
        return tn_value_absent();
    struct tn_text name = { rest.at, (size_t)(point - rest.at) };
    struct tn_check_state state;
    if (!summary_find(request, facts->host, name, &state))
        return tn_value_absent();
    return fact(facts, &state, (struct tn_text){ point + 1, rest.size - name.size - 1 });
}

static struct tn_value get_this(struct tn_request *request, void *self, struct tn_text rest)
{
    const struct tn_check_state *check = asked_of(request, self)->check;
    return check ? fact(self, check, rest) : tn_value_absent();
}

static struct tn_value get_failed(struct tn_request *request, void *self, struct tn_text rest)
{
    struct summary summary = summary_of(request, self);
    if (!summary.any_failed)
        return tn_value_absent();
    if (tn_text_is(rest, "number"))
        return tn_value_integer(summary.failed_number);
    return fact(self, &summary.failed, rest);
}

static struct tn_value get_word(struct tn_request *request, void *self, struct tn_text rest)
{
    const struct facts *facts = self;
    const struct word *words = facts->words->items;
    for (size_t i = 0; i < facts->words->count; i++) {
        const struct word *word = &words[i];
        if (!tn_text_is(rest, word->name))
            continue;
        struct tn_check_state state = { .health = TN_HEALTH_UNKNOWN };
        summary_find(request, facts->host, tn_text(word->check), &state);
        if (state.health == TN_HEALTH_UP)
            return tn_value_text(tn_text(word->up));
        if (state.health == TN_HEALTH_DEGRADED && word->degraded)
            return tn_value_text(tn_text(word->degraded));
        return tn_value_text(tn_text(word->otherwise));
    }
    return tn_value_absent();
}

/* All checks */

struct listing {
    struct tn_request *request;
    const struct facts *facts;
    FILE *stream;
    bool list, more;
};

static void write_usual(const struct listing *listing, const struct tn_check_state *state)
{
    const struct facts *facts = listing->facts;
    putc('{', listing->stream);
    if (listing->list) {
        fputs("\"name\":", listing->stream);
        json_string(listing->stream, tn_text(summary_short_name(facts->host, state->name)));
        putc(',', listing->stream);
    }
    fputs("\"status\":", listing->stream);
    json_string(listing->stream, tn_text(facts_health(facts, state->health)));
    fprintf(listing->stream, ",\"required\":%s", state->required ? "true" : "false");
    if (state->latency_ms >= 0)
        fprintf(listing->stream, ",\"latency_ms\":%.3f", state->latency_ms);
    fputs(",\"message\":", listing->stream);
    json_string(listing->stream, tn_text(state->message));
    putc('}', listing->stream);
}

static void write_check(void *context, const struct tn_check_state *state)
{
    struct listing *listing = context;
    const struct facts *facts = listing->facts;
    fputs(listing->more ? "," : "", listing->stream);
    listing->more = true;
    if (!listing->list) {
        json_string(listing->stream, tn_text(summary_short_name(facts->host, state->name)));
        putc(':', listing->stream);
    }
    if (!facts->item) {
        write_usual(listing, state);
        return;
    }
    struct asked *asked = asked_of(listing->request, facts);
    const struct tn_check_state *outer = asked->check;
    asked->check = state;
    struct tn_text item = tn_template_json(listing->request, facts->item);
    asked->check = outer;
    fwrite(item.at, 1, item.size, listing->stream);
}

struct tn_text facts_checks(struct tn_request *request, const struct facts *facts, bool list)
{
    struct json_writer writer;
    json_begin(&writer);
    if (!writer.stream)
        return list ? TN_TEXT("[]") : TN_TEXT("{}");
    struct listing listing = { request, facts, writer.stream, list, false };
    putc(list ? '[' : '{', writer.stream);
    summary_each(facts->host, asked_of(request, facts)->endpoint, write_check, &listing);
    putc(list ? ']' : '}', writer.stream);
    return json_end(request, &writer);
}

static struct tn_value get_checks(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)rest;
    return tn_value_json(facts_checks(request, self, false));
}

static struct tn_value get_list(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)rest;
    return tn_value_json(facts_checks(request, self, true));
}

/* The process */

static const struct tn_process *process_of(struct tn_request *request, const struct facts *facts)
{
    struct tn_process *process = &asked_of(request, facts)->process;
    if (!process->process_size) {
        process->process_size = sizeof *process;
        tn_observe_process(process);
    }
    return process;
}

static int64_t uptime_ms(struct tn_request *request, const struct facts *facts)
{
    return tn_wall_clock_ms() - process_of(request, facts)->started_ms;
}

static struct tn_value get_uptime(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)rest;
    return tn_value_integer(uptime_ms(request, self) / 1000);
}

static struct tn_value get_uptime_ms(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)rest;
    return tn_value_integer(uptime_ms(request, self));
}

static struct tn_value get_uptime_seconds(struct tn_request *request, void *self,
                                          struct tn_text rest)
{
    (void)rest;
    return tn_value_number((double)uptime_ms(request, self) / 1000);
}

static struct tn_value get_pid(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)request, (void)rest;
    return tn_value_integer(((const struct facts *)self)->pid);
}

static struct tn_value get_lag(struct tn_request *request, void *self, struct tn_text rest)
{
    (void)request, (void)rest;
    return tn_value_integer(((const struct facts *)self)->pulse.lag_ms);
}

static struct tn_value percent(uint64_t part, uint64_t whole)
{
    return tn_value_integer(whole ? llround((double)part * 100 / (double)whole) : 0);
}

/* "used_mb" in whole MiB, "used" with two places behind the point. */
static struct tn_value get_memory(struct tn_request *request, void *self, struct tn_text rest)
{
    const struct tn_process *process = process_of(request, self);
    uint64_t resident = process->resident_bytes, total = process->heap_total_bytes;
    const struct {
        const char *name;
        uint64_t bytes;
    } figures[] = {
        { "used", process->heap_used_bytes },
        { "total", total },
        { "external", resident > total ? resident - total : 0 },
        { "resident", resident },
    };
    if (tn_text_is(rest, "heap_percent"))
        return percent(process->heap_used_bytes, total);
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        size_t size = strlen(figures[i].name);
        double mebibytes = (double)figures[i].bytes / 1048576;
        if (tn_text_is(rest, figures[i].name))
            return tn_value_number(round(mebibytes * 100) / 100);
        if (rest.size == size + 3 && !memcmp(rest.at, figures[i].name, size) &&
            !memcmp(rest.at + size, "_mb", 3))
            return tn_value_integer(llround(mebibytes));
    }
    return tn_value_absent();
}

const struct tn_variable facts_variables[] = {
    { "status", get_status, 0,
      "healthy, degraded or unhealthy, or what `states` calls them: of the checks that the "
      "endpoint "
      "is about." },
    { "ready", get_ready, 0, "Whether that is not unhealthy, as true or false." },
    { "state", get_state, 0, "Where the worker stands: STARTING, READY, DRAINING or STOPPING." },
    { "reason", get_reason, 0, "Why it is unhealthy, such as draining or `disk is down`." },
    { "checks", get_checks, 0, "The endpoint's checks as a JSON object, each shaped by `item`." },
    { "list", get_list, 0, "The endpoint's checks as a JSON list, each shaped by `item`." },
    { "check.*", get_check, 0,
      "A fact about a check: check.disk.status, .up (true or false), .message, .error (the message "
      "unless it is up), .required, .name, .latency_ms of the last answer, .response_ms (the same, "
      "but only if it works), .since_seconds (of the last change). What an entry has registered "
      "itself is check.ENTRY.status." },
    { "this.*", get_this, 0,
      "The same facts about the one check that `check` is asked for, or that `item` shapes." },
    { "failed.*", get_failed, 0,
      "The same facts about the first required check that is not well, and .number, its place "
      "among "
      "the endpoint's checks from 1." },
    { "word.*", get_word, 0, "A check's state in the words that `words` gives it." },
    { "uptime", get_uptime, 0, "Whole seconds since the server was started." },
    { "uptime_ms", get_uptime_ms, 0, "Milliseconds since the server was started." },
    { "uptime_seconds", get_uptime_seconds, 0, "Seconds since the server was started." },
    { "pid", get_pid, 0, "The worker's process id." },
    { "loop_lag_ms", get_lag, 0, "How late the worker's loop was in the last second." },
    { "memory.*", get_memory, 0,
      "The worker's memory in whole MiB: memory.used_mb and .total_mb of the heap, .resident_mb, "
      "and "
      ".external_mb, which is resident but not heap; without `_mb`, with two places behind the "
      "point. .heap_percent is what is used of the heap." },
    { 0 },
};
