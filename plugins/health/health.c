/* SPDX-License-Identifier: MIT */
/*
 * Questions that keepers of servers ask: is it alive (restart it if not), has it started, is it
 * ready (send it requests), how is everything, and how is one thing. The answers come from memory:
 * checks of the file are asked in the background, those of other entries report to the host. Put
 * the entry above what limits or authenticates.
 *
 * Draining turns `ready` and `full` over, and nothing else. Statuses and bodies are whatever the
 * file says, made of this entry's variables; without that bodies are short JSON.
 */
#include <stdio.h>
#include <unistd.h>

#include <tenon/tenon.h>

#include "check.h"
#include "facts.h"
#include "json.h"

struct settings {
    struct endpoint live, ready, startup, full, check;
    struct tn_groups endpoints; /* struct endpoint */
    struct tn_groups checks;    /* struct check_settings */
    struct tn_groups words;     /* struct word */
    struct states states;
    const struct tn_template *item;
};

struct health {
    struct facts facts; /* first: what the variables are given */
    const struct settings *settings;
    struct check *checks;
};

/* The usual bodies */

static struct tn_text now(struct tn_request *request)
{
    return tn_variable(request, "time.iso").text;
}

/* `"name":"value"` and a comma before it, or nothing. */
static struct tn_text member(struct tn_request *request, const char *name, struct tn_text value)
{
    struct json_writer writer;
    if (!tn_text_present(value))
        return TN_TEXT("");
    json_begin(&writer);
    if (!writer.stream)
        return TN_TEXT("");
    fprintf(writer.stream, ",\"%s\":", name);
    json_string(writer.stream, value);
    return json_end(request, &writer);
}

static struct tn_text usual_live(struct tn_request *request, const struct health *self,
                                 const struct summary *summary)
{
    (void)summary;
    return tn_request_print(request,
                            "{\"status\":\"alive\",\"timestamp\":\"%" TN_PRI "\",\"pid\":%ld}",
                            TN_ARG(now(request)), self->facts.pid);
}

static struct tn_text whether(struct tn_request *request, const struct health *self,
                              const struct summary *summary, const char *status)
{
    struct tn_text reason = member(request, "reason", facts_reason(request, &self->facts, summary));
    return tn_request_print(request, "{\"status\":\"%s\",\"timestamp\":\"%" TN_PRI "\"%" TN_PRI "}",
                            status, TN_ARG(now(request)), TN_ARG(reason));
}

static struct tn_text usual_ready(struct tn_request *request, const struct health *self,
                                  const struct summary *summary)
{
    bool ready = summary->outcome != OUTCOME_UNHEALTHY;
    return whether(request, self, summary, ready ? "ready" : "not ready");
}

static struct tn_text usual_startup(struct tn_request *request, const struct health *self,
                                    const struct summary *summary)
{
    bool started = summary->outcome != OUTCOME_UNHEALTHY;
    return whether(request, self, summary, started ? "started" : "starting");
}

static struct tn_text with_checks(struct tn_request *request, const struct health *self,
                                  const struct summary *summary, struct tn_text between)
{
    const struct facts *facts = &self->facts;
    struct tn_text status =
        member(request, "status", tn_text(facts_outcome(facts, summary->outcome)));
    return tn_request_print(
        request, "{%s,\"timestamp\":\"%" TN_PRI "\"%" TN_PRI ",\"checks\":%" TN_PRI "}",
        status.size ? tn_request_copy(request, status).at + 1 : "", TN_ARG(now(request)),
        TN_ARG(between), TN_ARG(facts_checks(request, facts, false)));
}

static struct tn_text usual_full(struct tn_request *request, const struct health *self,
                                 const struct summary *summary)
{
    double uptime = tn_variable(request, "server.uptime").number;
    return with_checks(request, self, summary,
                       tn_request_print(request, ",\"uptime\":%.3f", uptime));
}

static struct tn_text usual_check(struct tn_request *request, const struct health *self,
                                  const struct summary *summary)
{
    return with_checks(request, self, summary, TN_TEXT(""));
}

