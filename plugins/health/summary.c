/* SPDX-License-Identifier: MIT */
/* Reading the checks of the worker. */
#include "summary.h"

#include "endpoint.h"

const char *summary_short_name(struct tn_host *host, const char *name)
{
    size_t size = strlen(tn_name(host));
    return !strncmp(name, tn_name(host), size) && name[size] == '.' ? name + size + 1 : name;
}

/* Visiting some of the checks. */

struct selection {
    struct tn_host *host;
    const struct endpoint *endpoint;
    void (*visit)(void *context, const struct tn_check_state *state);
    void *context;
};

static void pass_on(void *context, const struct tn_check_state *state)
{
    const struct selection *selection = context;
    const struct endpoint *endpoint = selection->endpoint;
    const char *brief = summary_short_name(selection->host, state->name);
    if (!endpoint || tn_patterns_match(&endpoint->checks, tn_text(brief)) ||
        tn_patterns_match(&endpoint->checks, tn_text(state->name)))
        selection->visit(selection->context, state);
}

void summary_each(struct tn_host *host, const struct endpoint *endpoint,
                  void (*visit)(void *context, const struct tn_check_state *state), void *context)
{
    struct selection selection = { host, endpoint, visit, context };
    tn_observe_health(host, pass_on, &selection);
}

/* All of them together */

struct adding {
    struct tn_request *request;
    struct summary *summary;
    unsigned number;
};

static struct tn_check_state keep(struct tn_request *request, const struct tn_check_state *state)
{
    struct tn_check_state kept = *state;
    kept.name = tn_request_copy(request, tn_text(state->name)).at;
    kept.message = tn_request_copy(request, tn_text(state->message)).at;
    return kept;
}

static void add(void *context, const struct tn_check_state *state)
{
    struct adding *adding = context;
    struct summary *summary = adding->summary;
    bool well = state->health == TN_HEALTH_UP || state->health == TN_HEALTH_DEGRADED;
    adding->number++;
    summary->starting = summary->starting || (state->required && !state->was_up);
    if (state->health == TN_HEALTH_UP)
        return;
    if (well || !state->required) {
        if (summary->outcome == OUTCOME_HEALTHY)
            summary->outcome = OUTCOME_DEGRADED;
        return;
    }
    summary->outcome = OUTCOME_UNHEALTHY;
    if (summary->any_failed)
        return;
    summary->any_failed = true;
    summary->failed = keep(adding->request, state);
    summary->failed_number = adding->number;
}

struct summary summary_make(struct tn_request *request, struct tn_host *host,
                            const struct endpoint *endpoint)
{
    struct summary summary = { .outcome = OUTCOME_HEALTHY };
    struct adding adding = { request, &summary, 0 };
    if (!endpoint || endpoint->checks.count) /* `live` is asked often, and about nothing */
        summary_each(host, endpoint, add, &adding);
    if ((!endpoint || endpoint->state) && tn_worker_state() != TN_READY) {
        summary.outcome = OUTCOME_UNHEALTHY;
        summary.by_state = true;
    }
    return summary;
}

/* One check */

struct search {
    struct tn_request *request;
    struct tn_host *host;
    struct tn_text name;
    struct tn_check_state *found;
    bool any;
};

/* Own checks come before others of the same name: the file's author sees them first. */
static void look(void *context, const struct tn_check_state *state)
{
    struct search *search = context;
    const char *brief = summary_short_name(search->host, state->name);
    bool own = brief != state->name && tn_text_is(search->name, brief);
    if (!own && (search->any || !tn_text_is(search->name, state->name)))
        return;
    search->any = true;
    *search->found = keep(search->request, state);
}

bool summary_find(struct tn_request *request, struct tn_host *host, struct tn_text name,
                  struct tn_check_state *state)
{
    struct search search = { .request = request, .host = host, .name = name, .found = state };
    tn_observe_health(host, look, &search);
    return search.any;
}