/* Answers */

static enum tn_verdict answer(struct tn_request *request, const struct health *self,
                              const struct endpoint *endpoint, endpoint_usual *usual)
{
    struct summary summary = summary_make(request, self->facts.host, endpoint);
    facts_ask(request, &self->facts, endpoint, &summary, NULL);
    return endpoint_answer(request, self, endpoint, &summary, usual);
}

static enum tn_verdict answer_live(struct tn_request *request, void *context)
{
    const struct health *self = context;
    return answer(request, self, &self->settings->live, usual_live);
}

static enum tn_verdict answer_ready(struct tn_request *request, void *context)
{
    const struct health *self = context;
    return answer(request, self, &self->settings->ready, usual_ready);
}

/* It has started when each required check has been up once, whatever has become of it since. */
static enum tn_verdict answer_startup(struct tn_request *request, void *context)
{
    const struct health *self = context;
    const struct endpoint *endpoint = &self->settings->startup;
    struct summary summary = summary_make(request, self->facts.host, endpoint);
    summary.outcome = summary.starting || summary.by_state ? OUTCOME_UNHEALTHY : OUTCOME_HEALTHY;
    facts_ask(request, &self->facts, endpoint, &summary, NULL);
    return endpoint_answer(request, self, endpoint, &summary, usual_startup);
}

static enum tn_verdict answer_full(struct tn_request *request, void *context)
{
    const struct health *self = context;
    return answer(request, self, &self->settings->full, usual_full);
}

/* The parameter of the path names the one check that it is about. */
static enum tn_verdict answer_check(struct tn_request *request, void *context)
{
    const struct health *self = context;
    struct tn_check_state *state = tn_request_alloc(request, sizeof *state);
    struct endpoint *endpoint = tn_request_alloc(request, sizeof *endpoint);
    const char **name = tn_request_alloc(request, sizeof *name);
    struct tn_text asked = tn_request_copy(request, tn_request_param(request, "check"));
    if (!summary_find(request, self->facts.host, asked, state))
        return tn_refuse(request, 404, "there is no such check");
    *name = state->name;
    *endpoint = self->settings->check;
    endpoint->checks = (struct tn_patterns){ 1, name };
    struct summary summary = summary_make(request, self->facts.host, endpoint);
    facts_ask(request, &self->facts, endpoint, &summary, state);
    return endpoint_answer(request, self, endpoint, &summary, usual_check);
}

static enum tn_verdict answer_endpoint(struct tn_request *request, void *context)
{
    const struct health *self = context;
    const struct endpoint *endpoints = self->settings->endpoints.items;
    struct tn_text path = tn_request_path(request);
    for (size_t i = 0; i < self->settings->endpoints.count; i++)
        if (tn_text_is(path, endpoints[i].key))
            return answer(request, self, &endpoints[i], usual_full);
    return TN_NEXT;
}

/* Life */

static bool check_words(struct tn_host *host, const struct settings *settings)
{
    const struct states *states = &settings->states;
    const char *const words[] = { states->healthy, states->degraded, states->unhealthy,
                                  states->up,      states->down,     states->unknown };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!words[i] || !*words[i])
            return tn_fail_at(host, "states", "a state needs a word");
    return true;
}

static bool check_paths(struct tn_host *host, const char *option, const struct endpoint *endpoint)
{
    bool sane = true;
    for (size_t i = 0; i < endpoint->path.count; i++)
        if (endpoint->path.items[i][0] != '/')
            sane = tn_fail_at(host, option, "expected a path that begins with /, found `%s`",
                              endpoint->path.items[i]);
    return sane;
}

/* Without the parameter nobody could say which check is meant. */
static bool check_parameter(struct tn_host *host, const struct endpoint *endpoint)
{
    bool sane = true;
    for (size_t i = 0; i < endpoint->path.count; i++)
        if (!strstr(endpoint->path.items[i], "/:check"))
            sane =
                tn_fail_at(host, "check", "expected a path with the parameter :check, found `%s`",
                           endpoint->path.items[i]);
    return sane;
}

static bool check_endpoints(struct tn_host *host, const struct settings *settings)
{
    bool sane = check_paths(host, "live", &settings->live);
    sane = check_paths(host, "ready", &settings->ready) && sane;
    sane = check_paths(host, "startup", &settings->startup) && sane;
    sane = check_paths(host, "full", &settings->full) && sane;
    return check_parameter(host, &settings->check) && sane;
}

/* An entry that asks about no check and not about the worker's state shows a page to people, and a
 * limit may stand above it. */
static bool is_probed(const struct settings *settings)
{
    const struct endpoint *endpoints = settings->endpoints.items;
    if (settings->live.path.count || settings->ready.path.count || settings->startup.path.count ||
        settings->full.path.count || settings->check.path.count)
        return true;
    for (size_t i = 0; i < settings->endpoints.count; i++)
        if (endpoints[i].checks.count || endpoints[i].state)
            return true;
    return false;
}

static void *create(struct tn_host *host, const void *options)
{
    const struct settings *settings = options;
    const struct check_settings *checks = settings->checks.items;
    bool sane = check_words(host, settings);
    sane = check_endpoints(host, settings) && sane;
    for (size_t i = 0; i < settings->checks.count; i++)
        sane = check_examine(host, &checks[i]) && sane;
    if (!sane)
        return NULL;
    struct health *self = tn_instance_alloc(host, sizeof *self);
    self->settings = settings;
    if (is_probed(settings))
        tn_declare(host, TN_PROBED);
    self->facts = (struct facts){
        .host = host, .states = &settings->states, .words = &settings->words, .item = settings->item
    };
    self->checks = tn_instance_alloc(host, (settings->checks.count + 1) * sizeof *self->checks);
    return self;
}

static bool start(struct tn_host *host, void *context)
{
    struct health *self = context;
    const struct check_settings *checks = self->settings->checks.items;
    self->facts.pid = getpid();
    for (size_t i = 0; i < self->settings->checks.count; i++)
        check_start(&self->checks[i], host, &checks[i]);
    pulse_start(&self->facts.pulse, host);
    return true;
}

static void stop(struct tn_host *host, void *context)
{
    (void)host;
    struct health *self = context;
    for (size_t i = 0; i < self->settings->checks.count; i++)
        check_stop(&self->checks[i]);
}

/* The table */

static const char *const every_check[] = { "*" };
static const char *const live_path[] = { "/live" };
static const char *const ready_path[] = { "/ready" };
static const char *const startup_path[] = { "/startup" };
static const char *const full_path[] = { "/health" };
static const char *const check_path[] = { "/health/:check" };

#define ONE(texts) \
    {              \
        1, texts   \
    }
#define USUAL_STATUS  \
    {                 \
        200, 200, 503 \
    }

static const struct settings defaults = {
    .live = { .path = ONE(live_path), .status = USUAL_STATUS },
    .ready = { .path = ONE(ready_path),
               .checks = ONE(every_check),
               .state = true,
               .status = USUAL_STATUS },
    .startup = { .path = ONE(startup_path), .checks = ONE(every_check), .status = USUAL_STATUS },
    .full = { .path = ONE(full_path),
              .checks = ONE(every_check),
              .state = true,
              .status = USUAL_STATUS },
    .check = { .path = ONE(check_path), .status = USUAL_STATUS },
    .states = { "healthy", "degraded", "unhealthy", "up", "down", "unknown" },
};

static const struct tn_option word_rows[] = {
    { "name", TN_OPTION_TEXT(struct word, name), .flags = TN_KEY | TN_REQUIRED,
      .summary = "What comes behind `word.` in the variable." },
    { "check", TN_OPTION_TEXT(struct word, check), .flags = TN_REQUIRED,
      .summary = "The check: one of this entry's by its name, another's as ENTRY or ENTRY.NAME." },
    { "up", TN_OPTION_TEXT(struct word, up), .flags = TN_REQUIRED,
      .summary = "The word while it is up." },
    { "degraded", TN_OPTION_TEXT(struct word, degraded),
      .summary = "The word while it is degraded; if left out, as in all other states." },
    { "otherwise", TN_OPTION_TEXT(struct word, otherwise), .flags = TN_REQUIRED,
      .summary = "The word in all other states, no such check included." },
    { 0 },
};

static const struct tn_option state_rows[] = {
    { "healthy", TN_OPTION_TEXT(struct states, healthy), .summary = "All is well." },
    { "degraded", TN_OPTION_TEXT(struct states, degraded),
      .summary =
          "A check works with less than it should have, or one that is not required is down." },
    { "unhealthy", TN_OPTION_TEXT(struct states, unhealthy),
      .summary = "A required check is down, or the worker is not ready." },
    { "up", TN_OPTION_TEXT(struct states, up), .summary = "A check is well." },
    { "down", TN_OPTION_TEXT(struct states, down), .summary = "A check is not." },
    { "unknown", TN_OPTION_TEXT(struct states, unknown),
      .summary = "A check has not answered yet." },
    { 0 },
};

static const struct tn_option options[] = {
    { "live", TN_OPTION_GROUP(struct settings, live, endpoint_rows),
      .summary = "Says that the process runs: always 200, unless `checks` names some. A path, or a "
                 "map with its own bodies." },
    { "ready", TN_OPTION_GROUP(struct settings, ready, endpoint_rows),
      .summary = "Says whether to send requests here: 200, or 503 while starting, draining, or "
                 "with a required check down." },
    { "startup", TN_OPTION_GROUP(struct settings, startup, endpoint_rows),
      .summary =
          "Says whether it has started: 200 from when every required check has been up once." },
    { "full", TN_OPTION_GROUP(struct settings, full, endpoint_rows),
      .summary = "Tells of every check: 200 or 503, as `ready`." },
    { "check", TN_OPTION_GROUP(struct settings, check, endpoint_rows),
      .summary = "Tells of one check, which the path's parameter `:check` names; 404 for others." },
    { "endpoints",
      TN_OPTION_GROUPS(struct settings, endpoints, struct endpoint, endpoint_keyed_rows),
      .defaults = &endpoint_defaults, .max = 100,
      .summary =
          "Further questions, by path: about some of the checks, with bodies of their own." },
    { "checks", TN_OPTION_GROUPS(struct settings, checks, struct check_settings, check_rows),
      .defaults = &check_defaults, .max = 100,
      .summary = "What to check in the background, by name." },
    { "item", TN_OPTION_TEMPLATE(struct settings, item),
      .summary = "The shape of one check in `$health.checks` and `$health.list`, made of "
                 "`$health.this.*`." },
    { "states", TN_OPTION_GROUP(struct settings, states, state_rows),
      .summary = "What states are called in bodies." },
    { "words", TN_OPTION_GROUPS(struct settings, words, struct word, word_rows), .max = 100,
      .summary = "Words for the states of single checks, as `$health.word.*`." },
    { 0 },
};

static const struct tn_route routes[] = {
    { "GET", "$live.path", answer_live, "Whether the process runs." },
    { "GET", "$ready.path", answer_ready, "Whether requests should be sent here." },
    { "GET", "$startup.path", answer_startup, "Whether it has started." },
    { "GET", "$full.path", answer_full, "How everything is." },
    { "GET", "$check.path", answer_check, "How one check is." },
    { "GET", "$endpoints.path", answer_endpoint, "How some of the checks are." },
    { 0 },
};

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,
    .name = "health",
    .version = "1.0.0",
    .summary = "Answers whether the server is alive, started, ready and well.",
    .options = options,
    .defaults = &defaults,
    .options_size = sizeof defaults,
    .variables = facts_variables,
    .metrics = pulse_metrics,
    .routes = routes,
    .create = create,
    .start = start,
    .stop = stop,
};
